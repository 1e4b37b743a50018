"""The log events of one log group that were read, so that reading them again decodes none.

A sweep reads a day again and again; 50 sends a second are 4.4 million log events a day. An id is
kept with the ten minutes in which its time stamp lies, and goes with them: as soon as nothing
reads them again, or when there are too many. Where ten minutes are over, four bytes an id are
left. They tell an id from the others of its ten minutes as 40 bits do: a straggler of later than
that is taken for one of 30,000 others once in 36 million times.
"""

from __future__ import annotations

import sys
from array import array
from typing import Final

from sestrail_tui.follow.dedupe.id_sets import IdSet, PackedIdSet

_SPAN_MS: Final = 600_000
_SHARDS: Final = 256
_UPPER: Final = 1 if sys.byteorder == "little" else 0
"""Which half of a key is the upper one."""
_LATEST: Final = 3
"""So many of the latest spans are kept whole: stragglers of the first minutes are many."""
MOST: Final = 8_000_000
"""A day of 90 log events a second."""


class SeenEventIds:
    """What was read of a log group.

    When ten minutes begin of which nothing was read yet, the earliest go until no more than
    ``most`` ids are left, never the latest: the live window reads those again.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._spans: dict[int, _Span] = {}
        self._count = 0
        self.since_ms: int | None = None
        """All that was read from this time stamp on is known; ``None``: all that was ever read."""

    def __len__(self) -> int:
        return self._count

    def add(self, event_id: str, timestamp_ms: int) -> bool:
        """Note that a log event was read; say whether it is new. An empty id is always new."""
        if not event_id:
            return True
        number = timestamp_ms // _SPAN_MS
        span = self._spans.get(number)
        if span is None:
            span = self._open(number)
        if not span.add(hash(event_id)):
            return False
        self._count += 1
        return True

    def holds(self, event_id: str, timestamp_ms: int) -> bool:
        """Tell whether a log event was read. An empty id is always new."""
        span = self._spans.get(timestamp_ms // _SPAN_MS)
        return bool(event_id) and span is not None and span.holds(hash(event_id))

    def forget(self, before_ms: int) -> None:
        """Forget what has an earlier time stamp: whole spans that nothing reads again."""
        for number in [span for span in self._spans if (span + 1) * _SPAN_MS <= before_ms]:
            self._evict(number)

    def _open(self, number: int) -> _Span:
        while self._count > self._most and len(self._spans) > 1:
            self._evict(min(self._spans))
        self._spans[number] = span = _Span()
        for old in sorted(self._spans)[:-_LATEST]:
            self._spans[old].pack()
        return span

    def _evict(self, number: int) -> None:
        self._count -= len(self._spans.pop(number))
        self.since_ms = max(self.since_ms or 0, (number + 1) * _SPAN_MS)


class _Span:
    """The ids of ten minutes: whole at first; once packed, what comes late is kept whole."""

    def __init__(self) -> None:
        self._whole = IdSet(_SHARDS)
        self._packed: PackedIdSet | None = None

    def __len__(self) -> int:
        return len(self._whole) + (len(self._packed) if self._packed else 0)

    def holds(self, key: int) -> bool:
        if self._packed is not None and self._packed.holds(key >> 32, key & _SHARDS - 1):
            return True
        return self._whole.holds(key)

    def add(self, key: int) -> bool:
        return not self.holds(key) and self._whole.add(key)

    def pack(self) -> None:
        """Leave the upper halves of the keys, once; they are in order, as a shard's keys are."""
        if self._packed is None:
            halves = (array("i", shard.tobytes())[_UPPER::2] for shard in self._whole.shards())
            self._packed = PackedIdSet(halves, "i")
            self._whole = IdSet(_SHARDS)
