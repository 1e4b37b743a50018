"""The platform's folders for settings, state and caches; nowhere for a user without a home.

That is a container's user id that has no name, with HOME unset: then nothing can be kept, the
built-in settings hold, and no folder called ``~`` is made in the current one.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import platformdirs

if TYPE_CHECKING:
    from collections.abc import Callable

_NAME: Final = "sestrail"
NOWHERE: Final = Path(os.devnull)
"""Stands for a folder that there is not: nothing is in it, and nothing can be written there."""


def config_folder() -> Path:
    """Return the folder of the settings file."""
    return _folder(platformdirs.user_config_dir)


def state_folder() -> Path:
    """Return the folder of what is remembered from session to session."""
    return _folder(platformdirs.user_state_dir)


def cache_folder() -> Path:
    """Return the folder of what can be asked for again."""
    return _folder(platformdirs.user_cache_dir)


def no_home(other: str) -> str:
    """Return the sentence on a missing home; ``other`` is what may be set instead."""
    return (
        f"There is no home folder: HOME is not set, and user id {os.getuid()} has no name. Set "
        f"HOME, or {other}."
    )


def _folder(find: Callable[[str], str]) -> Path:
    try:
        folder = find(_NAME)
    except RuntimeError:  # newer versions of platformdirs; older ones give "~/..."
        return NOWHERE / _NAME
    return NOWHERE / _NAME if folder.startswith("~") else Path(folder)
