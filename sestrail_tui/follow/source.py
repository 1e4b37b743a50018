"""What every source of records is: a name, and an endless (or ending) stream of batches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from sestrail_tui.follow.health import Health


Post = Callable[["Health"], None]
"""Takes what is said of a source while its next item is awaited: that an answer is overdue."""


class Message(NamedTuple):
    """One delivery: a record's bytes and when it became readable (ms UTC, ``None``: unknown)."""

    raw: bytes
    delivered_ms: int | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages that a source read in one go, in no promised order."""

    source: str
    messages: tuple[Message, ...]
    part: str = ""
    """What the records name as their source, where that is a part of it: one file of many."""


class Source(Protocol):
    """A place where records can be read; ``follow`` may be iterated once."""

    @property
    def name(self) -> str:
        """The name that rows and the header show."""

    def follow(self, post: Post, /) -> AsyncGenerator[Batch | Health, None]:
        """Yield what is read and how reading goes, until there is no more or it is closed.

        What has to be said while an item is awaited goes to ``post``.

        Never raises for what AWS may answer: trouble is a `Health`. Ends after a `Health` whose
        state is ``ENDED`` (nothing more will come) or one that retrying cannot fix.
        """
