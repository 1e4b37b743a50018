"""Live Tail over polling: sessions kept open, and every doubt about them handed on.

A session may leave log events out (``sampled``), drop updates when they are not taken in time,
and end: after three hours, with an exception, cut, or in silence. Each of these is a doubt, for
which the log group is polled at once; between two sessions it is polled at its usual pace.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, aclosing, asynccontextmanager, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.errors import AccessDenied, LogGroupMissing, SourceError, Unreachable
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.push import Inbox
from sestrail_tui.follow.retry.recovery import Recovery
from sestrail_tui.places.live_tail.calls import NoLiveTailError, SessionLimit, SessionTimedOut

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.places.live_tail.calls import OpenSession, Update

MOST_GROUPS: Final = 10
"""Log groups in one session (AWS: CloudWatch Logs quotas)."""
_LATE_S: Final = 5.0
"""Updates come every second and AWS keeps ten for a slow reader: half of that is in doubt."""
_BRIEF_S: Final = 60.0
"""A session that ends sooner counts as one more failure in a row."""
_PATIENCE_S: Final[dict[type[SourceError], float]] = dict.fromkeys(
    (AccessDenied, LogGroupMissing, SessionLimit), 300.0
)
"""Between two attempts where AWS refuses: polling goes on, and nobody is in a hurry."""


class LiveTail:
    """Sessions over up to ten log groups of a region, for as long as any of them is followed.

    ``instead`` says what happens without a session: ``Polled every 5 s``.
    """

    def __init__(
        self, arns: Sequence[str], open_session: OpenSession, clock: Clock, instead: str
    ) -> None:
        self.inboxes = {arn: Inbox(clock, self._running, self.open_ms) for arn in arns}
        self._open = open_session
        self._clock = clock
        self._instead = instead
        self._readers = 0
        self._task: asyncio.Task[None] | None = None
        self._closed_s = 0.0
        self._opened_s: list[float] = []

    def open_ms(self) -> int:
        """Return how long all sessions together were open so far: AWS bills each by the minute."""
        now_s = self._clock.monotonic()
        return int(1000 * (self._closed_s + sum(now_s - opened_s for opened_s in self._opened_s)))

    @contextmanager
    def _billed(self) -> Iterator[None]:
        opened_s = self._clock.monotonic()
        self._opened_s.append(opened_s)
        try:
            yield
        finally:
            self._opened_s.remove(opened_s)
            self._closed_s += self._clock.monotonic() - opened_s

    @asynccontextmanager
    async def _running(self) -> AsyncIterator[None]:
        self._readers += 1
        if self._task is None:
            self._task = asyncio.create_task(self._tail(tuple(self.inboxes)))
        try:
            yield
        finally:
            self._readers -= 1
            if not self._readers:
                task, self._task = self._task, None
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    async def _tail(self, arns: tuple[str, ...]) -> None:
        """Keep a session over ``arns`` open, until there can be none."""
        recovery = Recovery(Health("Live Tail"), self._clock, None, patience_s=_PATIENCE_S)
        sessions = recovery.retried(partial(self._sessions, arns, recovery))
        async with aclosing(sessions) as troubles:
            async for trouble in troubles:
                for arn in arns:
                    sentence = f"{self._instead}, without Live Tail: {trouble.sentence}"
                    self.inboxes[arn].ends(sentence)

    async def _sessions(
        self, arns: tuple[str, ...], recovery: Recovery
    ) -> AsyncGenerator[Health, None]:
        """Keep one session after the other open; yield why there is none. Raises `SourceError`."""
        while True:
            opened_s = self._clock.monotonic()
            try:
                await self._session(arns)
            except NoLiveTailError as error:
                yield recovery.say(sentence=error.message)
                return
            except (AccessDenied, LogGroupMissing):
                if len(arns) == 1:
                    raise
                # A session is refused as a whole: halves find out because of which log group.
                half = len(arns) // 2
                await asyncio.gather(self._tail(arns[:half]), self._tail(arns[half:]))
                return
            except SourceError as error:
                if self._clock.monotonic() - opened_s < _BRIEF_S:
                    raise
                recovery.well(State.LIVE)
                if not isinstance(error, SessionTimedOut):
                    raise
                yield recovery.say(sentence=error.message)

    async def _session(self, arns: tuple[str, ...]) -> None:
        """Hand out what one session brings. Raises `SourceError` at its end."""
        last_s: float | None = None
        boxes = _by_identifier({arn: self.inboxes[arn] for arn in arns})
        async with aclosing(self._open(arns)) as updates, AsyncExitStack() as open_session:
            async for update in updates:
                if last_s is None:
                    open_session.enter_context(self._billed())
                now_s = self._clock.monotonic()
                late = last_s is not None and now_s - last_s > _LATE_S
                for arn in arns:
                    if last_s is None:
                        self.inboxes[arn].begins()
                    elif late or update.sampled:
                        self.inboxes[arn].doubt()
                last_s = now_s
                self._hand_out(update, boxes)
        raise Unreachable("A Live Tail session ended without a word.")

    def _hand_out(self, update: Update, boxes: dict[str, Inbox]) -> None:
        for identifier, message in update.messages:
            box = boxes.get(identifier)
            if box is not None:
                box.put((message,))
            else:  # a way to name a log group that AWS does not document
                for each in boxes.values():
                    each.doubt()


def _by_identifier(inboxes: dict[str, Inbox]) -> dict[str, Inbox]:
    """Return the inboxes by all that AWS may call a log group: ARN, name, or account and name."""
    boxes: dict[str, Inbox] = {}
    names = [arn.split(":", 6)[6] for arn in inboxes]
    for (arn, box), name in zip(inboxes.items(), names, strict=True):
        boxes |= {arn: box, f"{arn}:*": box, f"{arn.split(':')[4]}:{name}": box}
        if names.count(name) == 1:
            boxes[name] = box
    return boxes
