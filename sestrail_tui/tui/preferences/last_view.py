"""How the last session's view was, in a small file that only its owner can read."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import msgspec

from sestrail_tui.config.schema import SortOrder, TimeMode
from sestrail_tui.core.process.private_file import write_private
from sestrail_tui.core.process.user_folders import state_folder

if TYPE_CHECKING:
    from pathlib import Path


def view_path() -> Path:
    """Return the file of the last session's view."""
    return state_folder() / "view.json"


class LastView(msgspec.Struct, frozen=True, kw_only=True):
    """What comes back with the next session; ``None`` and empty where nothing is known."""

    theme: str | None = None
    time: TimeMode | None = None
    order: SortOrder | None = None
    facets: tuple[str, ...] = ()
    """The facets whose rarer values are shown, by field."""


def recall(path: Path) -> LastView:
    """Read the file; without one, or with one that is damaged, nothing is known."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=LastView)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return LastView()


def remember(path: Path, view: LastView) -> None:
    """Write the file; a view that cannot be remembered is no reason to disturb anyone."""
    with contextlib.suppress(OSError):
        write_private(path, msgspec.json.encode(view))
