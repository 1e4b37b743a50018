"""What travels upwards: from the reader of the feed and from the widgets to the screen.

They carry frozen values; the messages themselves cannot be frozen, since Textual writes on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.message import Message

if TYPE_CHECKING:
    from sestrail_tui.follow.health import Health
    from sestrail_tui.follow.protocol import Recording

Ask = Literal["mark", "search", "find", "write", "name"]
"""What the prompt line is asking for."""


@dataclass(eq=False)
class Grew(Message, bubble=False):
    """The store holds more than the screen has seen; any number of these is worth one."""

    def can_replace(self, message: Message) -> bool:
        """Stand for every earlier one."""
        return isinstance(message, Grew)


@dataclass(eq=False)
class Opening(Message, bubble=False):
    """A feed is being opened."""


@dataclass(eq=False)
class Opened(Message, bubble=False):
    """A feed is open; what it reads, for the header."""

    label: str
    account: str
    region: str


@dataclass(eq=False)
class OpenFailed(Message, bubble=False):
    """The feed could not be opened."""

    sentence: str
    retry_at_ms: int | None
    """When it is tried again by itself (ms UTC); ``None``: only when a person acts."""
    person: bool = False
    """Only ``L`` can go on."""
    exit_code: int = 3
    """With what the program ends if nothing better comes."""


@dataclass(eq=False)
class HealthChanged(Message, bubble=False):
    """A source tells how it is doing; a later one of the same source replaces it."""

    health: Health

    def can_replace(self, message: Message) -> bool:
        """Stand for an earlier one of the same source."""
        return isinstance(message, HealthChanged) and message.health.source == self.health.source


@dataclass(eq=False)
class RecordingChanged(Message, bubble=False):
    """AWS answered whether sends are recorded into what is read."""

    recording: Recording

    def can_replace(self, message: Message) -> bool:
        """Stand for every earlier one."""
        return isinstance(message, RecordingChanged)


@dataclass(eq=False)
class FeedEnded(Message, bubble=False):
    """Every source has ended: nothing more will come."""


@dataclass(eq=False)
class FilterEdited(Message):
    """The filter being typed can be read; apply it while typing goes on."""

    text: str

    def can_replace(self, message: Message) -> bool:
        """Stand for an earlier edit."""
        return isinstance(message, FilterEdited)


@dataclass(eq=False)
class FilterKept(Message):
    """The filter was confirmed with enter."""

    text: str
    note: str = ""
    """What was done to what was typed, or how it is read."""


@dataclass(eq=False)
class FilterLeft(Message):
    """The filter line was left with escape: the filter from before holds again."""

    text: str


@dataclass(eq=False)
class Answered(Message):
    """The prompt line was answered."""

    ask: Ask
    text: str


@dataclass(eq=False)
class AskLeft(Message):
    """The prompt line was left without an answer."""
