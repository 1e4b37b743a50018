"""An SQS queue: messages seen once are hidden for a while, and gone when they are deleted.

AWS: SQS developer guide, "Visibility timeout"; SQS API reference, GetQueueAttributes.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class QueuedMessage:
    """One message; times are ms UTC of AWS."""

    number: int
    body: str
    sent_ms: int
    visible_ms: int
    """From when a reader may be given it."""
    made: int = -1
    """The number of the call that its file is about."""
    deleted_ms: int | None = None
    lost: bool = False
    """Whether another reader deleted it."""
    receipts: list[str] = field(default_factory=list)


@dataclass
class QueueWorld:
    """The messages of one queue."""

    messages: list[QueuedMessage] = field(default_factory=list)

    def send(self, body: str, at_ms: int, made: int) -> None:
        """Put a message in, to be seen from ``at_ms`` on."""
        self.messages.append(QueuedMessage(len(self.messages), body, at_ms, at_ms, made))

    def receive(self, now_ms: int, most: int, hidden_ms: int) -> list[QueuedMessage]:
        """Hand out up to ``most`` visible messages, and hide them for ``hidden_ms``."""
        found = [one for one in self._left if one.visible_ms <= now_ms]
        for one in found[:most]:
            one.visible_ms = now_ms + hidden_ms
            one.receipts.append(f"receipt-{one.number}-{len(one.receipts)}")
        return found[:most]

    def by_receipt(self, receipt: str) -> QueuedMessage | None:
        """Give the message of a receipt; the latest receipt alone is good."""
        alike = (one for one in self.messages if one.receipts[-1:] == [receipt])
        return next(alike, None)

    def counts(self, now_ms: int) -> tuple[int, int]:
        """Give how many can be seen, and how many are hidden."""
        there = [one for one in self._left if one.sent_ms <= now_ms]
        seen = sum(one.visible_ms <= now_ms for one in there)
        return seen, len(there) - seen

    def held(self, at_ms: int) -> set[int]:
        """Give the calls told of by what was in the queue then, and was not taken by others."""
        return {
            one.made
            for one in self.messages
            if one.sent_ms <= at_ms and not one.lost
            if one.deleted_ms is None or one.deleted_ms > at_ms
        }

    @property
    def _left(self) -> list[QueuedMessage]:
        return [one for one in self.messages if one.deleted_ms is None]
