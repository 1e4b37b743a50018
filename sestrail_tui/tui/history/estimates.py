"""What the question that is typed would cost, by engine, as far as that was asked for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.errors import SourceError
from sestrail_tui.tui.history.engine_facts import EngineForecast

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sestrail_tui.follow.history.engine import Engine, Estimate, Question

_READING: Final = EngineForecast("mistake")
_MAKING: Final = EngineForecast("making")


class Estimates:
    """Estimates of one question; another question begins anew."""

    def __init__(self) -> None:
        self._made: dict[str, EngineForecast] = {}
        self._readable = True

    def begin(self, *, readable: bool) -> None:
        """Forget what was estimated: something else is typed, which can be read or not."""
        self._made.clear()
        self._readable = readable

    def of(self, engine: Engine) -> EngineForecast:
        """Return how far the estimate of an engine has got."""
        return self._made.get(engine.name, _MAKING) if self._readable else _READING

    def missing(self, engines: Iterable[Engine]) -> tuple[Engine, ...]:
        """Return those of which an estimate can be made, and is not yet."""
        return tuple(
            engine for engine in engines if not engine.lack and engine.name not in self._made
        )

    async def make(self, engines: Iterable[Engine], question: Question) -> None:
        """Ask each for its estimate; one that refuses leaves the others."""
        await asyncio.gather(*(self._make(engine, question) for engine in engines))

    async def _make(self, engine: Engine, question: Question) -> None:
        try:
            self._made[engine.name] = EngineForecast("made", await engine.estimate(question))
        except SourceError as error:
            self._made[engine.name] = EngineForecast("failed", sentence=error.message)

    def known(self, engines: Sequence[Engine]) -> dict[str, Estimate]:
        """Return the estimates that were made."""
        estimates = {engine.name: self.of(engine).estimate for engine in engines}
        return {name: estimate for name, estimate in estimates.items() if estimate is not None}
