"""What is done with records: copied, written to a file, compared."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from sestrail_tui.tui.base.times import clock_time
from sestrail_tui.tui.base.view import ScreenView
from sestrail_tui.tui.detail.record_name import record_name

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from sestrail_tui.core.record import Record
    from sestrail_tui.filters.columns import Column
    from sestrail_tui.tui.detail.controller import DetailController
    from sestrail_tui.tui.feed.status import FeedStatus
    from sestrail_tui.tui.table.controller import RowFigures
    from sestrail_tui.tui.table.state import ScreenState

_MOST_COPIED: Final = 10_000
_SLICE: Final = 100
"""Records read from the store before the keys get their turn: about 5 ms."""


class RecordTable(Protocol):
    """The table, as far as `RecordController` needs it."""

    marked: int | None
    """The row of the store that is marked for comparing."""

    @property
    def focused_row(self) -> int | None:
        """The row of the store under the cursor."""

    @property
    def cursor_column(self) -> Column | None:
        """The column under the cursor."""


class RecordView(ScreenView, Protocol):
    """What `RecordController` asks of the screen."""

    def write_terminal(self, sequence: str) -> None:
        """Write a sequence to the terminal, past the screen."""


class RecordController:
    """Copies, writes and compares the record under the cursor, or all that are shown."""

    def __init__(
        self,
        view: RecordView,
        state: ScreenState,
        status: FeedStatus,
        table: RecordTable,
        *,
        detail: DetailController,
        figures: RowFigures,
    ) -> None:
        self._view = view
        self._state = state
        self._status = status
        self._table = table
        self._detail = detail
        self._figures = figures
        self._marked: Record | None = None
        """The record that the next one is compared with."""

    # copy

    def copy(self) -> None:
        """Copy the record under the cursor; without any, the command that has sends recorded."""
        command = self._status.recording.command
        if command and self._table.focused_row is None:
            self._start_copy(command, "the command")
        elif (record := self._detail.held_record("copy")) is not None:
            self._start_copy(record.raw.decode("utf-8", "replace"), self._name(record))

    def _start_copy(self, text: str, what: str) -> None:
        self._view.run_worker(self.copy_text(text, what), group="copy")

    def _name(self, record: Record) -> str:
        return record_name(record, self._state.time_mode, self._state.clock.now_ms())

    def copy_as(self) -> None:
        """Choose what of the record to copy."""
        if (record := self._detail.held_record("copy")) is not None:
            work = self._choose_copy(record, self._table.cursor_column)
            self._view.run_worker(work, group="copy")

    async def _choose_copy(self, record: Record, column: Column | None) -> None:
        from sestrail_tui.core.details.links import NOWHERE
        from sestrail_tui.tui.detail import copy_as
        from sestrail_tui.tui.detail.copy_menu import CopyMenu

        health = self._status.healths.get(record.source)
        origin = NOWHERE if health is None else health.origin
        offers = await asyncio.to_thread(copy_as.offers, record, origin, column)
        chosen = await self._view.dialog(CopyMenu(offers))
        if chosen is not None:
            await self.copy_text(chosen.text, f"{self._name(record)}: {chosen.what}")

    def copy_shown(self) -> None:
        """Copy the rows shown, one record a line."""
        listing = self._state.listing
        shown = 0 if listing is None else len(listing.view)
        if not shown:
            self._view.notify("There is no row to copy.")
        elif shown > _MOST_COPIED:
            self._view.notify(
                f"{shown:,} rows are more than a clipboard is for ({_MOST_COPIED:,}): "
                "filter first, or press w to write them to a file.",
                severity="warning",
            )
        else:
            self._view.run_worker(self._copy_shown(), group="copy")

    async def _copy_shown(self) -> None:
        from sestrail_tui.writers.writer import FORMS

        records = [record async for record in self._in_slices()]
        text = await asyncio.to_thread(FORMS["jsonl"].whole, records)
        await self.copy_text(text.decode("utf-8", "replace"), f"{len(records):,} records")

    async def _in_slices(self) -> AsyncIterator[Record]:
        """Yield the records shown; the keys get their turn between two slices."""
        for number, record in enumerate(self.shown()):
            if number % _SLICE == 0:
                await asyncio.sleep(0)
            yield record

    async def copy_text(self, text: str, what: str) -> None:
        """Copy a text, and say what became of that; ``what`` names it."""
        from sestrail_tui.tui.detail import clipboard

        outcome = await clipboard.copy(
            text, what, write=self._view.write_terminal, env=os.environ, which=shutil.which
        )
        self._notify_outcome(outcome.sentence, ok=outcome.ok)

    def _notify_outcome(self, sentence: str, *, ok: bool) -> None:
        self._view.notify(sentence, severity="information" if ok else "warning", markup=False)

    # compare

    def compare(self) -> None:
        """Mark the record; with one marked, show both side by side."""
        record = self._detail.held_record("compare")
        if record is None:
            return
        row, marked, marked_row = self._table.focused_row, self._marked, self._table.marked
        if marked is None:
            self._mark(row, record)
            return
        self._mark(None, None)
        if row == marked_row and record == marked:
            self._view.notify("No longer marked.")
        else:
            self._view.run_worker(self._compare(marked, record), group="compare")

    async def _compare(self, marked: Record, record: Record) -> None:
        from sestrail_tui.tui.detail.compare_screen import CompareScreen
        from sestrail_tui.tui.detail.comparison import compare

        comparison = await asyncio.to_thread(compare, marked, record)
        titles = (self._title(marked), self._title(record))
        await self._view.dialog(CompareScreen(comparison, titles))

    def _mark(self, row: int | None, record: Record | None) -> None:
        self._marked, self._table.marked = record, row
        self._state.compare_note = "" if record is None else "1 marked, v on another compares"
        self._figures.show_counts()

    def _title(self, record: Record) -> str:
        now_ms = self._state.clock.now_ms()
        time = clock_time(record.time_ms, self._state.time_mode, now_ms)
        return f"{time} {record.call or record.kind} {record.principal}"

    # write

    def ask_path(self) -> None:
        """Ask for a file's name."""
        from sestrail_tui.tui.detail import export

        if self._detail.hold_row() is None:
            self._view.notify("There is no row to write.")
        else:
            self._view.ask("write", f"write rows to {export.SUFFIXES} (.gz):", "sends.jsonl")

    def write(self, path: str) -> None:
        """Write the rows shown to a file."""
        if path := path.strip():
            self._view.run_worker(self._write(Path(path)), group="write")

    async def _write(self, path: Path) -> None:
        from sestrail_tui.tui.detail import export

        listing, row = self._state.listing, self._table.focused_row
        about = None if listing is None or row is None else listing.store.record(row)
        outcome = await export.write_rows(path, self.shown(), about=about)
        self._notify_outcome(outcome.sentence, ok=outcome.ok)

    def shown(self) -> Iterator[Record]:
        """Yield the records shown at this moment, in order; one dropped meanwhile is left out.

        Of a call that is held from several accounts, each copy that matches the filter.
        """
        listing = self._state.listing
        if listing is None:
            return
        rows = listing.view.rows().copy()
        for start in range(0, len(rows), _SLICE):
            for row in rows[start : start + _SLICE].tolist():
                if row >= listing.store.first_row:
                    yield from map(listing.store.record, listing.view.matching_copies(row))
