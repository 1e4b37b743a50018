"""The reading position when the clock it is told the time by is set."""

from __future__ import annotations

from sestrail_tui.sources.window import Place
from tests.sources.fakes import T0

HOUR_MS = 3_600_000
WIDTH_MS = 60_000


def test_a_clock_set_back_is_followed_and_nothing_between_is_skipped() -> None:
    place = Place(T0, None, follow=True, every_s=5, width_ms=lambda: WIDTH_MS)
    for second, ahead_ms in ((0, 0), (5, 0), (10, HOUR_MS)):
        reading = place.next(T0 + second * 1000 + ahead_ms, second)
        assert reading is not None
        while reading is not None:
            place.finish(reading, second)
            reading = place.next(T0 + second * 1000 + ahead_ms, second)
    assert place.read_through_ms == T0 + 10_000 + HOUR_MS
    reading = place.next(T0 + 15_000, 15)
    assert reading is not None
    assert reading.start_ms == T0  # or earlier, were there anything earlier to be read
    assert place.read_through_ms is not None
    assert place.read_through_ms <= T0 + 15_000
