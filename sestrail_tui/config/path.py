"""Where the settings file is, and its bytes."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.process.user_folders import config_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE: Final = "SESTRAIL_CONFIG"
"""The environment variable that names another file."""


def config_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the place of the settings file, whether or not there is one."""
    named = environment.get(VARIABLE)
    return Path(named) if named else config_folder() / "config.toml"


def is_there(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether there are settings to read, or to complain of."""
    return VARIABLE in environment or config_path(environment).exists()


def read_file(path: Path, most_bytes: int = -1) -> bytes:
    """Read a file, or its beginning. Raises OSError, also for a pipe or a device that would wait.

    The null device is an empty file.
    """
    if path == Path(os.devnull):
        return b""
    kind = _KINDS.get(stat.S_IFMT(path.stat().st_mode))
    if kind is not None:
        raise OSError(errno.EINVAL, f"it is {kind}, not a file")
    with path.open("rb") as file:
        return file.read(most_bytes)


_KINDS: Final = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
    stat.S_IFDIR: "a folder",
}
