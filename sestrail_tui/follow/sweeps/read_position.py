"""What of a place has been read, and which range of time to read next. Pure: no I/O.

CloudWatch can be asked by timestamp only, never by what is new, and a log event may become
readable long after its timestamp. So every `Sweep` re-reads a trailing window each time: from
where its last complete reading was begun, less the window's width. The narrow one is the live
one, its width measured (`Delay`); the wide ones are slow, for stragglers. An event that becomes
readable within a sweep's width is read by it, however long a failure lasted, because a sweep's
position moves only when a reading got to its end.

Widths: a minute's sweep over 15 minutes costs about as much as the live window; CloudTrail's own
delay is 5 minutes on average without a bound, hence two hours every ten minutes, and a day every
hour for records that AWS marks DELIVERY_DELAY. A sweep rests nine times as long as it took, so
that all of them together never take more than a tenth of the calls.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Final

from sestrail_tui.follow.dedupe.seen_event_ids import SeenEventIds
from sestrail_tui.follow.sweeps.sweep import RangeReading, Sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sestrail_tui.follow.sweeps.pages import PolledEvent

_MINUTE_MS: Final = 60_000
SWEEPS: Final = (
    (60.0, 15 * _MINUTE_MS),
    (600.0, 120 * _MINUTE_MS),
    (3600.0, 24 * 60 * _MINUTE_MS),
)
_REST: Final = 9
HOUR_MS: Final = 60 * _MINUTE_MS
"""A long range is read by the hour: a token that runs out costs an hour again, not the day."""
_BACKGROUND_TURN: Final = 5
"""Every fifth page goes to a gap or sweep while a live reading is long."""


class ReadPosition:
    """The reading position in one place; survives failures, and feeds that are reopened.

    ``first_ms`` to ``last_ms`` (``None``: endless) bound the timestamps; without ``follow`` what
    lies between is read once. ``oldest_first`` reads older events before what is new: for lines,
    which cannot be put in order later, as a table's rows can. ``sweeps`` are the seconds between
    two of a width, and that width in ms; ``chunk_ms`` is the longest range read at a time while
    catching up; ``newest_first``: so the pages of a range come, and from its start it is read again
    where a token runs out.
    """

    def __init__(
        self,
        first_ms: int,
        last_ms: int | None,
        *,
        follow: bool,
        every_s: float,
        width_ms: Callable[[], int],
        oldest_first: bool = False,
        sweeps: Sequence[tuple[float, int]] = SWEEPS,
        chunk_ms: int = HOUR_MS,
        newest_first: bool = False,
    ) -> None:
        self.first_ms = first_ms
        self.last_ms = last_ms
        self.follow = follow
        self.seen = SeenEventIds()
        """The events read: a sweep reads a day of them again, and decodes none."""
        self._chunk_ms = chunk_ms
        self._ordered = not newest_first
        self._oldest_first = oldest_first
        self._every_s = every_s
        self._live = Sweep(every_s, width_ms, first_ms, 0.0)
        self._sweep_plan = sweeps
        self._sweeps: tuple[Sweep, ...] = ()
        self._reading: RangeReading | None = None
        self._sweeping: RangeReading | None = None
        self._gaps: deque[RangeReading] = deque()
        self._gap_chunks = 0
        self._pages = 0
        self._started = False
        self._hastened = False

    @property
    def catching_up(self) -> bool:
        """Whether a range before the live window is still to be read."""
        return bool(self._gaps)

    @property
    def progress(self) -> float | None:
        """The share of that range that has been read, 0 to 1."""
        return 1 - len(self._gaps) / self._gap_chunks if self._gaps else None

    @property
    def live_reading(self) -> RangeReading | None:
        """The live window's reading, while it is not read to its end."""
        return self._reading

    @property
    def sweeping(self) -> bool:
        """Whether a sweep was begun and is not read to its end."""
        return self._sweeping is not None

    @property
    def read_to_ms(self) -> int:
        """The instant of the last complete live reading."""
        return self._live.read_to_ms

    @property
    def read_through_ms(self) -> int | None:
        """Everything delivered up to here has been read; ``None`` before anything was."""
        if self._gaps:
            return self._gaps[0].start_ms
        return self._live.read_to_ms if self._started else None

    def next(self, now_ms: int, now_s: float) -> RangeReading | None:
        """Return the reading whose next page is to be asked for; ``None``: nothing is due yet."""
        if self._reading is None and now_s >= self._live.due_s and self._open():
            self._begin_live(now_ms, now_s)
        background = self._background(now_ms, now_s)
        self._pages += 1
        if background is not None and (
            self._reading is None
            or self._pages % _BACKGROUND_TURN == 0
            or (self._oldest_first and self.catching_up)
        ):
            return background
        return self._reading

    def wait_s(self, now_s: float) -> float:
        """Return the seconds until something is due."""
        return max(0.0, min(sweep.due_s for sweep in (self._live, *self._sweeps)) - now_s)

    def pace(self, at_most_every_s: float) -> None:
        """Read the live window no more often than that, from the next reading on."""
        self._live.every_s = max(self._every_s, at_most_every_s)

    def hasten(self, now_s: float) -> None:
        """Read the live window now; what is being read may have begun too early, so anew then."""
        self._live.due_s = min(self._live.due_s, now_s)
        self._hastened = self._reading is not None

    def new(self, reading: RangeReading, events: Sequence[PolledEvent]) -> list[PolledEvent]:
        """Return those of a page that were not read before.

        What a sweep reads from before all that is remembered cannot be told, and was read.
        """
        from_ms = self._remembered_from_ms if reading is self._sweeping else None
        return [
            event
            for event in events
            if (from_ms is None or event.timestamp >= from_ms)
            and not self.seen.holds(event.event_id, event.timestamp)
        ]

    def note(self, events: Sequence[PolledEvent]) -> None:
        """Note events as read."""
        for event in events:
            self.seen.add(event.event_id, event.timestamp)

    def finish(self, reading: RangeReading, now_s: float) -> None:
        """Move the position: ``reading`` was read to its end."""
        if reading is self._reading:
            self._reading = None
            self._live.read_to_ms = max(self._live.read_to_ms, reading.begun_ms)
            every_s = 0.0 if self._hastened else self._live.every_s
            self._live.due_s, self._hastened = max(now_s, reading.begun_s + every_s), False
            self._started = True
        elif reading is self._sweeping and reading.sweep is not None:
            self._sweeping = None
            reading.sweep.read_to_ms = reading.begun_ms
            reading.sweep.due_s = now_s + max(reading.sweep.every_s, _REST * reading.spent_s)
            self.seen.forget(self._read_again_from_ms)
        elif self._gaps and reading is self._gaps[0]:
            self._gaps.popleft()
            self._started = True

    @property
    def _remembered_from_ms(self) -> int:
        """From here on it is remembered what was read."""
        since_ms = self.seen.since_ms
        return self.first_ms if since_ms is None else max(self.first_ms, since_ms)

    @property
    def ended(self) -> bool:
        """Whether everything between the bounds has been read and nothing more is wanted."""
        if self._gaps or self._reading is not None:
            return False
        return self._started and not self._open()

    def _open(self) -> bool:
        """Whether a live reading is still wanted: the first always is, and those before the end."""
        if not self._started and not self._gaps:
            return True
        return self.follow and (self.last_ms is None or self._live.read_to_ms < self.last_ms)

    def _begin_live(self, now_ms: int, now_s: float) -> None:
        if not self._sweeps:
            self._start_sweeps(now_ms, now_s)
        width = self._live.width_ms()
        if self._started and self._live.read_to_ms > now_ms:  # the clock was set back
            self._live.read_to_ms = now_ms - width
        start = max(self._live.read_to_ms - width, self.first_ms)
        recent = now_ms - width
        if start < recent - int(2000 * self._live.every_s):
            self._add_gap(start, min(recent, self.last_ms or recent), now_ms, now_s)
            start = max(recent, self.first_ms)
        if self.last_ms is not None and start > self.last_ms:
            self._live.read_to_ms = now_ms
            self._started = self._started or not self._gaps
            return
        # Without an end an event that AWS's clock puts a little ahead of ours is not left out.
        end = None if self.follow and self.last_ms is None else self.last_ms
        self._reading = RangeReading(start, end, now_ms, now_s, self._live, ordered=self._ordered)

    def _start_sweeps(self, now_ms: int, now_s: float) -> None:
        if self.follow:
            self._sweeps = tuple(
                Sweep(every_s, partial(int, width), now_ms, now_s + every_s)
                for every_s, width in self._sweep_plan
            )

    def _add_gap(self, start_ms: int, end_ms: int, now_ms: int, now_s: float) -> None:
        if not self._gaps:
            self._gap_chunks = 0
        while start_ms <= end_ms:
            chunk_end = min(start_ms + self._chunk_ms, end_ms)
            gap = RangeReading(start_ms, chunk_end, now_ms, now_s, None, ordered=self._ordered)
            self._gaps.append(gap)
            self._gap_chunks += 1
            start_ms = chunk_end + 1

    def _background(self, now_ms: int, now_s: float) -> RangeReading | None:
        if self._gaps:
            return self._gaps[0]
        if self._sweeping is None:
            self._begin_sweep(now_ms, now_s)
        return self._sweeping

    @property
    def _read_again_from_ms(self) -> int:
        """Nothing of an earlier time stamp will be read again."""
        return min(sweep.read_to_ms - sweep.width_ms() for sweep in (self._live, *self._sweeps))

    def _begin_sweep(self, now_ms: int, now_s: float) -> None:
        recent = now_ms - self._live.width_ms()
        for sweep in sorted(self._sweeps, key=_due):  # the longest overdue: none starves
            if now_s < sweep.due_s:
                continue
            start = max(sweep.read_to_ms - sweep.width_ms(), self._remembered_from_ms)
            if start < recent:
                self._sweeping = RangeReading(
                    start, recent, now_ms, now_s, sweep, ordered=self._ordered
                )
                return
            sweep.due_s = now_s + sweep.every_s


def _due(sweep: Sweep) -> float:
    return sweep.due_s
