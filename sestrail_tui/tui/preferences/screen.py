"""The screen with what a person set up: keys, saved filters, and the view of the last session."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual import on, work

from sestrail_tui.config.path import config_path
from sestrail_tui.core.safe_text import safe
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import All, to_text
from sestrail_tui.tui.base import messages
from sestrail_tui.tui.base.textual_internals import bind, bindings_of
from sestrail_tui.tui.main.key_bindings import bound, of_widgets
from sestrail_tui.tui.main.record import RecordScreen
from sestrail_tui.tui.preferences.last_view import LastView, remember, view_path
from sestrail_tui.tui.preferences.preferences import SavedPreferences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.tui.app.more_commands import Command


class PreferencesScreen(RecordScreen):
    """`RecordScreen` as its `Preferences` have it."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        bind(self, bound(bindings_of(self), self.habits))

    def on_mount(self) -> None:
        """Bind the keys of the table too."""
        super().on_mount()
        self.app.set_keymap(of_widgets(self.habits))

    def commands(self) -> Iterator[Command]:
        """Give what the palette offers besides the keys."""
        for number, saved in enumerate(self.habits.saved):
            name = f"Filter: {safe(saved.name)}"
            yield name, safe(saved.filter), f"saved({number})"
        yield "Save the filter in force under a name", "", "save_filter"

    def remember(self) -> None:
        """Let the next session begin as this one is, where the settings do not say how."""
        view = LastView(
            theme=self.app.theme,
            time=self.time_mode,
            order=self.habits.order if self.listing is None else self.listing.view.order,
            facets=tuple(sorted(self.facets.expanded)),
        )
        remember(view_path(), view)

    def saved_keys(self) -> list[str]:
        """Write the key of each saved filter."""
        keys = {
            binding.id: self.app.get_key_display(binding)
            for _, binding in bindings_of(self)
            if binding.id is not None and binding.id.startswith("saved.")
        }
        return [keys.get(f"saved.{number}", "") for number in range(len(self.habits.saved))]

    def action_saved(self, number: int) -> None:
        """Filter by a saved filter; where it is in force, show all again."""
        if self.listing is not None:
            node = parse(self.habits.saved[number].filter)
            self.apply(All() if node == self.listing.node else node)

    @work(group="saved")
    async def action_filters(self) -> None:
        """List the saved filters."""
        from sestrail_tui.tui.filtering.saved_filters import SavedFilterItem, SavedFilters

        named = zip(self.habits.saved, self.saved_keys(), strict=True)
        screen = SavedFilters([SavedFilterItem(one.name, one.filter, key) for one, key in named])
        match await self.app.push_screen_wait(screen):
            case "apply", number:
                node = parse(self.habits.saved[number].filter)
                self.apply(node)
            case "save", _:
                self.action_save_filter()

    def action_save_filter(self) -> None:
        """Ask under which name the filter in force is to be saved."""
        if self.listing is None or self.listing.node == All():
            self.notify("There is no filter to save: type one with / first.")
        else:
            self.prompt.ask("name", "save this filter as")

    @on(messages.Answered)
    async def _named(self, news: messages.Answered) -> None:
        name = news.text.strip()
        if news.ask != "name" or not name or self.listing is None:
            return
        if any(saved.name == name for saved in self.habits.saved):
            self.notify(f"A filter is called {safe(name)} already.", severity="warning")
            return
        from sestrail_tui.config.append import append_filter

        path, text = config_path(), to_text(self.listing.node)
        try:
            await asyncio.to_thread(append_filter, path, name, text)
        except (OSError, ValueError) as error:
            reason = safe(str(error.strerror if isinstance(error, OSError) else error))
            self.notify(f"Not saved: {safe(str(path))}: {reason}", severity="warning", timeout=10)
            return
        self.habits = replace(self.habits, saved=(*self.habits.saved, SavedPreferences(name, text)))
        self.notify(
            f"Saved as {safe(name)} in {safe(str(path))}; F lists it; a key is given it there."
        )
