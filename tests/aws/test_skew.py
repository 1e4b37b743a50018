from __future__ import annotations

from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.aws.clients import Clients
from sestrail_tui.aws.credentials import static
from sestrail_tui.aws.skew import Skew
from sestrail_tui.local_aws.server import running
from tests.sources.fakes import T0, JumpingClock

if TYPE_CHECKING:
    from typing import Any

MINUTE = 60_000


def answer(time_ms: float) -> dict[str, Any]:
    headers = {"date": formatdate(time_ms / 1000, usegmt=True)}
    return {"ResponseMetadata": {"HTTPHeaders": headers}}


@pytest.mark.parametrize(
    ("ahead_ms", "said"),
    [
        (0, ""),
        (59_000, ""),
        (-59_000, ""),
        (61_000, "clock is 1 minute ahead of AWS's: rows come late"),
        (20 * MINUTE, "clock is 20 minutes ahead of AWS's"),
        (-90 * MINUTE, "clock is 90 minutes behind AWS's"),
        (3_000_000 * MINUTE, "clock is 3,000,000 minutes ahead"),
    ],
)
def test_a_clock_that_is_off_is_said(ahead_ms: int, said: str) -> None:
    skew = Skew(JumpingClock())
    skew.note(answer(T0 - ahead_ms))
    assert said in skew.sentence()
    assert bool(said) == bool(skew.sentence())


def test_one_slow_answer_is_no_skew_and_a_clock_that_was_set_is_forgiven() -> None:
    clock = JumpingClock()
    skew = Skew(clock)
    skew.note(answer(T0))
    skew.note(answer(T0 - 5 * MINUTE))
    assert not skew.sentence()
    for _ in range(8):
        skew.note(answer(T0 - 5 * MINUTE))
    assert skew.sentence()
    skew.note(answer(T0))
    assert not skew.sentence()


@pytest.mark.parametrize("date", [{}, {"date": ""}, {"date": "soon"}, {"date": None}])
def test_what_is_no_time_is_left_out(date: dict[str, Any]) -> None:
    skew = Skew(JumpingClock())
    skew.note({"ResponseMetadata": {"HTTPHeaders": date}})
    skew.note({})
    assert skew.ahead_ms == 0


async def test_every_client_tells_of_its_answers() -> None:
    """The embedded AWS keeps its own clock's time."""
    ours = JumpingClock()
    theirs = JumpingClock()
    theirs.ms -= 20 * MINUTE
    skew = Skew(ours)
    async with running(clock=theirs) as server:
        clients = Clients(static("AKIATEST", "secret"), None, server.endpoint, skew)
        await (await clients.client("sts", "us-east-1")).get_caller_identity()
        await clients.close()
    assert "20 minutes ahead" in skew.sentence()
