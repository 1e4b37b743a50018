"""A feed that plays a script: for the screen's tests and for trying its states by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.core.errors import NotSetUp, SestrailError
from sestrail_tui.follow.health import Health
from sestrail_tui.follow.protocol import Arrivals, Recording

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.history.engine import FoundEngines

_RECORDED: Final = Recording()

Step = Arrivals | Health | float
"""News, or the seconds to wait before what follows."""


class ScriptedFeed:
    """`Feed` that gives ``script`` in order."""

    def __init__(
        self,
        script: Iterable[Step],
        clock: Clock,
        *,
        label: str = "CloudTrail/logs",
        account: str = "123456789012",
        region: str = "us-east-1",
        recording: Recording = _RECORDED,
    ) -> None:
        self.label = label
        self.account = account
        self.region = region
        self.closed = False
        self._script = script
        self._clock = clock
        self._recording = recording

    async def news(self) -> AsyncGenerator[Arrivals | Health, None]:
        """Return the script's news, waiting where it says so."""
        for step in self._script:
            if self.closed:
                return
            if isinstance(step, float | int):
                await self._clock.sleep(step)
            else:
                yield step

    async def recording(self, since_ms: int) -> Recording:  # noqa: ARG002 - it is as it was made
        """Return what it was made with."""
        return self._recording

    async def close(self) -> None:
        """End the script."""
        self.closed = True


class ScriptedConnection:
    """`Connection` whose ``open`` gives, or raises, one outcome after the other; the last stays."""

    def __init__(
        self, *outcomes: ScriptedFeed | SestrailError, history: FoundEngines | None = None
    ) -> None:
        self._outcomes = list(outcomes)
        self.logins = 0
        self._history = history

    async def open(self) -> ScriptedFeed:
        """Return the next feed, or raise the next error."""
        outcome = self._outcomes.pop(0) if len(self._outcomes) > 1 else self._outcomes[0]
        if isinstance(outcome, SestrailError):
            raise outcome
        return outcome

    def login(self) -> None:
        """Count the login."""
        self.logins += 1

    async def history(self) -> FoundEngines:
        """Return the engines it was made with. Raises `NotSetUp` without any."""
        if self._history is None:
            raise NotSetUp("The script has no history.")
        return self._history
