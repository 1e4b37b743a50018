"""The program on a terminal, in a home of its own."""

from __future__ import annotations

import sys
from pathlib import Path

SESTRAIL = str(Path(sys.executable).parent / "sestrail")


def home(path: Path) -> dict[str, str]:
    """Give an environment in which nothing of this machine's own settings is found."""
    return {
        "HOME": str(path),
        "XDG_STATE_HOME": str(path),
        "AWS_CONFIG_FILE": str(path / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(path / "none"),
        "AWS_EC2_METADATA_DISABLED": "true",
    }
