"""``sestrail help``: which page it shows, and how."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from sestrail_tui.cli.main import main, sestrail
from sestrail_tui.manual.pages import read_page, topics
from tests.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path


def shown(*words: str) -> str:
    done = CliRunner().invoke(sestrail, ["help", *words], prog_name="sestrail")
    assert done.exit_code == 0, done.output
    return done.stdout


def test_it_lists_every_topic_and_so_does_the_help_of_the_program() -> None:
    for text in (shown(), CliRunner().invoke(sestrail, ["--help"]).stdout):
        assert [topic for topic in topics() if topic not in text] == []


@pytest.mark.parametrize("topic", topics())
def test_a_page_in_a_pipe_is_plain_markdown(topic: str) -> None:
    assert shown(topic) == read_page(topic).plain()


def test_a_locale_that_lacks_a_sign_changes_nothing() -> None:
    env = os.environ | {"PYTHONIOENCODING": "latin-1"}
    command = [sys.executable, "-m", "sestrail_tui", "help", "security"]
    done = subprocess.run(command, env=env, capture_output=True, check=True)
    assert done.stdout.decode() == read_page("security").plain()
    with Terminal(command, lines=60, env=env | {"PAGER": "cat"}) as terminal:
        terminal.wait_for("right-to-left overrides")
        assert terminal.end() == 0


def test_a_command_that_is_no_topic_shows_its_own_help() -> None:
    assert (
        shown("tail")
        == CliRunner().invoke(sestrail, ["tail", "--help"], prog_name="sestrail").stdout
    )


@pytest.mark.parametrize(
    ("topic", "sentence"),
    [
        ("filtre", "There is no manual page 'filtre'. Did you mean filter?"),
        ("zz", "There is no manual page 'zz'. sestrail help lists the topics."),
        ("\x1b[31m", "There is no manual page '␛[31m'. sestrail help lists the topics."),
    ],
)
def test_an_unknown_topic_is_wrong_usage(
    topic: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["help", topic])
    assert ended.value.code == 2
    assert capsys.readouterr().err == f"sestrail: {sentence}\n"


def test_on_a_terminal_it_is_rendered_and_goes_through_the_pager(tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho paged\nexec cat\n")
    pager.chmod(0o700)
    command = [sys.executable, "-m", "sestrail_tui", "help", "costs"]
    with Terminal(command, lines=80, env={"PAGER": str(pager)}) as terminal:
        terminal.wait_for("paged", "What AWS charges", "stopped. No query is")
        assert terminal.end() == 0
        assert "| what | price |" not in terminal.text
