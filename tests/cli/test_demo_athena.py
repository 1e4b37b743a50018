"""``sestrail demo --source athena``: the past of the sample app, asked of Athena."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest


@pytest.mark.slow
def test_fifty_records_of_the_past_are_fifty() -> None:
    command = [sys.executable, "-m", "sestrail_tui", "demo", "--source", "athena", "--seed", "7"]
    done = subprocess.run(
        [*command, "--output", "jsonl", "--max-events", "50"],
        capture_output=True,
        timeout=50,
        check=False,
    )

    assert done.returncode == 0, done.stderr.decode()
    ids = [json.loads(line)["eventID"] for line in done.stdout.splitlines()]
    assert len(ids) == len(set(ids)) == 50


@pytest.mark.slow
def test_the_end_says_what_was_scanned_and_what_it_costs() -> None:
    command = [sys.executable, "-m", "sestrail_tui", "demo", "--source", "athena", "--seed", "7"]
    done = subprocess.run(
        [*command, "--output", "text", "--filter", "config:hoge-config"],
        capture_output=True,
        timeout=50,
        check=False,
    )

    said = done.stderr.decode()
    assert done.returncode == 0, said
    assert b"hoge-config" in done.stdout
    assert " scanned, under $0.0001 at AWS's list price." in said
