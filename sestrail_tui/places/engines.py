"""Which engines an account has, in the order in which they are suggested."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.errors import NotSetUp, SourceError
from sestrail_tui.places.athena.discover import find_athena
from sestrail_tui.places.insights.engine import find_insights
from sestrail_tui.places.lake.engine import find_lake

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sestrail_tui.account.session.clients import Clients
    from sestrail_tui.account.session.credentials import Settled
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.history.engine import Engine
    from sestrail_tui.follow.retry.pacing import Pacers
    from sestrail_tui.places.options import Options


@dataclass(frozen=True, slots=True)
class EngineContext:
    """With what, and where, engines are looked for."""

    clients: Clients
    settled: Settled
    options: Options
    """Log groups, event data stores and buckets that were named are asked before any other."""
    regions: tuple[str, ...]
    account: str
    """``""`` where unknown."""
    pacers: Pacers
    clock: Clock


Found = tuple[tuple["Engine", ...], tuple[str, ...]]
"""Engines, and a sentence on each place that could not be looked at."""

FINDERS: Final[tuple[Callable[[EngineContext], Awaitable[Found]], ...]] = (
    find_insights,
    find_lake,
    find_athena,
)


async def find(reach: EngineContext) -> Found:
    """Look for every engine. Raises `SourceError` where nothing at all could be looked at."""
    engines: list[Engine] = []
    notes: list[str] = []
    failures: list[SourceError] = []
    for finder in FINDERS:
        try:
            found, told = await finder(reach)
        except SourceError as error:
            failures.append(error)
            notes.append(error.message)
            continue
        engines += found
        notes += told
    if not engines and notes:
        kind = type(failures[0]) if failures else NotSetUp
        raise kind(" ".join((_UNSEEN, *dict.fromkeys(notes))))
    if not engines:
        raise NotSetUp(_NONE)
    engines.sort(key=lambda engine: bool(engine.lack))
    return tuple(engines), tuple(notes)


_UNSEEN: Final = "Nothing was found to ask for older records."
_NONE: Final = (
    "There is nothing to ask for older records: no log group of a trail (Logs Insights), no event "
    "data store (CloudTrail Lake), no trail's bucket (Athena)."
)
