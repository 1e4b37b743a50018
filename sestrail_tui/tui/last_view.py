"""How the last session's view was, in a small file that only its owner can read."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

import msgspec
from platformdirs import user_state_path

from sestrail_tui.config.schema import SortOrder, TimeMode  # noqa: TC001 - msgspec reads them

if TYPE_CHECKING:
    from pathlib import Path


def state_path() -> Path:
    """Give the folder of what is remembered from session to session."""
    return user_state_path("sestrail")


def view_path() -> Path:
    """Give the file of the last session's view."""
    return state_path() / "view.json"


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
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(view))
