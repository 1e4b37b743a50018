"""The screen with the keys for handing records over: copied, written, compared."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual import on, work

from sestrail_tui.tui.base import messages
from sestrail_tui.tui.base.times import clock_time
from sestrail_tui.tui.main.browse import BrowseScreen
from sestrail_tui.tui.table.record_name import record_name

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from sestrail_tui.core.record import Record
    from sestrail_tui.filters.columns import Column


_MOST_COPIED: Final = 10_000
_SLICE: Final = 100
"""Records read from the store at a stretch: about 5 ms."""


class RecordScreen(BrowseScreen):
    """`BrowseScreen` with what can be done with the record at hand, and with those shown."""

    _marked: Record | None = None
    """The record that the next one is compared with."""

    def action_copy(self) -> None:
        """Copy the record under the cursor; without any, the command that has sends recorded."""
        command = self.status.recording.command
        if command and self.table.focused_row is None:
            self._copy_text(command, "the command")
            return
        record = self._held_record("copy")
        if record is not None:
            self._copy_text(record.raw.decode("utf-8", "replace"), self._sentence_name(record))

    @work(group="copy")
    async def _copy_text(self, text: str, what: str) -> None:
        await self._copy(text, what)

    def _held_record(self, do: str) -> Record | None:
        """Give the record that a key acts on, within the key's own call; say where there is none.

        What the key does takes longer, and newer records come meanwhile.
        """
        row = self.hold_row()
        if self.reads_what_was_let_go:
            return self.detail.record
        if self.listing is None or row is None:
            self.notify(f"There is no record to {do}.")
            return None
        return self.listing.store.record(self.read_row(row))

    def _sentence_name(self, record: Record) -> str:
        return record_name(record, self.time_mode, self.clock.now_ms())

    def action_copy_as(self) -> None:
        """Choose what of the record to copy."""
        record = self._held_record("copy")
        if record is not None:
            self._choose_copy(record, self.table.here)

    @work(group="copy")
    async def _choose_copy(self, record: Record, here: Column | None) -> None:
        from sestrail_tui.core.details.links import NOWHERE
        from sestrail_tui.tui.detail import copy_as
        from sestrail_tui.tui.detail.copy_menu import CopyMenu

        health = self.status.healths.get(record.source)
        origin = NOWHERE if health is None else health.origin
        offers = await asyncio.to_thread(copy_as.offers, record, origin, here)
        chosen = await self.app.push_screen_wait(CopyMenu(offers))
        if chosen is not None:
            await self._copy(chosen.text, f"{self._sentence_name(record)}: {chosen.what}")

    def action_compare(self) -> None:
        """Mark the record; with one marked, show both side by side."""
        record = self._held_record("compare")
        if record is None:
            return
        row, marked, marked_row = self.table.focused_row, self._marked, self.table.marked
        if marked is None:
            self._mark(row, record)
            return
        self._mark(None, None)
        if row == marked_row and record == marked:
            self.notify("No longer marked.")
        else:
            self._compare(marked, record)

    @work(group="compare")
    async def _compare(self, marked: Record, record: Record) -> None:
        from sestrail_tui.tui.detail.compare_screen import CompareScreen
        from sestrail_tui.tui.detail.comparison import compare

        comparison = await asyncio.to_thread(compare, marked, record)
        titles = (self._title(marked), self._title(record))
        await self.app.push_screen_wait(CompareScreen(comparison, titles))

    def _mark(self, row: int | None, record: Record | None) -> None:
        self._marked, self.table.marked = record, row
        self.compare_note = "" if record is None else "1 marked, v on another compares"
        self.show_counts()

    def _title(self, record: Record) -> str:
        now = self.clock.now_ms()
        time = clock_time(record.time_ms, self.time_mode, now)
        return f"{time} {record.call or record.kind} {record.principal}"

    @work(group="copy")
    async def action_copy_shown(self) -> None:
        """Copy the rows shown, one record a line."""
        from sestrail_tui.writers.writer import FORMS

        shown = 0 if self.listing is None else len(self.listing.view)
        if not shown:
            self.notify("There is no row to copy.")
            return
        if shown > _MOST_COPIED:
            self.notify(
                f"{shown:,} rows are more than a clipboard is for ({_MOST_COPIED:,}): "
                "filter first, or press w to write them to a file.",
                severity="warning",
            )
            return
        records = [record async for record in self._in_slices()]
        text = await asyncio.to_thread(FORMS["jsonl"].whole, records)
        await self._copy(text.decode("utf-8", "replace"), f"{len(records):,} records")

    async def _in_slices(self) -> AsyncIterator[Record]:
        """Give the records shown; the keys get their turn between two slices."""
        for number, record in enumerate(self._shown()):
            if number % _SLICE == 0:
                await asyncio.sleep(0)
            yield record

    async def _copy(self, text: str, what: str) -> None:
        from sestrail_tui.tui.detail import clipboard

        outcome = await clipboard.copy(
            text, what, write=self.write_terminal, env=os.environ, which=shutil.which
        )
        self.notify(
            outcome.sentence, severity="information" if outcome.ok else "warning", markup=False
        )

    def action_write(self) -> None:
        """Ask for a file's name."""
        from sestrail_tui.tui.detail import export

        if self.hold_row() is None:
            self.notify("There is no row to write.")
        else:
            self.prompt.ask("write", f"write rows to {export.SUFFIXES} (.gz):", "sends.jsonl")

    @on(messages.Answered)
    def _write_answered(self, news: messages.Answered) -> None:
        if news.ask == "write" and news.text.strip():
            self._write_file(Path(news.text.strip()))

    @work(group="write")
    async def _write_file(self, path: Path) -> None:
        from sestrail_tui.tui.detail import export

        listing, row = self.listing, self.table.focused_row
        about = None if listing is None or row is None else listing.store.record(row)
        outcome = await export.write_rows(path, self._shown(), about=about)
        self.notify(
            outcome.sentence, severity="information" if outcome.ok else "warning", markup=False
        )

    def _shown(self) -> Iterator[Record]:
        """Give the records shown at this moment, in order; one let go meanwhile is left out.

        Of a call that is held from several accounts, each copy that matches the filter.
        """
        listing = self.listing
        if listing is None:
            return
        rows = listing.view.rows().copy()
        for start in range(0, len(rows), _SLICE):
            for row in rows[start : start + _SLICE].tolist():
                if row >= listing.store.first_row:
                    yield from map(listing.store.record, listing.view.matching_copies(row))
