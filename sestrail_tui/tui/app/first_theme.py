"""The theme of the first frame, read without what checking all settings takes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from textual.theme import BUILTIN_THEMES

from sestrail_tui.config.path import config_path, read_file
from sestrail_tui.core.process.user_folders import state_folder
from sestrail_tui.tui.preferences.theme import DARK, THEMES

if TYPE_CHECKING:
    from collections.abc import Mapping


def first_theme(environment: Mapping[str, str] = os.environ) -> str:
    """Return the theme that `from_settings` will; what is wrong in a file is said by that."""
    settings = _settings(environment)
    named = _known(settings.get("theme"))
    if named is None and settings.get("restore") is not False:
        named = _known(_last_view().get("theme"))
    return named or DARK.name


def _known(name: object) -> str | None:
    if isinstance(name, str) and (
        name in BUILTIN_THEMES or name in {theme.name for theme in THEMES}
    ):
        return name
    return None


def _settings(environment: Mapping[str, str]) -> dict[str, Any]:
    try:
        text = read_file(config_path(environment)).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return {}
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _last_view() -> dict[str, Any]:
    import json

    try:
        view = json.loads((state_folder() / "view.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return view if isinstance(view, dict) else {}
