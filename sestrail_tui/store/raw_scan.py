"""Reading the records of rows that the columns leave open, newest first, in slices.

Threads: `step` may run in any thread, or in several, while another one appends to the store: it
reads nothing that moves. The rest is for the thread that owns the view.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import zstandard

from sestrail_tui.store.blocks import BLOCK_ROWS
from sestrail_tui.store.order import NO_ROWS, Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sestrail_tui.cloudtrail.record import Record
    from sestrail_tui.store.answers import Mask
    from sestrail_tui.store.store import Store


class _Open(NamedTuple):
    rows: Rows
    plain: Mask


class RawScan:
    """The rows that are open; `step` settles some of them, `found` gives those that match."""

    def __init__(
        self, store: Store, test: Callable[[Record], bool], needles: Sequence[bytes | None]
    ) -> None:
        self._store = store
        self._test = test
        self._needles = needles
        self._lock = threading.Lock()
        self._open: list[_Open] = []
        self._in_hand: list[_Open] = []
        self._found: list[int] = []
        self._added = 0
        self._settled = 0

    @property
    def done(self) -> bool:
        """Whether every row has been settled."""
        return self._settled >= self._added

    @property
    def progress(self) -> float:
        """The share of the rows that has been settled, 0 to 1."""
        return min(1.0, self._settled / self._added) if self._added else 1.0

    @property
    def open_rows(self) -> Rows:
        """The rows not settled yet, in no order."""
        with self._lock:
            parts = [part.rows for part in (*self._open, *self._in_hand)]
        return np.concatenate([NO_ROWS, *parts])

    def add(self, rows: Rows, plain: Mask) -> None:
        """Open ascending rows, all newer than those that are open; they come first."""
        if len(rows):
            with self._lock:
                self._open.append(_Open(rows, plain))
                self._added += len(rows)

    def step(self, budget_s: float, now: Callable[[], float] = time.perf_counter) -> bool:
        """Settle rows for about ``budget_s`` seconds, a block at least; say whether all are."""
        until = now() + budget_s
        decompressor = zstandard.ZstdDecompressor()
        while (part := self._take()) is not None:
            found = self._matching(part, decompressor)
            with self._lock:
                self._found += found
                self._settled += len(part.rows)
                self._in_hand = [other for other in self._in_hand if other is not part]
            if now() >= until:
                break
        return self.done

    def found(self) -> Rows:
        """Take the matching rows found since the last call, ascending."""
        with self._lock:
            found, self._found = self._found, []
        return np.array(sorted(found), np.int64)

    def matches(self, row: int) -> bool:
        """Read one record at once and tell whether it matches."""
        return self._test(self._store.record(row))

    def cancel(self) -> None:
        """Leave the rest unread."""
        with self._lock:
            self._open.clear()
            self._settled = self._added

    def _take(self) -> _Open | None:
        """Take the open rows of the newest block."""
        with self._lock:
            if not self._open:
                return None
            rows, plain = self._open.pop()
            start = int(np.searchsorted(rows, rows[-1] // BLOCK_ROWS * BLOCK_ROWS))
            if start:
                self._open.append(_Open(rows[:start], plain[:start]))
            part = _Open(rows[start:], plain[start:])
            self._in_hand.append(part)
            return part

    def _matching(self, part: _Open, decompressor: zstandard.ZstdDecompressor) -> list[int]:
        try:
            raws = self._store.blocks.read(int(part.rows[0]) // BLOCK_ROWS, decompressor)
            rows = part.rows.tolist()
            wanted = [raws[row % BLOCK_ROWS] for row in rows]
            if self._says_no_more(wanted):
                return [row for row, plain in zip(rows, part.plain.tolist(), strict=True) if plain]
            told = zip(rows, wanted, part.plain.tolist(), strict=True)
            return [row for row, raw, plain in told if self._settled_as(row, raw, plain)]
        except KeyError:  # let go meanwhile
            return []

    def _settled_as(self, row: int, raw: bytes, plain: bool) -> bool:
        if self._says_no_more((raw,)):
            return plain
        return self._test(self._store.decoded(row, raw))

    def _says_no_more(self, raws: Sequence[bytes]) -> bool:
        """Tell whether these hold no needle, and no letter or escape that could hide one."""
        if None in self._needles:
            return False
        text = b"\n".join(raws)
        if b"\\" in text or not text.isascii():
            return False
        text = text.lower()
        return not any(needle in text for needle in self._needles if needle)
