"""What is typed, handed to the screen one key at a time.

Textual sends a key to the widget in focus when the key is read. Typed at once, as a fast hand or
``tmux send-keys`` does, the second key would go where the focus was before the first one moved it:
``/config:news`` would open a list instead of being read as a filter.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from textual import events

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator

    from textual.app import App
    from textual.message_pump import MessagePump

Typed: TypeAlias = events.Key | events.Paste

_HANDLED_S: Final = 1.0
"""Seconds after which a key counts as handled: its widget may be gone."""


class KeyQueue:
    """Hands on what is typed; what follows waits until the widgets have done with it."""

    def __init__(
        self, app: App[None], handle: Callable[[Typed], Awaitable[None]], *, held: bool
    ) -> None:
        """``held``: there is no screen yet that could take it, until `release`."""
        self._app = app
        self._handle = handle
        self._busy = held
        self._waiting: deque[Typed] = deque()
        self._turn = 0

    async def take(self, event: Typed) -> None:
        """Hand it on, now or in its turn."""
        self._waiting.append(event)
        if not self._busy:
            await self._next(self._turn)
        elif self._turn:
            self._watch()

    async def release(self) -> None:
        """Begin with what was typed so far."""
        await self._next(self._turn)

    async def _next(self, turn: int) -> None:
        if turn != self._turn:
            return  # it was given up before
        self._turn += 1
        self._busy = bool(self._waiting)
        if not self._busy:
            return
        event = self._waiting.popleft()
        way = (self._app.focused or self._app.screen).ancestors_with_self
        await self._handle(event)
        if self._waiting:
            self._watch()
        # First up to the app, which carries out what is bound to the key; then behind all that
        # this caused.
        self._pass_on(self._turn, deque((*way, *_twice(way))), self._settle)

    def _settle(self, turn: int) -> None:
        """See that a screen which the key opened is there, and has its focus."""
        self._pass_on(turn, deque(_twice((self._app.screen, self._app))), self._next)

    def _pass_on(self, turn: int, way: deque[MessagePump], then: Callable[[int], object]) -> None:
        """Go behind the key through the queues of those who may handle it."""
        while way:
            pump = way.popleft()
            rest = partial(self._pass_on, turn, way, then) if way else partial(then, turn)
            if pump.call_later(rest):
                return
        self._app.call_later(then, turn)

    def _watch(self) -> None:
        self._app.set_timer(_HANDLED_S, partial(self._next, self._turn))


def _twice(way: Iterable[MessagePump]) -> Iterator[MessagePump]:
    """Yield each two times: first behind a message, then behind what its handler sent itself."""
    return (pump for pump in way for _ in range(2))
