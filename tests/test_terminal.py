"""The installed command on a real pseudo-terminal: what a person sees, cell by cell."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.terminal import Terminal

SESTRAIL = str(Path(sys.executable).parent / "sestrail")
DATA = Path(__file__).parent / "data"

HOSTILE = (
    "curl\x1b]52;c;aGVsbG8=\x07\x1b[2J\x1b[31m",
    "user[/]",
    "[bold]x[/bold]",
    "\x9b31mC1",
    "abc\u202edcba",
    "zero\u200bwidth\ufeff",
    "two\nlines\ttab",
    "e\u0301\u0301\u0301\u0301\u0301\u0301",
    "名前" * 30,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
)


def hostile_record(number: int, text: str) -> dict[str, object]:
    """Make a send that says ``text`` wherever a caller can choose what it says."""
    return {
        "eventVersion": "1.11",
        "eventTime": f"2026-11-23T10:00:{number:02}Z",
        "eventSource": "ses.amazonaws.com",
        "eventName": "SendEmail",
        "eventCategory": "Data",
        "eventID": f"00000000-0000-4000-8000-{number:012}",
        "awsRegion": "us-east-1",
        "userAgent": text,
        "sourceIPAddress": text,
        "errorCode": text,
        "errorMessage": text,
        "userIdentity": {
            "type": "AssumedRole",
            "arn": f"arn:aws:sts::123456789012:assumed-role/role/{text}",
            "principalId": f"AROAEXAMPLE:{text}",
            "sessionContext": {"sessionIssuer": {"userName": "role"}},
        },
        "requestParameters": {
            "fromEmailAddress": text,
            "configurationSetName": text,
            "emailTags": [{"name": text, "value": text}],
        },
    }


@pytest.fixture
def hostile_file(tmp_path: Path) -> Path:
    path = tmp_path / "hostile.jsonl"
    lines = (json.dumps(hostile_record(at, text)) for at, text in enumerate(HOSTILE))
    path.write_text("\n".join(lines) + "\n")
    return path


def harmless(written: bytes) -> bool:
    """Whether nothing of the hostile texts reached the terminal as a command."""
    return not any(bad in written for bad in (b"\x1b]52", b"\x1b[2J", b"\x9b31m", b"\xe2\x80\xae"))


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (120, 40)])
def test_hostile_text_stays_text_in_every_place(
    hostile_file: Path, columns: int, lines: int, tmp_path: Path
) -> None:
    with Terminal(
        [SESTRAIL, "open", str(hostile_file)], columns=columns, lines=lines, env=home(tmp_path)
    ) as terminal:
        terminal.wait_for("10 sends", "10:00:00")
        terminal.written.clear()
        for keys in ("\r", "2", "\x1b", *["\x1b[A"] * len(HOSTILE), "c", "\x1b", "p", "\x1b", "C"):
            terminal.press(keys, settle=0.15)
        assert harmless(bytes(terminal.written)), terminal.text
        assert terminal.process.poll() is None, terminal.text
        terminal.press("\x1b")
        terminal.press("q")
        assert terminal.end() == 0


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


def home(path: Path) -> dict[str, str]:
    """Give an environment in which nothing of this machine's own settings is found."""
    return {
        "HOME": str(path),
        "XDG_STATE_HOME": str(path),
        "AWS_CONFIG_FILE": str(path / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(path / "none"),
        "AWS_EC2_METADATA_DISABLED": "true",
    }
