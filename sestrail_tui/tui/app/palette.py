"""The palette: every key's command, found by what it does."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider

from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.keys.keys import KEYS
from sestrail_tui.tui.main.screen import MainScreen

if TYPE_CHECKING:
    from collections.abc import Iterator

from sestrail_tui.tui.keys.keys import Key

_NOTE: Final = "Show how your own app can send to this demo"


class Palette(CommandPalette):
    """Textual's palette; paging through a list that has no room raises there, and is left out."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether an action can be done now."""
        if action == "command_list":
            return any(found.scrollable_content_region.area for found in self.query(CommandList))
        return super().check_action(action, parameters)


class KeyCommands(Provider):
    """Made from the list of keys, so that no command is without a key or a key without one."""

    async def discover(self) -> Hits:
        """Offer all commands before anything is typed."""
        if self._note:
            yield DiscoveryHit(_NOTE, self._show_note)
        for key in self._keys():
            yield DiscoveryHit(key.help, partial(self._run, key), help=self._where(key))

    async def search(self, query: str) -> Hits:
        """Offer what matches."""
        matcher = self.matcher(query)
        if self._note and (score := matcher.match(_NOTE)) > 0:
            yield Hit(score, matcher.highlight(_NOTE), self._show_note)
        for key in self._keys():
            if (score := matcher.match(key.help)) > 0:
                yield Hit(
                    score,
                    matcher.highlight(key.help),
                    partial(self._run, key),
                    help=self._where(key),
                )

    @property
    def _note(self) -> str:
        return self.screen.status.note if isinstance(self.screen, MainScreen) else ""

    def _show_note(self) -> None:
        note = "\n".join(map(safe, self._note.splitlines()))
        self.app.notify(note, timeout=60, markup=False)

    def _keys(self) -> Iterator[Key]:
        return (key for key in KEYS if key.id != "palette")

    def _where(self, key: Key) -> str:
        return f"{key.group} · {key.display or key.key}"

    async def _run(self, key: Key) -> None:
        await self.screen.run_action(key.action)
