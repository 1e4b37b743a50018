"""The palette's commands that have no key of the list of keys: saved filters, alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

from sestrail_tui.tui.main.screen import MainScreen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.tui.base.view import Command


class MoreCommands(Provider):
    """What the screen offers besides its keys, as it is at this moment."""

    async def discover(self) -> Hits:
        """Offer all of them."""
        for text, more, command in self._commands():
            yield DiscoveryHit(text, command, help=more or None)

    async def search(self, query: str) -> Hits:
        """Offer what matches."""
        matcher = self.matcher(query)
        for text, more, command in self._commands():
            if (score := matcher.match(text)) > 0:
                yield Hit(score, matcher.highlight(text), command, help=more or None)

    def _commands(self) -> Iterator[Command]:
        return self.screen.commands() if isinstance(self.screen, MainScreen) else iter(())
