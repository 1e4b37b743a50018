"""What a feed is, all sources together, and the connection that gives one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from sestrail_tui.account.report import Report
    from sestrail_tui.core.record import Record
    from sestrail_tui.follow.health import Health
    from sestrail_tui.follow.history.engine import FoundEngines


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Records new to the feed, each for the first time, in the order they were read.

    They are few enough to be taken in one go, between two turns of the event loop.
    """

    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Recording:
    """Whether the sends of a time were recorded where a feed reads; both empty: every one was."""

    lacks: tuple[str, ...] = ()
    """What was not recorded, a sentence each."""
    unknown: tuple[str, ...] = ()
    """Why that could not be found out, a sentence each."""
    nothing: bool = False
    """Whether it is known that no send at all is recorded into anything that is read."""
    command: str = ""
    """What fixes the first lack, as a shell takes it; empty where no command is known to."""


class Feed(Protocol):
    """All sources together, each record once."""

    label: str
    """What the header names: the log group, the file, or ``3 sources``."""
    account: str
    """The account id, ``""`` where unknown."""
    region: str

    def news(self) -> AsyncGenerator[Arrivals | Health, None]:
        """Merge the sources until all have ended; one failing leaves the others going."""

    async def recording(self, since_ms: int) -> Recording:
        """Look whether sends are recorded since then (ms UTC); before it is closed.

        Never raises for what AWS answers.
        """

    async def close(self) -> None:
        """Stop every source and close every connection."""


class Connection(Protocol):
    """How a feed comes about: settled after the first frame, and again after a login."""

    async def open(self) -> Feed:
        """Settle credentials, find the sources and give the feed.

        Raises `SourceError`; `PersonNeeded` when only `login` can go on. Never prompts.
        """

    def login(self) -> None:
        """Ask the person on the plain terminal (blocking; the screen has stepped aside)."""

    async def history(self) -> FoundEngines:
        """Find the engines that can be asked for older records; the caller closes what it gets.

        Raises `SourceError`; `NotSetUp` where there can be none, as over files.
        """


@runtime_checkable
class Examinable(Protocol):
    """What a connection to an account can do besides; one to files cannot."""

    async def examine(self) -> tuple[Report, ...]:
        """Look at what records sends and what may be read, a report for each account and region.

        Never raises for what AWS answers, and never prompts.
        """
