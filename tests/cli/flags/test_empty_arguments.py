"""A variable that is not set must not stand for "any": wrong usage, before anything is opened."""

from __future__ import annotations

import pytest

from sestrail_tui.cli.main import _COMMANDS, main


def ended(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ending:
        main(list(arguments))
    assert isinstance(ending.value.code, int)
    return ending.value.code


@pytest.mark.parametrize("blank", ["", " ", "\n", "\u00a0"])
@pytest.mark.parametrize("command", sorted(_COMMANDS))
def test_no_command_takes_a_blank_argument(
    command: str, blank: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(command, blank) == 2
    said = capsys.readouterr().err
    assert said == (f"sestrail: The argument after {command} is empty. Is a variable unset?\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("wait", "config:a", ""),
        ("wait", "--none", "--", " "),
        ("wait", "config:a", "--log-group", ""),
        ("wait", "config:a", "--log-group="),
        ("tail", "--filter", ""),
        ("--filter= ",),
        ("open", "--filter", " ", "x.json"),
        ("logging", "on", "--trail", ""),
        ("--region", ""),
        ("policy", "--bucket="),
    ],
)
def test_no_flag_takes_a_blank_value(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(*arguments) == 2
    assert "is empty. Is a variable unset?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ('config:""', "There is no value between the quotes. config:(none) finds"),
        ('-config:""', "There is no value between the quotes"),
        ('config:(a|"")', "There is no value between the quotes"),
        ("config:", "needs a value right after it"),
        ('""', "no text between the quotes"),
        ('" "', "a value in "),
        ('config:a -from:" "', "a value in "),
        ("()", "nothing between these parentheses"),
    ],
)
@pytest.mark.parametrize("more", [(), ("--none",)])
def test_what_is_waited_for_has_a_value(
    expression: str, said: str, more: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended("wait", *more, "--", expression) == 2
    assert said in capsys.readouterr().err
