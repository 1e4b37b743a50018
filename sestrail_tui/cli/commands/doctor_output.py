"""A doctor's report on stdout, for people and for programs."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.account.report import Level
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.text import Text

    from sestrail_tui.account.report import Finding, Report

GLYPHS: Final = {
    Level.GOOD: "✓",
    Level.WARNING: "!",
    Level.MISSING: "✗",
    Level.UNKNOWN: "?",
    Level.NOTE: "·",
}
_COLOURS: Final = {
    Level.GOOD: "green",
    Level.WARNING: "yellow",
    Level.MISSING: "red",
    Level.UNKNOWN: "cyan",
    Level.NOTE: "dim",
}
_INDENT: Final = 12
"""Cells before what belongs to a finding."""


def as_json(reports: Sequence[Report]) -> str:
    """Write one JSON object: ``{"reports": [...], "exit_code": 0}``."""
    told = {
        "exit_code": max(report.exit_code for report in reports),
        "reports": [_report(report) for report in reports],
    }
    return json.dumps(told, indent=2, ensure_ascii=True) + "\n"


def _report(report: Report) -> dict[str, Any]:
    return {
        "label": report.label,
        "account": report.account,
        "region": report.region,
        "verdict": report.verdict.level,
        "findings": [_finding(one) for one in report.findings],
    }


def _finding(one: Finding) -> dict[str, Any]:
    fix = one.fix
    return {
        "check": one.check,
        "title": one.title,
        "level": one.level,
        "says": one.says,
        "means": one.means,
        "way": list(one.way),
        "fix": None
        if fix is None
        else {
            "commands": [list(command) for command in fix.commands],
            "shell": list(fix.shell),
            "easier": list(fix.easier),
            "console": fix.console,
            "note": fix.note,
        },
    }


def print_text(reports: Sequence[Report]) -> None:
    """Write reports as lines: wrapped where stdout is a terminal, but for commands."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    width = console.width if sys.stdout.isatty() else None
    for number, report in enumerate(reports):
        if number:
            console.print()
        head = [safe(part) for part in (report.label, report.account, report.region) if part]
        console.print(Text("  ".join(head), style="bold"))
        for one in report.findings:
            for line in lines(one, width):
                console.print(line)


def lines(one: Finding, width: int | None = None) -> Iterator[Text]:
    """Return a finding's lines, wrapped to ``width`` cells; a command stays whole, to be copied."""
    from rich.text import Text

    is_verdict = one.check == "verdict"
    if is_verdict:
        yield Text()
    head = Text(f"{GLYPHS[one.level]} {one.level:<{_INDENT - 2}}", style=_COLOURS[one.level])
    head.append(safe(one.title), style="bold")
    if one.level in (Level.GOOD, Level.NOTE) and not is_verdict:
        head.append(f": {safe(one.says)}", style="not bold default")
        yield from _wrapped(head, width, 0)
        return
    yield head
    yield from _wrapped(Text(safe(one.says)), width, _INDENT)
    yield from _wrapped(Text(safe(one.means), style="dim"), width, _INDENT)
    if (fix := one.fix) is None:
        return
    if fix.easier:
        yield Text(" " * _INDENT + safe(fix.easier_shell), style="bold")
        said = "It shows the change and asks first. The AWS CLI does the same by:"
        yield from _wrapped(Text(said, style="dim"), width, _INDENT)
    for command in fix.shell:
        yield Text(" " * _INDENT + safe(command), style="bold")
    if fix.console:
        yield from _wrapped(Text(f"In the console: {safe(fix.console)}"), width, _INDENT)
    yield from _wrapped(Text(safe(fix.note), style="dim"), width, _INDENT)


def _wrapped(text: Text, width: int | None, indent: int) -> Iterator[Text]:
    """Break a text into lines that all begin ``indent`` cells in."""
    from rich.console import Console
    from rich.text import Text

    if not text:
        return
    margin = " " * indent
    if width is None:
        yield Text(margin).append_text(text)
        return
    hang = indent or _INDENT
    wrapped = text.wrap(Console(width=width), max(24, width - hang))
    for number, line in enumerate(wrapped):
        yield Text(margin if not number else " " * hang).append_text(line)
