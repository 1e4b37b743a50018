"""The palette's commands that have no key of the list of keys: saved filters, alerts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

from sestrail_tui.tui.preferences.screen import PreferencesScreen

if TYPE_CHECKING:
    from collections.abc import Iterator

Command = tuple[str, str, str]
"""What it does, a word more, and the screen's action."""


class MoreCommands(Provider):
    """What the screen offers besides its keys, as it is at this moment."""

    async def discover(self) -> Hits:
        """Offer all of them."""
        for text, more, action in self._commands():
            yield DiscoveryHit(text, partial(self._run, action), help=more or None)

    async def search(self, query: str) -> Hits:
        """Offer what matches."""
        matcher = self.matcher(query)
        for text, more, action in self._commands():
            if (score := matcher.match(text)) > 0:
                run = partial(self._run, action)
                yield Hit(score, matcher.highlight(text), run, help=more or None)

    def _commands(self) -> Iterator[Command]:
        return self.screen.commands() if isinstance(self.screen, PreferencesScreen) else iter(())

    async def _run(self, action: str) -> None:
        await self.screen.run_action(action)
