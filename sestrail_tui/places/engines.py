"""Which engines an account has, in the order in which they are suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.core.errors import NotSetUp, SourceError
from sestrail_tui.places.registry import PLACES

if TYPE_CHECKING:
    from sestrail_tui.follow.history.engine import Engine
    from sestrail_tui.places.context import Engines, PlaceContext


async def find(context: PlaceContext) -> Engines:
    """Look for every engine. Raises `SourceError` where nothing at all could be looked at."""
    engines: list[Engine] = []
    notes: list[str] = []
    failures: list[SourceError] = []
    for place in PLACES:
        try:
            found, sentences = await place.engines(context)
        except SourceError as error:
            failures.append(error)
            notes.append(error.message)
            continue
        engines += found
        notes += sentences
    if not engines and notes:
        kind = type(failures[0]) if failures else NotSetUp
        raise kind(" ".join((_UNSEEN, *dict.fromkeys(notes))))
    if not engines:
        raise NotSetUp(_NONE)
    engines.sort(key=lambda engine: bool(engine.lack))
    return tuple(engines), tuple(notes)


_UNSEEN: Final = "Nothing was found to ask for older records."
_NONE: Final = (
    "There is nothing to ask for older records: nothing was found that can be read with "
    f"{', '.join(place.engine for place in PLACES if place.engine)}."
)
