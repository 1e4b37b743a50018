"""Where the settings file is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from platformdirs import user_config_path

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE: Final = "SESTRAIL_CONFIG"
"""The environment variable that names another file."""


def config_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Give the place of the settings file, whether or not there is one."""
    named = environment.get(VARIABLE)
    return Path(named) if named else user_config_path("sestrail") / "config.toml"


def is_there(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether there are settings to read, or to complain of."""
    return VARIABLE in environment or config_path(environment).exists()
