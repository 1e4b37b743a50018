"""``sestrail demo --serve`` as a process, and the manual's example against it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.cli.demo.serve import lines
from sestrail_tui.local_aws.process import LocalAws
from tests.manual.documents import code

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMAND = (sys.executable, "-m", "sestrail_tui", "demo", "--serve")
EXAMPLE_URL = "http://127.0.0.1:8025"


@pytest.fixture(scope="module")
def serving() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run it until told to end; give the process and the first line that names its endpoint."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    with subprocess.Popen(
        [*COMMAND, "--delay", "0.1"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=kept,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Shell")
        line = process.stdout.readline()
        yield process, line.partition("=")[2].strip()
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=10)[1]
        assert process.returncode == 0
        assert "has ended" in said


def test_the_manuals_example_runs(
    serving: tuple[subprocess.Popen[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    text = code("serve")
    assert EXAMPLE_URL in text
    names: dict[str, object] = {}
    exec(compile(text.replace(EXAMPLE_URL, serving[1]), "local-ses.md", "exec"), names)
    assert re.fullmatch(r"0100[0-9a-f]{12}-[0-9a-f-]{36}-000000\n", capsys.readouterr().out)
    close = getattr(names["ses"], "close", None)
    assert close is not None
    close()


def test_every_language_has_its_lines() -> None:
    aws = LocalAws("http://127.0.0.1:1", "us-east-1", "g", "AKIA", "secret", "1")
    found = dict(lines(aws, ("export AWS_ENDPOINT_URL=http://127.0.0.1:1",)))
    assert [title.split()[0].strip(",") for title in found] == [
        "Shell", "Python", "JavaScript", "Java", "Go",
    ]  # fmt: skip
    assert all("http://127.0.0.1:1" in text and "{{" not in text for text in found.values())


def test_a_port_that_is_taken_and_flags_that_do_not_go_with_it() -> None:
    done = subprocess.run(
        [*COMMAND, "--output", "jsonl"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "--serve writes no records" in done.stderr
