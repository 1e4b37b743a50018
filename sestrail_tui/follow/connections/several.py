"""Several connections side by side, such as profiles: one that fails leaves the others going.

Each is a part with a name, which its sources bear before their own (`MergedFeed`). A part that
cannot be opened stands among the sources, with the sentence that fixes it, and is tried again.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.decoding.content_key import content_key
from sestrail_tui.core.errors import PersonNeeded, SourceError
from sestrail_tui.follow.health import Health
from sestrail_tui.follow.history.engine import FoundEngines, NamedEngine
from sestrail_tui.follow.protocol import Arrivals, Examinable, Recording
from sestrail_tui.follow.retry.recovery import Recovery
from sestrail_tui.follow.tasks.merge import Merge

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Mapping

    from sestrail_tui.account.report import Report
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.feed import SeenKeys
    from sestrail_tui.follow.history.engine import Engine
    from sestrail_tui.follow.protocol import Connection, Feed

_LABEL: Final = 32
"""Cells that the names of all parts may take in the header."""


class SeveralConnection:
    """`Connection` to several, by name. Opening it waits for none of them.

    ``profiles`` says which parts log in alike: by one login for all that have the same. ``seen`` is
    what their feeds share, so that one that is opened again goes on.
    """

    def __init__(
        self,
        parts: Mapping[str, Connection],
        clock: Clock,
        *,
        follow: bool = True,
        profiles: Mapping[str, str | None] = MappingProxyType({}),
        seen: SeenKeys | None = None,
    ) -> None:
        self._seen = seen
        self._parts = parts
        self._profiles = profiles
        self._clock = clock
        self._follow = follow
        self._waiting_for_login: set[str] = set()

    async def open(self) -> Feed:
        """Return the feed; its parts are opened while it is read."""
        parts = [
            ConnectionPart(
                name, connection, self._clock, self._waiting_for_login, follow=self._follow
            )
            for name, connection in self._parts.items()
        ]
        return SeveralFeed(parts, self._seen)

    def each(self, change: Callable[[str, Connection], Connection]) -> SeveralConnection:
        """Put another connection in the place of each part, under its name; each ends by itself."""
        parts = {name: change(name, part) for name, part in self._parts.items()}
        return SeveralConnection(parts, self._clock, follow=False, profiles=self._profiles)

    def login(self) -> None:
        """Ask the person for every part that waits for a login; for all where none does.

        Raises `SourceError` for the first that did not work, after the others were asked.
        """
        waiting = [name for name in self._parts if name in self._waiting_for_login]
        failures: list[SourceError] = []
        logins = {self._profiles.get(name, name): name for name in waiting or self._parts}
        for name in logins.values():
            try:
                self._parts[name].login()
            except SourceError as error:
                failures.append(error)
        if failures:
            raise failures[0]

    async def history(self) -> FoundEngines:
        """Find the engines of every part, each under the part's name.

        Raises `SourceError` where no part has any.
        """
        found: list[FoundEngines] = []
        engines: list[Engine] = []
        notes: list[str] = []
        failures: list[SourceError] = []
        for name, connection in self._parts.items():
            try:
                history = await connection.history()
            except SourceError as error:
                failures.append(error)
                notes.append(f"{name}: {error.message}")
                continue
            found.append(history)
            engines += [NamedEngine(name, engine) for engine in history.engines]
            notes += [f"{name}: {note}" for note in history.notes]
        if not engines and failures:
            raise failures[0]

        async def close() -> None:
            for history in found:
                await history.close()

        return FoundEngines(
            tuple(engines),
            tuple(notes),
            close,
            max((history.ahead_ms for history in found), key=abs, default=0),
        )

    async def examine(self) -> tuple[Report, ...]:
        """Examine every part, each under its name."""
        parts = [
            (name, connection)
            for name, connection in self._parts.items()
            if isinstance(connection, Examinable)
        ]
        found = await asyncio.gather(*(connection.examine() for _, connection in parts))
        return tuple(
            replace(report, label=name)
            for (name, _), reports in zip(parts, found, strict=True)
            for report in reports
        )


class SeveralFeed:
    """`Feed` of all parts; it says nothing of account and region, which differ."""

    account = ""
    region = ""

    def __init__(self, parts: list[ConnectionPart], seen: SeenKeys | None) -> None:
        names = ", ".join(part.name for part in parts)
        self.label = names if len(names) <= _LABEL else f"{len(parts)} at once"
        self._parts = parts
        self._seen = seen
        self._merge = Merge([part.news() for part in parts])

    def news(self) -> AsyncGenerator[Arrivals | Health, None]:
        """Merge the parts until all have ended."""
        return self._merge.items()

    async def recording(self, since_ms: int) -> Recording:
        """Look for each part that is open whether its sends are recorded."""
        found = await asyncio.gather(*(part.recording(since_ms) for part in self._parts))
        return Recording(
            tuple(lack for recording in found for lack in recording.lacks),
            tuple(why for recording in found for why in recording.unknown),
            nothing=bool(found) and all(recording.nothing for recording in found),
            command=next((recording.command for recording in found if recording.command), ""),
        )

    async def close(self) -> None:
        """Stop every part and close its connections."""
        await self._merge.stop()
        for item in self._merge.untaken:
            if self._seen is not None and isinstance(item, Arrivals):
                for record in item.records:  # nobody saw them: the next feed gives them
                    self._seen.discard(content_key(record))
        await asyncio.gather(*(part.close() for part in self._parts))


class ConnectionPart:
    """One connection among several: opened, tried again where that fails, read, and closed."""

    def __init__(
        self, name: str, connection: Connection, clock: Clock, logins: set[str], *, follow: bool
    ) -> None:
        self.name = name
        self._connection = connection
        self._logins = logins
        self._recovery = Recovery(Health(name), clock, None, follow=follow)
        self._feed: Feed | None = None

    async def news(self) -> AsyncGenerator[Arrivals | Health, None]:
        """Open it, however often that takes, and give its news."""
        yield self._recovery.health
        async with aclosing(self._recovery.retried(self._read)) as news:
            async for item in news:
                yield item

    async def recording(self, since_ms: int) -> Recording:
        """Look whether its sends are recorded, a sentence each under its name."""
        if self._feed is None:
            return Recording(unknown=(f"{self.name} is not open.",))
        recording = await self._feed.recording(since_ms)
        return Recording(
            tuple(f"{self.name}: {lack}" for lack in recording.lacks),
            tuple(f"{self.name}: {why}" for why in recording.unknown),
            nothing=recording.nothing,
            command=recording.command,
        )

    async def close(self) -> None:
        """Close what was opened."""
        feed, self._feed = self._feed, None
        if feed is not None:
            await feed.close()

    async def _read(self) -> AsyncGenerator[Arrivals | Health, None]:
        """Open it and give its news; it is gone once one of its sources stands in its place."""
        try:
            feed = self._feed = await self._connection.open()
        except PersonNeeded:
            self._logins.add(self.name)
            raise
        self._logins.discard(self.name)
        stands_alone = True
        async with aclosing(feed.news()) as news:
            async for item in news:
                yield item
                if stands_alone and isinstance(item, Health) and item.holds_sends:
                    stands_alone = False
                    yield self._recovery.say(gone=True)
        if stands_alone:
            yield self._recovery.say(gone=True)
