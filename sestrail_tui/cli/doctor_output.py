"""A doctor's report on stdout, for people and for programs."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.cloudtrail.safe_text import safe
from sestrail_tui.doctor.finding import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.doctor.finding import Finding, Mend, Report

GLYPHS: Final = {Level.GOOD: "✓", Level.WARNING: "!", Level.MISSING: "✗", Level.UNKNOWN: "?"}
_COLOURS: Final = {
    Level.GOOD: "green",
    Level.WARNING: "yellow",
    Level.MISSING: "red",
    Level.UNKNOWN: "cyan",
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
    mend = one.mend
    return {
        "check": one.check,
        "title": one.title,
        "level": one.level,
        "says": one.says,
        "means": one.means,
        "way": list(one.way),
        "mend": None
        if mend is None
        else {
            "commands": [list(command) for command in mend.commands],
            "shell": list(mend.shell),
            "console": mend.console,
            "note": mend.note,
        },
    }


def print_text(reports: Sequence[Report]) -> None:
    """Write reports as lines, wrapped to the terminal, coloured where it is one."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    for number, report in enumerate(reports):
        head = [safe(part) for part in (report.label, report.account, report.region) if part]
        if number:
            console.print()
        console.print(Text("  ".join(head), style="bold"))
        for one in report.findings:
            _print(console, one, Text)


def _print(console: Any, one: Finding, text: Any) -> None:
    from rich.padding import Padding

    is_verdict = one.check == "verdict"
    if is_verdict:
        console.print()
    line = text(f"{GLYPHS[one.level]} {one.level:<{_INDENT - 2}}", style=_COLOURS[one.level])
    line.append(safe(one.title), style="bold")
    if is_verdict or one.level is not Level.GOOD:
        console.print(line)
        console.print(Padding(text(safe(one.says), overflow="fold"), (0, 0, 0, _INDENT)))
    else:
        console.print(text.assemble(line, f"  {safe(one.says)}"), overflow="fold")
        return
    if one.means:
        means = text(safe(one.means), style="dim", overflow="fold")
        console.print(Padding(means, (0, 0, 0, _INDENT)))
    if one.mend is not None:
        _print_mend(console, one.mend, text)


def _print_mend(console: Any, mend: Mend, text: Any) -> None:
    """Write what mends; a command stays one line, so that it can be copied."""
    from rich.padding import Padding

    margin = " " * _INDENT
    for command in mend.shell:
        console.print(text(f"{margin}{safe(command)}", style="bold"), soft_wrap=True)
    if mend.console:
        console.print(text(f"{margin}In the console: {safe(mend.console)}"))
    if mend.note:
        console.print(Padding(text(safe(mend.note), style="dim"), (0, 0, 0, _INDENT)))
