"""Completion as a shell asks for it: by the environment, in a process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from sestrail_tui.cli.commands.completion import INSTALL
from sestrail_tui.cli.main import sestrail
from tests.manual.documents import MANUAL
from tests.paths import ROOT
from tests.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path


def completed(line: str, shell: str = "bash", **more: str) -> list[str]:
    words = len(line.split(" ")) - 1 if shell == "zsh" else 0
    env = {"COMP_WORDS": line, "COMP_CWORD": str(words), "_SESTRAIL_COMPLETE": f"{shell}_complete"}
    done = CliRunner().invoke(
        sestrail, [], prog_name="sestrail", env=env | more, catch_exceptions=False
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("sestrail ", ["plain,tail", "plain,config", "plain,completion"]),
        ("sestrail --prof", ["plain,--profile"]),
        ("sestrail --h", ["plain,--help"]),
        ("sestrail tail --region eu-we", ["plain,eu-west-1", "plain,eu-west-3"]),
        ("sestrail demo --source la", ["plain,lake"]),
        ("sestrail config ", ["plain,check", "plain,path", "plain,show"]),
        ("sestrail tail --filter conf", ["plain,config:"]),
        ("sestrail tail --filter console:", ["plain,yes", "plain,no"]),
        ("sestrail tail --filter 'error:* mfa:", ["plain,error:* mfa:yes"]),
        ("sestrail open ", ["file,"]),
        ("sestrail help lo", ["plain,local-ses", "plain,logging"]),
    ],
)
def test_bash_is_told_how_to_go_on(line: str, some: list[str]) -> None:
    assert set(some) <= set(completed(line))


def test_zsh_is_told_what_it_means() -> None:
    told = completed("sestrail tail --region eu-west-1", "zsh")
    assert told == ["plain", "eu-west-1", "Europe (Ireland)"]


def test_profiles_come_from_awss_files(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text("[profile staging]\n[default]\n[sso-session x]\n[profile 'st b']\n")
    keys = tmp_path / "credentials"
    keys.write_bytes(b"[stable]\n\xff")
    files = {"AWS_CONFIG_FILE": str(config), "AWS_SHARED_CREDENTIALS_FILE": str(keys)}
    assert completed("sestrail --profile st", **files) == ["plain,st b", "plain,staging"]
    keys.write_text("[stable]\n")
    assert "plain,stable" in completed("sestrail --profile st", **files)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell(shell: str) -> None:
    done = CliRunner().invoke(sestrail, ["completion", shell])
    assert "_SESTRAIL_COMPLETE" in done.output
    assert f"{shell}_complete" in done.output


def test_completing_loads_neither_screen_nor_aws() -> None:
    env = dict(os.environ) | {
        "COMP_WORDS": "sestrail tail --filter conf",
        "COMP_CWORD": "0",
        "_SESTRAIL_COMPLETE": "bash_complete",
    }
    code = (
        "import sys\nfrom sestrail_tui.cli.main import main\n"
        "try: main([])\n"
        "finally: print([n for n in ('textual', 'botocore', 'numpy') if n in sys.modules])"
    )
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["plain,config:", "[]"]


@pytest.fixture
def new_user(tmp_path: Path) -> dict[str, str]:
    """Give the environment of somebody whose home is empty, with the command on the path."""
    command = tmp_path / "bin" / "sestrail"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sestrail_tui "$@"\n')
    command.chmod(0o755)
    home = tmp_path / "home"
    home.mkdir()
    return {
        "PATH": f"{command.parent}:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
        "PS1": "$ ",
        "LC_ALL": "C.UTF-8",
    }


@pytest.mark.slow
@pytest.mark.parametrize("shell", INSTALL)
def test_the_line_of_each_shell_makes_a_new_users_shell_complete(
    new_user: dict[str, str], shell: str
) -> None:
    if shutil.which(shell, path=new_user["PATH"]) is None:
        pytest.skip(f"{shell} is not installed")
    subprocess.run([shell, "-c", INSTALL[shell]], env=new_user, check=True)
    with Terminal([shell, "-i"], env=new_user) as terminal:
        terminal.press('echo rea""dy\n')
        terminal.wait_for("ready")
        terminal.press("sestrail --filter conso\t")
        terminal.wait_for("--filter console:")
        terminal.press("y\t")
        terminal.wait_for("--filter console:yes")


def test_manual_and_help_name_the_same_lines() -> None:
    told = CliRunner().invoke(sestrail, ["completion", "--help"]).output
    page = (MANUAL / "settings.md").read_text()
    for line in INSTALL.values():
        assert line in page
        assert line in " ".join(told.split())
