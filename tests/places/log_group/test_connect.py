"""What a log group cannot hold (any more) of the time that was asked for."""

from __future__ import annotations

from contextlib import aclosing

import msgspec
import pytest

from sestrail_tui.account.discovery.log_classes import LogGroupDetails
from sestrail_tui.account.discovery.log_groups import LogGroup
from sestrail_tui.account.session.credentials import Settled, static
from sestrail_tui.filters.fields.time_spans import DAY_MS
from sestrail_tui.follow.health import Health
from sestrail_tui.follow.retry.pacing import Pacers
from sestrail_tui.places.context import PlaceContext
from sestrail_tui.places.log_group.connect import LogGroupReader
from sestrail_tui.places.options import Options
from sestrail_tui.places.reader import Claims, ConnectionReading, ReadingStart
from tests.account.discovery.fake_clients import DENIED, FakeClients
from tests.follow.fakes import T0, JumpingClock, unposted

GROUP = LogGroup("g", "us-east-1", "123456789012")


async def unseen(told: LogGroupDetails | None, since_ms: int | None) -> str:
    """Give what the source over the group says at once that it cannot show."""
    clock = JumpingClock()
    options, pacers = Options(since_ms=since_ms), Pacers(clock)
    reader = LogGroupReader(ReadingStart(options, 0, None, clock, pacers, Claims()))
    groups = [] if told is None else [{**msgspec.to_builtins(told), "arn": "a"}]
    clients = FakeClients(describe_log_groups={"logGroups": groups} if told else DENIED)
    settled = Settled(static("a", "b"), "", "")
    context = PlaceContext(clients, settled, options, ("us-east-1",), GROUP.account, pacers, clock)
    taken = await reader.take(context, (GROUP,))
    source = taken.sources(ConnectionReading(1, ("us-east-1",))).sources[0]
    async with aclosing(source.follow(unposted)) as news:
        first = await anext(news)
    assert isinstance(first, Health)
    return " ".join(first.unseen)


@pytest.mark.parametrize(
    ("told", "days_ago", "said"),
    [
        (None, 2.0, "AWS does not say since when log group g keeps what it holds"),
        (None, 0.5, ""),
        (None, None, ""),
        (LogGroupDetails("g"), 30.0, ""),
        (
            LogGroupDetails("g", retention_in_days=1),
            2.0,
            "Log group g keeps what it holds for 1 day.",
        ),
        (LogGroupDetails("g", retention_in_days=7), 2.0, ""),
        (LogGroupDetails("g", creation_time=T0 - DAY_MS), 2.0, "Log group g was made only at"),
    ],
)
async def test_what_may_be_gone_is_told(
    told: LogGroupDetails | None, days_ago: float | None, said: str
) -> None:
    since_ms = None if days_ago is None else T0 - int(days_ago * DAY_MS)
    found = await unseen(told, since_ms)
    assert said in found
    assert bool(said) is bool(found)
