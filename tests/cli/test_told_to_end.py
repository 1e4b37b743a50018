"""Whatever a command waits for, it ends within a second of being told to, its output whole."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from sestrail_tui.local_aws.account.settings import Settings
from tests.local_aws.embedded import in_thread
from tests.paths import DATA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.local_aws.server.server import LocalServer

SESTRAIL: Final = (sys.executable, "-m", "sestrail_tui")
SOON_S: Final = 2.5
"""A second, and what a loaded machine takes."""
SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
COMMANDS: Final = {
    "tail": ("tail", "--output", "jsonl"),
    "history": ("tail", "--no-follow", "--engine", "insights", "--since", "1h"),
    "wait": ("wait", "from:nobody"),
    "doctor": ("doctor",),
    "logging status": ("logging", "status"),
    "policy": ("policy", "--discover"),
}


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Give this process's environment with an AWS configuration, and a home, of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {
        **kept,
        "HOME": str(folder),
        "AWS_CONFIG_FILE": str(folder / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials"),
        "AWS_EC2_METADATA_DISABLED": "true",
        **more,
    }


def started(path: Path) -> str:
    """Wait for a file that is written once something has begun; give what is in it."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if path.exists() and (text := path.read_text()).endswith("\n"):
            return text
        time.sleep(0.02)
    raise AssertionError("it did not begin")


def is_running(process: int) -> bool:
    """Say whether a process is there and has not ended unseen."""
    try:
        _, _, rest = Path(f"/proc/{process}/stat").read_text().rpartition(")")
    except FileNotFoundError:
        return False
    return rest.split()[0] not in "ZX"


def end_of(process: subprocess.Popen[bytes], number: int) -> float:
    """Send a signal; give the seconds until the end."""
    before = time.monotonic()
    process.send_signal(number)
    process.wait(20)
    return time.monotonic() - before


@pytest.mark.parametrize(
    ("command", "number"),
    [
        *((command, signal.SIGINT) for command in COMMANDS),
        *((command, signal.SIGTERM) for command in COMMANDS),
        ("tail", signal.SIGHUP),
        ("tail", signal.SIGQUIT),
    ],
)
def test_while_a_credential_helper_sleeps(command: str, number: int, tmp_path: Path) -> None:
    helper = tmp_path / "helper"
    helper.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/started\nexec sleep 45\n")
    helper.chmod(0o755)
    (tmp_path / "config").write_text(
        f"[default]\nregion = us-east-1\ncredential_process = {helper}\n"
    )
    with subprocess.Popen(
        [*SESTRAIL, *COMMANDS[command]],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        of_helper = int(started(tmp_path / "started"))
        assert end_of(process, number) < SOON_S
        assert process.stderr is not None
        assert (process.returncode, b"Traceback" in process.stderr.read()) == (128 + number, False)
    until = time.monotonic() + 5
    while is_running(of_helper) and time.monotonic() < until:
        time.sleep(0.02)
    assert not is_running(of_helper), "the helper outlives what it helped"


@pytest.fixture
def env(server: LocalServer, tmp_path: Path) -> dict[str, str]:
    return environment(
        tmp_path,
        AWS_ENDPOINT_URL=server.endpoint,
        AWS_REGION="us-east-1",
        AWS_ACCESS_KEY_ID="AKIATEST",
        AWS_SECRET_ACCESS_KEY="secret",
    )


@pytest.fixture(scope="module")
def server() -> Iterator[LocalServer]:
    with in_thread(Settings(quotas=False)) as running:
        yield running


@pytest.mark.parametrize(
    ("form", "number"), [*(("json", number) for number in SIGNALS), ("csv", signal.SIGTERM)]
)
def test_what_was_written_is_whole(form: str, number: int, env: dict[str, str]) -> None:
    command = [*SESTRAIL, "tail", "--output", form, "--log-group", "CloudTrail/logs"]
    with subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        head = process.stdout.readline().decode()  # it follows
        assert end_of(process, number) < SOON_S
        text = head + process.stdout.read().decode()
    assert process.returncode == 128 + number
    if form == "json":
        assert json.loads(text) == {"Records": []}
    elif form == "csv":
        assert len(list(csv.reader(io.StringIO(text)))) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_was_written_before_anything_was_opened_is_whole(number: int, tmp_path: Path) -> None:
    (tmp_path / "config").write_text(
        "[default]\nregion = us-east-1\n"
        f"credential_process = sh -c 'echo 1 > {tmp_path}/started; exec sleep 45'\n"
    )
    with subprocess.Popen(
        [*SESTRAIL, "tail", "--output", "json"],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        started(tmp_path / "started")
        end_of(process, number)
        assert process.stdout is not None
        assert json.loads(process.stdout.read()) == {"Records": []}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_while_nobody_reads_stdout(number: int, tmp_path: Path) -> None:
    file = DATA / "demo.jsonl"
    with subprocess.Popen(
        [*SESTRAIL, "open", *[str(file)], "--output", "text", "--filter", "kind:send"],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pipesize=4096,
    ) as process:
        time.sleep(2)
        assert process.poll() is None, "all of it went into the pipe"
        assert end_of(process, number) < SOON_S
        assert process.returncode == 128 + number
