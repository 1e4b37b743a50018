"""`sestrail open` of the terminal itself: one sentence before a screen, a hint beside lines."""

from __future__ import annotations

import json
import shlex
import sys
from typing import TYPE_CHECKING

import pytest

from tests.paths import DATA
from tests.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

SESTRAIL = (sys.executable, "-m", "sestrail_tui")
RECORD = json.loads((DATA / "v1-send-simple.json").read_text(encoding="utf-8"))["Records"][0]


@pytest.mark.parametrize("name", ["-", "/dev/tty", "/dev/stdin"])
def test_the_screen_and_the_reader_do_not_share_the_keys(name: str) -> None:
    with Terminal([*SESTRAIL, "open", name], columns=200) as terminal:
        before = terminal.attributes()
        assert terminal.end(30) == 2
        assert terminal.attributes() == before
        said = terminal.written.decode().split("\r\n")
    assert len(said) == 2, said
    assert said[0].startswith(
        f"sestrail: {name} is the terminal, which the screen needs for its keys"
    )
    assert said[1] == ""


@pytest.mark.parametrize("name", ["-", "/dev/tty"])
@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_records_may_be_pasted_where_there_is_no_screen(name: str, form: str) -> None:
    with Terminal([*SESTRAIL, "open", name, "--output", form], columns=200, lines=60) as terminal:
        terminal.wait_for(f"{name} is the terminal: type or paste records, and end with ctrl+d",
                          timeout=30)  # fmt: skip
        typed = len(terminal.written)
        terminal.press(json.dumps(RECORD, indent=1) + "\n\x04")
        assert terminal.end(30) == 0
        # the terminal echoes what is typed, each of its lines; what is read is one line
        shown = terminal.written[typed:].decode()
    wanted = RECORD["eventID"] if form == "jsonl" else RECORD["eventName"]
    assert [line for line in shown.split("\r\n") if wanted in line and len(line) > 60], shown


def test_no_hint_where_stdin_is_a_pipe(tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    file.write_text(json.dumps(RECORD))
    command = f"cat {file} | {shlex.join(SESTRAIL)} open - --output jsonl"
    with Terminal(["/bin/sh", "-c", command], columns=200) as terminal:
        assert terminal.end(30) == 0
        assert b"is the terminal" not in terminal.written
