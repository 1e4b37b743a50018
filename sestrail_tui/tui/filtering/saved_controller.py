"""Saved filters: chosen by their keys or from the list, and saved to the settings file."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from sestrail_tui.config.path import config_path
from sestrail_tui.core.safe_text import safe
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import All, to_text
from sestrail_tui.tui.base.view import ScreenView
from sestrail_tui.tui.preferences.preferences import SavedPreferences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sestrail_tui.tui.base.view import Command
    from sestrail_tui.tui.filtering.controller import FilterController
    from sestrail_tui.tui.preferences.preferences import Preferences
    from sestrail_tui.tui.table.state import ScreenState


class SavedFilterView(ScreenView, Protocol):
    """What `SavedFilterController` asks of the screen."""

    def saved_keys(self) -> list[str]:
        """Write the key of each saved filter; ``""`` where it has none."""


class SavedFilterController:
    """Applies saved filters and saves the one in force."""

    def __init__(
        self,
        view: SavedFilterView,
        state: ScreenState,
        preferences: Preferences,
        filters: FilterController,
    ) -> None:
        self.preferences = preferences
        """What the settings and the last session say; saving adds to it."""
        self._view = view
        self._state = state
        self._filters = filters

    def commands(self) -> Iterator[Command]:
        """Offer each saved filter, and to save another."""
        for number, saved in enumerate(self.preferences.saved):
            yield f"Filter: {safe(saved.name)}", safe(saved.filter), partial(self.toggle, number)
        yield "Save the filter in force under a name", "", self.ask_name

    def toggle(self, number: int) -> None:
        """Filter by a saved filter; where it is in force, show all again."""
        if (listing := self._state.listing) is not None:
            node = parse(self.preferences.saved[number].filter)
            self._filters.apply(All() if node == listing.node else node)

    def list(self) -> None:
        """List the saved filters."""
        self._view.run_worker(self._list(), group="saved")

    async def _list(self) -> None:
        from sestrail_tui.tui.filtering.saved_filters import SavedFilterItem, SavedFilters

        saved = self.preferences.saved
        keyed = zip(saved, self._view.saved_keys(), strict=True)
        items = [SavedFilterItem(found.name, found.filter, key) for found, key in keyed]
        match await self._view.dialog(SavedFilters(items)):
            case "apply", number:
                self._filters.apply(parse(saved[number].filter))
            case "save", _:
                self.ask_name()

    def ask_name(self) -> None:
        """Ask under which name the filter in force is to be saved."""
        if self._state.listing is None or self._state.listing.node == All():
            self._view.notify("There is no filter to save: type one with / first.")
        else:
            self._view.ask("name", "save this filter as")

    def save_as(self, name: str) -> None:
        """Save the filter in force under a name."""
        name = name.strip()
        if not name or self._state.listing is None:
            return
        if any(saved.name == name for saved in self.preferences.saved):
            self._view.notify(f"A filter is called {safe(name)} already.", severity="warning")
        else:
            self._view.run_worker(self._save(name, to_text(self._state.listing.node)))

    async def _save(self, name: str, text: str) -> None:
        from sestrail_tui.config.append import append_filter

        path = config_path()
        try:
            await asyncio.to_thread(append_filter, path, name, text)
        except (OSError, ValueError) as error:
            self._say_not_saved(path, error)
            return
        saved = (*self.preferences.saved, SavedPreferences(name, text))
        self.preferences = replace(self.preferences, saved=saved)
        place = safe(str(path))
        self._view.notify(f"Saved as {safe(name)} in {place}; F lists it; a key is given it there.")

    def _say_not_saved(self, path: Path, error: OSError | ValueError) -> None:
        reason = safe(str(error.strerror if isinstance(error, OSError) else error))
        sentence = f"Not saved: {safe(str(path))}: {reason}"
        self._view.notify(sentence, severity="warning", timeout=10)
