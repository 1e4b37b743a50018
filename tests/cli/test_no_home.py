"""A container's user without a name, and without HOME: built-in settings, or one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.paths import DATA

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """
import os, pwd
for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "SESTRAIL_CONFIG"):
    os.environ.pop(name, None)

def nobody(number):
    raise KeyError(number)

pwd.getpwuid = nobody
from sestrail_tui.__main__ import main
main()
"""
FILE = str(DATA / "demo.jsonl")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ("config path", 2, "HOME is not set"),
        ("config check", 0, "HOME is not set"),
        ("config show", 0, ""),
        ("tail --output jsonl --region us-east-1", 3, "No AWS credentials"),
        ("wait from:x --region us-east-1", 3, "No AWS credentials"),
        ("doctor --region us-east-1", 3, ""),
        ("logging status --region us-east-1", 3, "No AWS credentials"),
        ("policy --discover --region us-east-1", 3, "No AWS credentials"),
        (f"open {FILE} --output text --max-events 1", 0, ""),
    ],
)
def test_without_a_home(arguments: str, code: int, said: str, tmp_path: Path) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments.split()],
        env=env | {"AWS_EC2_METADATA_DISABLED": "true"},
        cwd=tmp_path, capture_output=True, text=True, timeout=50, check=False,
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    assert said in done.stderr
    assert not list(tmp_path.iterdir()), "nothing called ~ is made"


@pytest.mark.parametrize("kind", ["pipe", "folder"])
@pytest.mark.parametrize(
    "arguments", ["config check", f"open {FILE} --output text", "tail --output jsonl"]
)
def test_settings_that_are_no_file_hold_nothing_up(
    kind: str, arguments: str, tmp_path: Path
) -> None:
    path = tmp_path / "settings"
    os.mkfifo(path) if kind == "pipe" else path.mkdir()
    env = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    done = subprocess.run(
        [sys.executable, "-m", "sestrail_tui", *arguments.split()],
        env=env | {"SESTRAIL_CONFIG": str(path), "AWS_EC2_METADATA_DISABLED": "true"},
        capture_output=True, text=True, timeout=50, check=False,
    )  # fmt: skip
    if not arguments.startswith("open"):
        assert done.returncode == 2
        assert f"{path}:1: cannot be read: it is a {kind}, not a file" in done.stderr
