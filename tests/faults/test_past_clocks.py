"""Questions to the past by a machine whose clock is off, and by ``time:``, over every engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from sestrail_tui.account.session import clients
from sestrail_tui.core.instants import Ago
from sestrail_tui.filters.fields.time_spans import write_span
from sestrail_tui.filters.match import compile_node
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.follow.connections.history import AskedHistory
from sestrail_tui.follow.history.engine import Kind, Question
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.local_aws.account.settings import Settings
from sestrail_tui.local_aws.server.server import running
from sestrail_tui.local_aws.storage import bucket_delivery, moto_stores
from sestrail_tui.places.connect import AwsConnection
from sestrail_tui.places.registry import PLACES
from tests.follow.virtual_time import ShiftedClock, in_virtual_time
from tests.places.matrix.run import asked, warm_session
from tests.places.matrix.worlds import into_files, into_lake, into_log_group

if TYPE_CHECKING:
    from sestrail_tui.local_aws.server.server import LocalServer

MINUTE_MS: Final = 60_000
PUTS: Final = {"insights": into_log_group, "lake": into_lake, "athena": into_files}
SETTINGS: Final[dict[Kind, dict[str, Any]]] = {
    "insights": {},
    "lake": {"lake": True},
    "athena": {"log_file_s": 2.0},
}


async def answer(
    server: LocalServer, kind: Kind, ours: ShiftedClock, span_ms: int, written: str = ""
) -> set[str]:
    """Give what is found of the last ``span_ms`` as the command line says them."""
    now_ms = ours.now_ms()
    question = Question(parse(written), Ago(now_ms - span_ms), Ago(now_ms))
    keep = compile_node(question.node)
    feed = await AskedHistory(AwsConnection(asked(server, {}), ours), kind, question).open()
    found: set[str] = set()
    async for item in feed.news():
        if isinstance(item, Arrivals):
            found |= {record.event_id for record in item.records if keep(record)}
    await feed.close()
    return found


@pytest.mark.parametrize("ahead_ms", [0, 20 * MINUTE_MS, -20 * MINUTE_MS])
@pytest.mark.parametrize("kind", [place.name for place in PLACES if place.engine])
def test_the_past_is_asked_by_the_clock_of_aws(
    kind: Kind, ahead_ms: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clients, "warm_session", warm_session)
    monkeypatch.setattr(moto_stores, "SECONDS", 1.0)

    async def main() -> None:
        aws, ours = ShiftedClock(), ShiftedClock(ahead_ms)
        more = {"quotas": False, "trail": f"past-{kind}", **SETTINGS[kind]}
        async with running(Settings(**more), aws) as server:
            at_ms = {1: aws.now_ms() - 5 * MINUTE_MS, 2: aws.now_ms() - 12 * MINUTE_MS}
            for number, one_ms in at_ms.items():
                PUTS[kind](server.account, number, one_ms, one_ms + 1000)
            if kind == "athena":
                await bucket_delivery.write(server.account, server.moto)
            assert await answer(server, kind, ours, 10 * MINUTE_MS) == {"id-1"}
            assert await answer(server, kind, ours, 20 * MINUTE_MS) == {"id-1", "id-2"}
            first_ms = at_ms[2] // 1000 * 1000
            written = f"time:{write_span(first_ms, first_ms + 1000)}"
            assert await answer(server, kind, ours, 20 * MINUTE_MS, written) == {"id-2"}

    in_virtual_time(main())
