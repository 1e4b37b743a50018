"""Messages of a queue that were received and not deleted: for a while nobody else is given them.

What others hold in the same way, or held until they were killed, is only known as a number.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.errors import AccessDenied, SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.places.queue.calls import QueueCalls, QueueMessage

_LEAVING_S: Final = 0.8
"""How long leaving may take to give messages back."""


class UndeletedMessages:
    """What one reader holds of a queue, each message for ``hidden_s`` seconds from its receipt."""

    def __init__(self, calls: QueueCalls, clock: Clock, hidden_s: int) -> None:
        self.hidden_s = hidden_s
        self._sqs = calls
        self._clock = clock
        self._held: dict[str, QueueMessage] = {}
        self._until_s: dict[str, float] = {}
        """By message id: when others are given it again (monotonic)."""

    def add(self, messages: Sequence[QueueMessage]) -> None:
        """Take note of messages that were just received, some of them maybe once more."""
        until_s = self._clock.monotonic() + self.hidden_s
        self._held |= {message.message_id: message for message in messages}
        self._until_s |= {message.message_id: until_s for message in messages}

    def discard(self, messages: Sequence[QueueMessage]) -> None:
        """Forget messages that were deleted."""
        for message in messages:
            self._held.pop(message.message_id, None)
            self._until_s.pop(message.message_id, None)

    def ending(self, message_ids: set[str]) -> tuple[QueueMessage, ...]:
        """Return those of the messages that others will be given soon."""
        soon_s = self._clock.monotonic() + self.hidden_s / 2
        return tuple(
            message
            for name, message in self._held.items()
            if name in message_ids and self._until_s[name] <= soon_s
        )

    async def hold(self, messages: Sequence[QueueMessage]) -> None:
        """Hold messages for as long again. Raises `SourceError`."""
        await self._sqs.hide(messages, self.hidden_s)
        self.add(messages)

    async def others(self) -> str:
        """Say what of the queue nobody is given now but for what is held here; ``""``: nothing.

        That it may not be asked is said, too. Raises other `SourceError`.
        """
        try:
            hidden = await self._sqs.hidden()
        except AccessDenied as error:
            return f"Whether others hold messages of it cannot be told: {error.message}"
        now_s = self._clock.monotonic()
        count = hidden - sum(until_s > now_s for until_s in self._until_s.values())
        if count <= 0:
            return ""
        what = "About 1 message of it is" if count == 1 else f"About {count:,} messages of it are"
        comes = "comes" if count == 1 else "come"
        return (
            f"{what} delayed, or held by another reader or one that was killed, and {comes} again "
            "within minutes."
        )

    async def give_back(self) -> None:
        """Let others have them at once; where that fails they have them once their time is over."""
        held, self._held, self._until_s = tuple(self._held.values()), {}, {}
        with suppress(SourceError, TimeoutError):
            async with asyncio.timeout(_LEAVING_S):
                await self._sqs.hide(held, 0)
