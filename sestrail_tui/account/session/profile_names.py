"""Names of profiles for the shell to complete, read from files without an AWS library.

botocore takes a third of a second to import; a shell waits for each key.
"""

from __future__ import annotations

import configparser
import os
from pathlib import Path
from typing import TYPE_CHECKING

from sestrail_tui.account.errors.unread_files import FILES

if TYPE_CHECKING:
    from collections.abc import Mapping


def profile_names(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the profiles of AWS's config and credentials files; what cannot be read has none."""
    names: set[str] = set()
    for variable, default in FILES:
        parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
        try:
            parser.read(Path(environment.get(variable) or default).expanduser(), encoding="utf-8")
        except (configparser.Error, OSError, UnicodeDecodeError, RuntimeError):
            continue
        is_config = variable == "AWS_CONFIG_FILE"
        names.update(filter(None, (_profile(section, is_config) for section in parser.sections())))
    return sorted(names)


def _profile(section: str, is_config: bool) -> str:
    """Return the profile a section is of: in the config file they are called ``profile NAME``."""
    kind, _, name = section.strip().partition(" ")
    if not is_config or section == "default":
        return section
    return name.strip().strip("\"'") if kind == "profile" else ""
