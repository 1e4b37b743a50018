"""The command as a process: what it says, and with which code it ends, when things are odd."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.cli.flags.place_flags import check
from sestrail_tui.core.errors import UsageError
from sestrail_tui.places.flag_values import FlagValues
from tests.cli.run import sestrail
from tests.paths import DATA

if TYPE_CHECKING:
    from collections.abc import Sequence

SEND = str(DATA / "v1-send-simple.json")


@pytest.mark.parametrize(
    ("redirect", "said"),
    [(">/dev/full", "No space left on device"), (">&-", "stdout is closed")],
)
def test_what_cannot_be_written_is_one_sentence(redirect: str, said: str) -> None:
    done = sestrail("open", SEND, redirect=redirect)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_filter_in_another_languages_words_is_understood_or_said_to_be_text() -> None:
    both = sestrail("open", SEND, "--filter", "NOT error:* AND call=SendEmail")
    assert (len(both.stdout.splitlines()), both.stderr) == (1, "")
    refused = sestrail("open", SEND, "--filter", "!(call==SendEmail) || error!=(none)")
    assert (refused.stdout, refused.stderr) == ("", "")
    text = sestrail("open", SEND, "--filter", "not call:SendEmail")
    assert '"not" is searched for as a word; NOT in capitals' in text.stderr
    wrong = sestrail("wait", "call = SendEmail")
    assert wrong.returncode == 2
    assert "No space stands between a field and its value: call:SendEmail" in wrong.stderr


def test_closed_stdin_and_stderr_are_no_hindrance() -> None:
    done = sestrail("open", "-", SEND, redirect="<&- 2>&-")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        (("open", "-"), b"hello\n", "holds no JSON"),
        (("open", SEND, "--since", "1h", "--until", "2h"), b"", "--since must be before --until"),
        (("tail", "--log-group", "a b"), b"", "is not a log group name or ARN"),
    ],
)
def test_wrong_usage_ends_with_two(arguments: Sequence[str], stdin: bytes, said: str) -> None:
    done = sestrail(*arguments, stdin=stdin)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize("text", ["", "a b", "arn:aws:logs:us-east-1:1:other:x", "x" * 513])
def test_what_can_be_no_log_group(text: str) -> None:
    with pytest.raises(UsageError, match="is not a log group name or ARN"):
        check(FlagValues(log_groups=(text,)))


@pytest.mark.parametrize("name", ["CloudTrail/logs", "aws/x_1-2.3#4"])
def test_names_and_arns_of_log_groups(name: str) -> None:
    check(FlagValues(log_groups=(name,)))
    check(FlagValues(log_groups=(f"arn:aws:logs:us-east-1:123456789012:log-group:{name}:*",)))


MODULES = (
    "sestrail_tui.cli",
    "click",
    "sestrail_tui.cli.commands.open",
    "msgspec",
    "asyncio.runners",
)
"""Imported one after the other by what `STARTED` runs."""


@pytest.mark.parametrize("module", MODULES)
def test_an_interruption_leaves_no_text_however_early(module: str) -> None:
    command = [sys.executable, "-c", STARTED, module]
    child = subprocess.run(
        command, stdin=subprocess.PIPE, capture_output=True, timeout=20, check=False
    )
    assert (child.returncode, child.stdout, child.stderr.strip()) == (130, b"", b"")


def test_an_interruption_while_it_waits_leaves_no_text() -> None:
    command = [sys.executable, "-c", STARTED, "none of them"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(b"".join(Path(SEND).read_bytes().splitlines()) + b"\n")
        child.stdin.flush()
        assert child.stdout.readline()
        child.send_signal(signal.SIGINT)
        child.wait(20)
        assert child.stderr is not None
        assert (child.returncode, child.stdout.read()) == (130, b"")
        assert child.stderr.read().strip() == b""


STARTED = """
import signal, sys

class Interrupting:
    # A person presses Ctrl-C just as this module is looked for.
    module = sys.argv[1]

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name == cls.module:
            sys.meta_path.remove(cls)
            signal.raise_signal(signal.SIGINT)

from sestrail_tui.__main__ import main
sys.meta_path.insert(0, Interrupting)
sys.argv[1:] = ["open", "-"]
main()
"""


def test_the_exit_codes_are_in_the_help() -> None:
    said = sestrail("--help").stdout
    assert "Exit codes:" in said
    assert all(f"\n    {code}  " in said for code in ("0", "2", "3", "130"))


def test_help_that_cannot_be_written_is_one_sentence() -> None:
    done = sestrail("--help", redirect=">/dev/full")
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("as_stdin", [False, True])
def test_a_cut_file_gives_what_is_whole_says_so_and_ends_with_three(
    tmp_path: Path, as_stdin: bool
) -> None:
    record = b"".join(Path(SEND).read_bytes().splitlines())
    other = record.replace(b'"eventID"', b'"requestID"', 1)
    cut = tmp_path / "cut.json"
    cut.write_bytes(b'{"Records": [' + record + b"," + other[:200])
    if as_stdin:
        done = sestrail("open", "-", stdin=cut.read_bytes())
    else:
        done = sestrail("open", str(cut), SEND, str(tmp_path / "missing.json"))
        assert "2 of 3 files were not read to the end" in done.stderr
        assert "missing.json (there is no such file)" in done.stderr
    assert done.returncode == 3
    assert len(done.stdout.splitlines()) == 1
    assert "it breaks off within a document" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_thousand_files_are_one_line_of_what_was_left_out(tmp_path: Path) -> None:
    for number in range(1000):
        text = f'{{"eventVersion":"1","eventSource":"sts.amazonaws.com","eventID":"{number}"}}'
        (tmp_path / f"{number}.json").write_text(text)
    done = sestrail("open", *map(str, tmp_path.iterdir()))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == (
        "sestrail: 1,000 files: ended: 1,000 records of other services are left out.\n"
    )
