"""The main screen: the keys for going from part to part, and the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on, work

from sestrail_tui.core.safe_text import safe
from sestrail_tui.filters.syntax.edit import with_values
from sestrail_tui.follow.protocol import Examinable
from sestrail_tui.tui.detail.pane import DetailScrolled
from sestrail_tui.tui.history.asking import AskingScreen
from sestrail_tui.tui.keys import keys
from sestrail_tui.tui.main.key_hints import hints, key_texts

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.widget import Widget


class MainScreen(AskingScreen):
    """The whole screen."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings()]

    def on_mount(self) -> None:
        """Show the keys of the part that has the focus."""
        super().on_mount()
        self.watch(self, "focused", self.show_hints)
        self.watch(self, "focused", self._hold_what_is_read)

    def on_resize(self) -> None:
        """Fill what was hidden and has room now."""
        self.call_after_refresh(self.refill)

    def _hold_what_is_read(self) -> None:
        """Keep the record in the detail once that has the focus, however it came there."""
        if self.focused is self.detail:
            self.hold_row()
        else:
            self.show_detail()

    @on(DetailScrolled)
    def _detail_scrolled(self) -> None:
        if self.detail.top:
            self.hold_row()

    # going from part to part

    def action_detail(self) -> None:
        """Read the record."""
        if self.hold_row() is not None:
            self.open_detail()

    def action_next_pane(self, step: int) -> None:
        """Go round the parts; where no row is shown, take the filter that is proposed instead."""
        if self.proposal is not None and self.focused in (None, self.table):
            self.apply(self.proposal.node)
            return
        parts: list[Widget] = [self.table, self.facets.list, self.detail]
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
            self.engines.forget()
            self.read(login=True)

    @work(group="sources")
    async def action_sources(self) -> None:
        """Show every source; from there to its records, or to a login."""
        from sestrail_tui.tui.panels.sources import SourcesScreen

        screen = SourcesScreen(self.status, self.clock, self.time_mode)
        match await self.app.push_screen_wait(screen):
            case "login", _:
                self.action_login()
            case "filter", name if self.listing is not None:
                if any(source == name for source, _ in self.listing.store.counts("source")):
                    self.apply(with_values(self.listing.node, "source", (name,)))
                elif (health := self.status.healths.get(name)) and health.in_parts:
                    self.notify("Each of its records names its own file: filter by source:NAME.")
                else:
                    self.notify("No record of this source is held.")

    @work(group="timeline")
    async def action_timeline(self) -> None:
        """Show the sends over time; from there to those of a stretch of it."""
        # numpy, which the first frame must not wait for.
        from sestrail_tui.tui.timeline.screen import TimelineScreen

        if self.listing is None:
            return
        screen = TimelineScreen(self.listing, self.apply, self.clock, self.time_mode)
        node = await self.app.push_screen_wait(screen)
        if node is not None:
            self.apply(node)

    def action_doctor(self) -> None:
        """Show what is set up and what is missing."""
        from sestrail_tui.tui.panels.doctor import DoctorScreen

        if isinstance(self._connection, Examinable):
            self.app.push_screen(DoctorScreen(self._connection, self._copy))
        else:
            self.notify("There is no account behind this: nothing can be examined.")

    def action_help(self) -> None:
        """Show all keys."""
        from sestrail_tui.tui.keys.help_screen import KeyHelp, KeysHelp

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
