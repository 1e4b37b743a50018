"""Every kind of place, by the name of its folder. What concerns all of them iterates this."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sestrail_tui.doctor.checks import Checks
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
