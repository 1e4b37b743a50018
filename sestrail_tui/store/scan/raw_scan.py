"""Reading the records of rows that the columns leave open, newest first, in slices.

Threads: `step` may run in any thread, or in several, while another one appends to the store: it
reads nothing that moves. The rest is for the thread that owns the view.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import zstandard

from sestrail_tui.store.columns.blocks import BLOCK_ROWS, is_plain
from sestrail_tui.store.columns.rows import NO_ROWS, Rows
from sestrail_tui.store.scan.substring import Substring, folded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sestrail_tui.core.record import Record
    from sestrail_tui.store.columns.blocks import Blocks, BlockText
    from sestrail_tui.store.columns.rows import Mask


class _OpenScan(NamedTuple):
    rows: Rows
    plain: Mask


class RawScan:
    """The rows that are open; `step` settles some of them, `found` gives those that match."""

    def __init__(
        self,
        blocks: Blocks,
        decoded: Callable[[int, bytes], Record],
        test: Callable[[Record], bool],
        substrings: Sequence[bytes | None],
        *,
        decides: bool = False,
    ) -> None:
        """Take ``decoded`` to read a row's bytes; ``decides``: what holds a substring passes."""
        self._blocks = blocks
        self._decoded = decoded
        self._test = test
        self._substrings = substrings
        self._decides = decides
        self._made: dict[bytes, Substring] = {}
        self._lock = threading.Lock()
        self._open: list[_OpenScan] = []
        self._in_hand: list[_OpenScan] = []
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
                self._open.append(_OpenScan(rows, plain))
                self._added += len(rows)

    def step(self, budget_s: float, now: Callable[[], float] = time.perf_counter) -> bool:
        """Settle rows for about ``budget_s`` seconds, a block at least; return whether all are."""
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
        return self._test(self._decoded(row, self._blocks.raw(row)))

    def cancel(self) -> None:
        """Leave the rest unread."""
        with self._lock:
            self._open.clear()
            self._settled = self._added

    def _take(self) -> _OpenScan | None:
        """Take the open rows of the newest block."""
        with self._lock:
            if not self._open:
                return None
            rows, plain = self._open.pop()
            start = int(np.searchsorted(rows, rows[-1] // BLOCK_ROWS * BLOCK_ROWS))
            if start:
                self._open.append(_OpenScan(rows[:start], plain[:start]))
            part = _OpenScan(rows[start:], plain[start:])
            self._in_hand.append(part)
            return part

    def _matching(self, part: _OpenScan, decompressor: zstandard.ZstdDecompressor) -> list[int]:
        block = int(part.rows[0]) // BLOCK_ROWS
        with suppress(KeyError):  # evicted meanwhile
            page = self._blocks.page(block, decompressor)
            at = part.rows - block * BLOCK_ROWS
            odd, holds = self._odd(page)[at], self._holds(page)[at]
            passed, unsure = part.plain & ~holds & ~odd, holds | odd
            if self._decides:
                passed, unsure = passed | (holds & ~odd), odd
            rows = part.rows[unsure].tolist()
            return [*part.rows[passed].tolist(), *(row for row in rows if self._passes(row, page))]
        return []

    def _passes(self, row: int, page: BlockText) -> bool:
        return self._test(self._decoded(row, page.raw(row % BLOCK_ROWS)))

    def _odd(self, page: BlockText) -> Mask:
        """Return which records may hold a substring that cannot be seen in their bytes."""
        count = len(page.bounds) - 1
        if None in self._substrings:
            return np.ones(count, np.bool_)
        if page.plain:
            return np.zeros(count, np.bool_)
        return np.array([not is_plain(page.raw(at)) for at in range(count)])

    def _holds(self, page: BlockText) -> Mask:
        """Return which records hold a substring as it is."""
        text = np.frombuffer(page.text, np.uint8)
        small = folded(text)
        mask = np.zeros(len(page.bounds) - 1, np.bool_)
        for substring in filter(None, self._substrings):
            if not substring.isascii():
                continue  # in none that is not odd
            if substring not in self._made:
                self._made[substring] = Substring(substring, small)
            begin = self._made[substring].positions(text, small)
            record = np.searchsorted(page.bounds, begin, "right") - 1
            whole = record >= 0  # before the first one stand their lengths
            whole[whole] = begin[whole] + len(substring) <= page.bounds[record[whole] + 1]
            mask[record[whole]] = True
        return mask
