"""Adding a saved filter to the settings file, which is a person's own: nothing else is touched."""

from __future__ import annotations

import os
import tomllib
from typing import TYPE_CHECKING

from sestrail_tui.config.path import read_file
from sestrail_tui.config.show import toml

if TYPE_CHECKING:
    from pathlib import Path


def append_filter(path: Path, name: str, text: str) -> None:
    """Write a table ``[[filters]]`` at the end of the file, made if there is none.

    Raises ValueError where the file has no room for one (``filters = [...]``, no TOML) and OSError.
    """
    table = f"[[filters]]\nname = {toml(name)}\nfilter = {toml(text)}\n"
    try:
        before = read_file(path).decode()
    except FileNotFoundError:
        before = ""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    try:
        tomllib.loads(before + gap + table)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(str(error)) from error
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write(gap + table)
