"""The reading position when the clock it is told the time by is set."""

from __future__ import annotations

from sestrail_tui.follow.sweeps.read_position import SWEEPS, ReadPosition
from sestrail_tui.places.bucket import source as bucket
from sestrail_tui.places.lake import source as lake
from sestrail_tui.places.log_group import connect as log_group
from tests.follow.fakes import T0

HOUR_MS = 3_600_000
WIDTH_MS = 60_000


def test_a_clock_set_back_is_followed_and_nothing_between_is_skipped() -> None:
    position = ReadPosition(T0, None, follow=True, every_s=5, width_ms=lambda: WIDTH_MS)
    for second, ahead_ms in ((0, 0), (5, 0), (10, HOUR_MS)):
        reading = position.next(T0 + second * 1000 + ahead_ms, second)
        assert reading is not None
        while reading is not None:
            position.finish(reading, second)
            reading = position.next(T0 + second * 1000 + ahead_ms, second)
    assert position.read_through_ms == T0 + 10_000 + HOUR_MS
    reading = position.next(T0 + 15_000, 15)
    assert reading is not None
    assert reading.start_ms == T0  # or earlier, were there anything earlier to be read
    assert position.read_through_ms is not None
    assert position.read_through_ms <= T0 + 15_000


def test_what_no_sweep_reaches_is_said() -> None:
    """A straggler of 25 hours is shown by no reading: so the sources panel says."""
    for sweeps in (SWEEPS, lake.SWEEPS):
        assert max(width_ms for _, width_ms in sweeps) == 24 * HOUR_MS
    assert "more than a day after its time stamp" in log_group.NEVER
    assert "more than a day after the call" in lake.NEVER
    assert "more than a day after the minute" in bucket.NEVER_SHOWN
