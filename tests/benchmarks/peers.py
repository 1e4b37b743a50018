"""The tools that people would use instead, as far as they are installed here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

INSTALL: Final = {
    "lnav": "apt install lnav",
    "jq": "apt install jq",
    "vd": "pip install visidata",
    "aws": "pip install awscli, in an environment of its own",
    "awslogs": "pip install awslogs, in an environment of its own",
}
_FORMAT: Final = {
    "sesbench": {
        "title": "sends",
        "file-type": "json",
        "file-pattern": r"sestrail-bench.*\.jsonl",
        "timestamp-field": "eventTime",
        "body-field": "eventName",
        "line-format": [{"field": "eventTime"}, " ", {"field": "eventName"}],
        "value": {
            "eventTime": {"kind": "string"},
            "eventName": {"kind": "string"},
            "eventID": {"kind": "string", "identifier": True},
            "requestParameters": {"kind": "json"},
            "userIdentity": {"kind": "json"},
        },
    }
}


def command(tool: str) -> str | None:
    """Give the path of a tool: of SESTRAIL_BENCH_TOOL or on PATH; ``None`` without."""
    return shutil.which(os.environ.get(f"SESTRAIL_BENCH_{tool.upper()}", tool))


def missing(tool: str) -> str:
    """Say how to get it."""
    return f"{tool} is not installed ({INSTALL[tool]})"


def lnav_home() -> dict[str, str]:
    """Give an environment in which lnav knows the records' format."""
    home = Path(gettempdir()) / "sestrail-bench-lnav"
    formats = home / ".config/lnav/formats/sesbench"
    formats.mkdir(parents=True, exist_ok=True)
    (formats / "sesbench.json").write_text(json.dumps(_FORMAT))
    return {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config")}


def seconds(command: Sequence[str], env: dict[str, str] | None = None) -> float:
    """Run a command to its end; give how long it took (s)."""
    begun = time.perf_counter()
    subprocess.run(
        command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return time.perf_counter() - begun
