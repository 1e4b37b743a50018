"""The main screen: the keys for the record at hand, for going from part to part, and the rest."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual import on, work

from sestrail_tui.cloudtrail.safe_text import safe
from sestrail_tui.filters.edit import with_values
from sestrail_tui.tui import clipboard, export, keys, messages
from sestrail_tui.tui.key_hints import hints, key_texts
from sestrail_tui.tui.screens.alert import AlertScreen
from sestrail_tui.tui.screens.keys_help import KeyHelp, KeysHelp
from sestrail_tui.tui.screens.sources import SourcesScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from textual.binding import BindingType
    from textual.widget import Widget

    from sestrail_tui.cloudtrail.record import Record


_MOST_COPIED: Final = 10_000
_SLICE: Final = 100
"""Records read from the store at a stretch: about 5 ms."""


class MainScreen(AlertScreen):
    """The whole screen."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings()]

    def on_mount(self) -> None:
        """Show the keys of the part that has the focus."""
        super().on_mount()
        self.watch(self, "focused", self.show_hints)

    def on_resize(self) -> None:
        """Fill what was hidden and has room now."""
        self.call_after_refresh(self.refill)

    # the record

    @work(group="copy")
    async def action_copy(self) -> None:
        """Copy the record under the cursor."""
        row = self.table.focused_row
        if self.listing is None or row is None:
            self.notify("There is no record to copy.")
            return
        raw = self.listing.store.raw(self.read_row(row))
        await self._copy(raw.decode("utf-8", "replace"), "the record's JSON")

    @work(group="copy")
    async def action_copy_shown(self) -> None:
        """Copy the rows shown, one record a line."""
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
        text = await asyncio.to_thread(export.EXPORTS["jsonl"], records)
        await self._copy(text.decode("utf-8", "replace"), f"{len(records):,} records")

    async def _in_slices(self) -> AsyncIterator[Record]:
        """Give the records shown; the keys get their turn between two slices."""
        for number, record in enumerate(self._shown()):
            if number % _SLICE == 0:
                await asyncio.sleep(0)
            yield record

    async def _copy(self, text: str, what: str) -> None:
        outcome = await clipboard.copy(
            text, what, write=self.write_terminal, env=os.environ, which=shutil.which
        )
        self.notify(
            outcome.sentence, severity="information" if outcome.ok else "warning", markup=False
        )

    def action_write(self) -> None:
        """Ask for a file's name."""
        if self.listing is None or not len(self.listing.view):
            self.notify("There is no row to write.")
        else:
            self.prompt.ask("write", "write rows to .jsonl, .json or .csv (.gz):", "sends.jsonl")

    @on(messages.Answered)
    def _write_answered(self, news: messages.Answered) -> None:
        if news.ask == "write" and news.text.strip():
            self._write_file(Path(news.text.strip()))

    @work(group="write")
    async def _write_file(self, path: Path) -> None:
        outcome = await export.write_rows(path, self._shown())
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

    # going from part to part

    def action_detail(self) -> None:
        """Read the record."""
        if self.table.focused_row is not None:
            self.open_detail()

    def action_next_pane(self, step: int) -> None:
        """Go round the parts."""
        parts: list[Widget] = [self.table, self.facets, self.detail]
        if not self.roomy:
            parts = [self.table, self.detail]
        if self.table.focused_row is None:
            parts = parts[:-1]
        here = parts.index(self.focused) if self.focused in parts else 0
        wanted = parts[(here + step) % len(parts)]
        if wanted is self.detail:
            self.open_detail()
        else:
            self.close_detail()
            wanted.focus()

    def show_hints(self) -> None:
        """Write the keys of the part that has the focus."""
        paused = self.listing is not None and self.listing.paused
        self.key_line.hints = hints(self, paused=paused)

    # the rest

    def action_login(self) -> None:
        """Log in again; reading goes on at the same place."""
        if self.status.ended:
            self.notify("Everything was read to its end: there is nothing to log in for.")
        else:
            self.read(login=True)

    @work(group="sources")
    async def action_sources(self) -> None:
        """Show every source; from there to its records, or to a login."""
        screen = SourcesScreen(self.status, self.clock, self.time_mode)
        match await self.app.push_screen_wait(screen):
            case "login", _:
                self.action_login()
            case "filter", name if self.listing is not None:
                if any(source == name for source, _ in self.listing.store.counts("source")):
                    self.apply(with_values(self.listing.node, "source", (name,)))
                else:
                    self.notify("No record of this source is held.")

    def action_help(self) -> None:
        """Show all keys."""
        told = [
            KeyHelp(shown, key.help, key.group)
            for key, shown in zip(keys.KEYS, key_texts(self), strict=True)
        ]
        told += [
            KeyHelp(shown, f"{saved.name}: {saved.filter}", "Saved filters")
            for saved, shown in zip(self.habits.saved, self.saved_keys(), strict=True)
            if shown
        ]
        self.app.push_screen(KeysHelp(told))

    def action_palette(self) -> None:
        """Search the commands."""
        self.app.action_command_palette()

    def action_quit(self) -> None:
        """Leave; where nothing could be read, say on the plain terminal why."""
        self.remember()
        failure = self.status.failure
        if failure is None or (self.listing is not None and len(self.listing.store)):
            self.app.exit(return_code=0)
        else:
            sentence = Text(safe(failure.sentence))
            self.app.exit(return_code=failure.exit_code, message=sentence)
