"""Every kind of place, by the name of its folder. What concerns all of them iterates this."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.errors import NotSetUp, SourceError

if TYPE_CHECKING:
    from sestrail_tui.doctor.checks import Checks
    from sestrail_tui.follow.history.engine import Engine
    from sestrail_tui.places.context import Engines, PlaceContext
    from sestrail_tui.places.place import Place

FOLDERS: Final = (
    "log_group",
    "live_tail",
    "bucket",
    "queue",
    "event_history",
    "insights",
    "lake",
    "athena",
    "files",
)
"""In the order in which they are listed, and in which engines are suggested."""


def _place(folder: str) -> Place:
    found: Place = import_module(f"sestrail_tui.places.{folder}.place").PLACE
    return found


PLACES: Final = tuple(map(_place, FOLDERS))


def checks() -> tuple[Checks, ...]:
    """Return what the doctor asks about every kind of place."""
    return tuple(found for place in PLACES if (found := place.checks()) is not None)


async def find_engines(context: PlaceContext) -> Engines:
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
