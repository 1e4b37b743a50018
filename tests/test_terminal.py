"""The installed command on a real pseudo-terminal: what a person sees, cell by cell."""

from __future__ import annotations

import json
import re
import shlex
import sys
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.core.safe_text import safe
from tests.hostile import TEXTS, everywhere, reading, row_cells
from tests.paths import DATA
from tests.sestrail import SESTRAIL, home
from tests.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path


def hostile_record(number: int, text: str) -> bytes:
    """Make a send that says ``text`` in every field."""
    told = json.loads((DATA / "v2-send-template.json").read_text())
    told |= {"eventTime": f"2026-11-23T10:{number:02}:00Z", "errorCode": text, "errorMessage": text}
    told["requestParameters"] |= {"configurationSetName": text}
    return reading(lambda: everywhere(told, text, number) | {"eventName": "SendEmail"})


@pytest.fixture
def hostile_file(tmp_path: Path) -> Path:
    path = tmp_path / "\x1b]0;owned\x07\u202e[red]'\"$(x).jsonl"
    path.write_bytes(b"\n".join(map(hostile_record, range(len(TEXTS)), TEXTS.values())))
    return path


OURS = re.compile(
    rb"\x1b\[[<=>?]?[0-9;:]*[A-Za-z~]|\x1b\[\?[0-9;]*\$p|\x1b[78=>]|\x1b\(B"
    rb"|\x1b\]22;[a-z]+\x07|\x1b\]52;c;[A-Za-z0-9+/=]*\x07"
)
"""What a terminal is told by Textual, and by us where something is copied."""
HARM = re.compile(
    rb"\x1b(\[2J|\[6n|\[\?1049l|\][028];|P|_|\^|X|c)|\x1b\]52;c;aGVsbG8=|\xc2[\x80-\x9f]"
)
"""What the texts ask a terminal for, and neither of them does."""


def assert_harmless(written: bytes) -> None:
    """Check that the terminal got text that is safe, and no command but the program's own."""
    assert not (found := HARM.search(written)), written[max(0, found.start() - 60) :][:200]
    for text in OURS.sub(b"\n", written).decode().splitlines():
        line = text.replace("\r", "").replace("\x0f", "")
        # A run of cells may begin with the mark of a base that was written before it.
        assert safe(f"x{line}") == f"x{line}", line


@pytest.mark.slow
@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (120, 40)])
def test_hostile_text_stays_text_in_every_place(
    hostile_file: Path, columns: int, lines: int, tmp_path: Path
) -> None:
    with Terminal(
        [SESTRAIL, "open", str(hostile_file)], columns=columns, lines=lines, env=home(tmp_path)
    ) as terminal:
        terminal.wait_for(f"{len(TEXTS)} sends", "Principal")
        terminal.written.clear()
        edges = [row_cells(terminal.screen, line)[0] for line in range(lines)]
        up, esc = "\x1b[A", "\x1b"
        to_read = ("\r", "2", esc, *[up] * 4, "c", esc, "S", esc, "A", esc)
        to_filter = ("C", esc, esc, "/", "config:", "\t", esc, esc, "v", up, "v", esc)
        for keys in (*to_read, *to_filter):
            terminal.press(keys, settle=0.15 if keys == esc else 0.05)
        written = bytes(terminal.written)  # may begin and end within a sequence
        assert_harmless(written[written.find(b"\x1b") : written.rfind(b"\x1b")])
        assert terminal.process.poll() is None, terminal.text
        for _ in range(3):
            terminal.press(esc, settle=0.25)  # an escape alone is known by the wait after it
        terminal.wait_for(f"{len(TEXTS)} sends", "Principal")
        assert [row_cells(terminal.screen, line)[0] for line in range(lines)] == edges
        terminal.press("q")
        assert terminal.end() == 0


@pytest.mark.parametrize("form", ["text", "csv", "jsonl", "json", "markdown"])
def test_records_written_to_a_terminal_do_not_act_on_it(
    hostile_file: Path, form: str, tmp_path: Path
) -> None:
    command = [SESTRAIL, "open", str(hostile_file), "--output", form]
    with Terminal(command, columns=250, lines=40, env=home(tmp_path)) as terminal:
        assert terminal.end() == 0
        assert_harmless(bytes(terminal.written))
        assert terminal.screen.title == ""


def test_errors_name_such_a_file_as_it_can_be_seen(hostile_file: Path, tmp_path: Path) -> None:
    hostile_file.write_bytes(b"\x1b]0;owned\x07 no json")
    name = hostile_file.name
    for command in ((name, "--output", "text"), (f"{name}.gone",)):
        full = [sys.executable, "-m", "sestrail_tui", "open", *command]
        line = " ".join(map(shlex.quote, full))
        inside = ["/bin/sh", "-c", f"cd {shlex.quote(str(tmp_path))} && {line}"]
        with Terminal(inside, columns=200, env=home(tmp_path)) as terminal:
            assert terminal.end() == 2, terminal.text
            assert "␛]0;owned␇<U+202E>[red]" in terminal.text
            assert_harmless(bytes(terminal.written))
            assert terminal.screen.title == ""


def test_the_first_screen_says_what_to_do_where_nothing_is_set_up(tmp_path: Path) -> None:
    env = home(tmp_path) | {"AWS_REGION": "us-east-1"}
    with Terminal([SESTRAIL], env=env) as terminal:
        terminal.wait_for("No AWS credentials were found", "aws configure")
        terminal.press("q")
        assert terminal.end() == 3
        assert terminal.written.count(b"aws configure") >= 2, "said again where it stays"


def test_records_on_stdin_are_opened_and_the_keys_still_work(tmp_path: Path) -> None:
    sample = DATA / "v2-send-console.json"
    command = ["/bin/sh", "-c", f"'{SESTRAIL}' open - < '{sample}'"]
    with Terminal(command, env=home(tmp_path)) as terminal:
        terminal.wait_for("hoge-iwasa", "console")
        terminal.press("q")
        assert terminal.end() == 0


def test_a_missing_file_is_one_sentence_and_no_screen(tmp_path: Path) -> None:
    with Terminal([SESTRAIL, "open", "nothing.json"], env=home(tmp_path)) as terminal:
        assert terminal.end() == 2
        assert "There is no file nothing.json" in terminal.text
        assert "Traceback" not in terminal.text


@pytest.mark.slow
@pytest.mark.timeout(90)
def test_the_demo_streams_sends_and_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    command = [SESTRAIL, "demo", "--delay", "0.5", "--seed", "7"]
    with Terminal(command, env=home(tmp_path)) as terminal:
        terminal.wait_for("SendEmail", "live", timeout=40)
        paused = terminal.press(" ")
        assert "paused" in paused, paused
        terminal.press(" ")
        terminal.press("/")
        terminal.press("error:*\r", settle=0.6)
        assert " of " in terminal.text, terminal.text
        terminal.press("q")
        assert terminal.end() == 0
        assert b"AWS_ENDPOINT_URL=http://127.0.0.1:" in terminal.written
