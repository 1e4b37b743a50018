"""Each class of errors that a call may raise is said, and costs no record."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from sestrail_tui.account.discovery.log_groups import LogGroup
from sestrail_tui.core.safe_text import safe
from sestrail_tui.filters.pushdown.filter_pattern import SES_PATTERN
from sestrail_tui.follow.health import State
from sestrail_tui.places.log_group.calls import FilterLogEvents
from tests.fault_table import PROPERTY, Tried
from tests.faults.error_classes import (
    name_of,
    of_aiohttp,
    of_botocore,
    of_libraries,
    of_models,
)
from tests.follow.fakes import T0, Delivered, FakeLogGroup, JumpingClock, message
from tests.places.log_group.model import a_source, once_each, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.account.session.clients import Clients

COUNT = 20
ERRORS = (*of_botocore(), *of_aiohttp(), *of_models(), *of_libraries())


class Failing:
    """Stands for the clients and their client for logs, over a log group in memory."""

    def __init__(self, group: FakeLogGroup, error: Exception, failures: set[int]) -> None:
        self.meta = SimpleNamespace(events=SimpleNamespace(register=lambda *_, **__: None))
        self._group = group
        self._error = error
        self._failures = failures
        """Which calls fail, by number."""
        self._calls = 0

    async def client(self, *_: str) -> Any:
        return self

    async def filter_log_events(self, **asked: Any) -> dict[str, Any]:
        self._calls += 1
        page = await self._group(asked["startTime"], asked.get("endTime"), asked.get("nextToken"))
        if self._calls in self._failures:
            raise self._error
        return {
            "events": [
                {
                    "eventId": one.event_id,
                    "timestamp": one.timestamp,
                    "ingestionTime": one.ingestion_time,
                    "message": one.raw.decode(),
                }
                for one in page.events
            ],
            "nextToken": page.next_token,
        }


@pytest.mark.parametrize("error", ERRORS, ids=name_of)
async def test_it_is_said_and_nothing_is_lost(
    error: Exception, record_property: Callable[[str, object], None]
) -> None:
    clock = JumpingClock(1)
    group = FakeLogGroup(clock, page_size=3)
    group.deliver(
        Delivered(T0 + 900 * n, T0 + 900 * n, str(n), T0 + 900 * n, message(n))
        for n in range(COUNT)
    )
    failing = Failing(group, error, {1, 4, 5})
    place = LogGroup("CloudTrail/logs", "us-east-1")
    read = FilterLogEvents(cast("Clients", failing), place, SES_PATTERN, "", "run `aws sso login`")

    counts, healths = await shown(a_source(read, clock), clock, T0 + 1_200_000)

    said = next((one for one in healths if one.sentence), healths[0])
    shown_text = f"{len(counts)} of {COUNT}, {max(counts.values(), default=0)}x at most"
    tried = Tried(
        name_of(error), "log group", "FilterLogEvents", said.state, said.sentence, shown_text
    )
    record_property(PROPERTY, tried.cells)
    assert Counter(counts) == once_each(COUNT)
    assert said.state not in (State.LIVE, State.CATCHING_UP)
    assert said.sentence.endswith(".")
    assert safe(said.sentence) == said.sentence
    told_by_itself = (State.EXPIRED, State.REFUSED, State.MISSING)
    assert "FilterLogEvents" in said.sentence or said.state in told_by_itself
    assert (healths[-1].state, healths[-1].sentence) == (State.LIVE, "")
