"""The palette: every key's command, found by what it does."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

from sestrail_tui.tui.keys import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.tui.keys import Key


class KeyCommands(Provider):
    """Made from the list of keys, so that no command is without a key or a key without one."""

    async def discover(self) -> Hits:
        """Offer all commands before anything is typed."""
        for key in self._keys():
            yield DiscoveryHit(key.help, partial(self._run, key), help=self._where(key))

    async def search(self, query: str) -> Hits:
        """Offer what matches."""
        matcher = self.matcher(query)
        for key in self._keys():
            if (score := matcher.match(key.help)) > 0:
                yield Hit(
                    score,
                    matcher.highlight(key.help),
                    partial(self._run, key),
                    help=self._where(key),
                )

    def _keys(self) -> Iterator[Key]:
        return (key for key in KEYS if key.id != "palette")

    def _where(self, key: Key) -> str:
        return f"{key.group} · {key.display or key.key}"

    async def _run(self, key: Key) -> None:
        await self.screen.run_action(key.action)
