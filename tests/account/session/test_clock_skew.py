from __future__ import annotations

from email.utils import formatdate
from typing import Any

import pytest

from sestrail_tui.account.session.clients import Clients
from sestrail_tui.account.session.clock_skew import AwsTime, Skew
from sestrail_tui.account.session.credentials import static
from sestrail_tui.core.instants import instant_ms
from sestrail_tui.local_aws.server.server import running
from tests.follow.fakes import T0, JumpingClock

MINUTE = 60_000


def answered(skew: Skew, clock: JumpingClock, aws_ms: float, took_ms: int = 0) -> None:
    """Let a call be answered at ``aws_ms`` by AWS's clock, half of the time that it took."""
    context: dict[str, Any] = {}
    skew.called(context)
    clock.ms += took_ms
    headers = {"date": formatdate(aws_ms // 1000, usegmt=True)}
    skew.answered({"ResponseMetadata": {"HTTPHeaders": headers}}, context)


@pytest.mark.parametrize(
    ("ahead_ms", "said"),
    [
        (0, ""),
        (59_000, ""),
        (-59_000, ""),
        (62_000, "clock is 1 minute ahead of AWS's. Times are read by AWS's clock"),
        (20 * MINUTE, "clock is 20 minutes ahead of AWS's"),
        (-90 * MINUTE, "clock is 90 minutes behind AWS's"),
        (3_000_000 * MINUTE, "clock is 3,000,000 minutes ahead"),
    ],
)
def test_a_clock_that_is_off_is_said(ahead_ms: int, said: str) -> None:
    clock = JumpingClock()
    skew = Skew(clock)
    answered(skew, clock, T0 - ahead_ms)
    assert skew.is_known
    assert said in skew.sentence()
    assert bool(said) == bool(skew.sentence())


@pytest.mark.parametrize("ahead_ms", [0, 400, 5_000, -5_000, 50_000, -50_000, 20 * MINUTE])
def test_the_time_by_aws_lies_between_its_bounds(ahead_ms: int) -> None:
    clock = JumpingClock()
    skew = Skew(clock)
    for took_ms in (30, 4_000, 700, 30, 250, 9_000, 120, 60, 45):
        answered(skew, clock, clock.ms + took_ms / 3 - ahead_ms, took_ms)
        ours_ms, true_ms = clock.now_ms(), clock.now_ms() - ahead_ms
        assert skew.earliest_ms(ours_ms) <= true_ms <= skew.latest_ms(ours_ms)
        assert skew.latest_ms(ours_ms) - skew.earliest_ms(ours_ms) == skew.uncertain_ms
        assert abs(AwsTime(clock, skew).now_ms() - true_ms) <= skew.uncertain_ms
    assert skew.uncertain_ms <= 1_100


def test_a_clock_that_may_be_right_is_taken_as_it_is() -> None:
    clock = JumpingClock()
    skew = Skew(clock)
    answered(skew, clock, T0 + 8_000, took_ms=9_000)
    assert (skew.ahead_ms, skew.sentence()) == (0, "")


def test_a_clock_that_was_set_is_believed_at_once() -> None:
    clock = JumpingClock()
    skew = Skew(clock)
    for _ in range(9):
        answered(skew, clock, clock.ms - 5 * MINUTE)
    assert skew.sentence()
    clock.ms -= 5 * MINUTE
    answered(skew, clock, clock.ms)
    assert not skew.sentence()


def test_only_what_was_told_as_so_long_ago_moves_with_the_clock() -> None:
    clock = JumpingClock()
    skew = Skew(clock)
    answered(skew, clock, T0 - 20 * MINUTE)
    for text in ("10m", "now", "1h30m"):
        told = instant_ms(text, T0)
        assert skew.by_aws(told) == pytest.approx(told - 20 * MINUTE, abs=1000)
    told = instant_ms("2025-10-09T08:00Z", T0)
    assert skew.by_aws(told) == told
    assert skew.by_aws(None) is None


@pytest.mark.parametrize("date", [{}, {"date": ""}, {"date": "soon"}, {"date": None}])
def test_what_is_no_time_is_left_out(date: dict[str, Any]) -> None:
    skew = Skew(JumpingClock())
    context: dict[str, Any] = {}
    skew.called(context)
    skew.answered({"ResponseMetadata": {"HTTPHeaders": date}}, context)
    skew.answered({}, context)
    skew.answered({}, {})
    assert (skew.is_known, skew.ahead_ms) == (False, 0)


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
