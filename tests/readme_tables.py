"""Rewrite the README's tables of keys, fields and flags, and its policy, from the code."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from click.testing import CliRunner

from sestrail_tui.cli.commands.demo import demo
from sestrail_tui.cli.commands.doctor import doctor
from sestrail_tui.cli.commands.logging import logging
from sestrail_tui.cli.commands.open import open_files
from sestrail_tui.cli.commands.policy import policy
from sestrail_tui.cli.commands.tail import tail
from sestrail_tui.cli.commands.wait import wait
from sestrail_tui.config.show import rows
from sestrail_tui.filters.syntax.help import help_rows
from sestrail_tui.tui.keys.keys import KEYS
from tests.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

README = ROOT / "README.md"


def table(head: tuple[str, ...], told: Sequence[tuple[str, ...]]) -> str:
    """Give a Markdown table."""
    lines = [head, tuple("---" for _ in head), *told]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )


def keys_table() -> str:
    """Give the keys with their ids, by which a configuration can name them."""
    told = [(f"`{key.display or key.key}`", key.help, f"`{key.id}`") for key in KEYS]
    return table(("key", "what it does", "id"), told)


def fields_table() -> str:
    """Give the filter language by example."""
    return table(("example", "finds"), [(f"`{example}`", text) for example, text in help_rows()])


def flags_table() -> str:
    """Give every flag with the commands that take it."""
    flags: dict[tuple[str, str], list[str]] = {}
    named = {str(one.name): one for one in (tail, open_files, wait, demo, doctor, policy)}
    named |= {f"logging {name}": one for name, one in logging.commands.items()}
    for called, command in named.items():
        for option in command.params:
            if isinstance(option, click.Option):
                name = " / ".join((*option.opts, *option.secondary_opts))
                flags.setdefault((name, option.help or ""), []).append(called)
    told = [(f"`{name}`", ", ".join(used), text) for (name, text), used in flags.items()]
    return table(("flag", "commands", "what it does"), told)


def policy_json() -> str:
    """Give what ``sestrail policy`` prints."""
    done = CliRunner().invoke(policy, [])
    assert done.exit_code == 0, done.output
    return f"```json\n{done.stdout.rstrip()}\n```"


def settings_table() -> str:
    """Give every key of the settings file."""
    return table(
        ("setting", "usual", "meaning"),
        [(f"`{row.key}`", f"`{row.default}`" if row.default else "", row.help) for row in rows()],
    )


TABLES = {
    "keys": keys_table,
    "fields": fields_table,
    "flags": flags_table,
    "policy": policy_json,
    "settings": settings_table,
}


def rewritten(text: str) -> str:
    """Give the README's text with every table made anew."""
    for name, make in TABLES.items():
        begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        before, _, rest = text.partition(begin)
        text = f"{before}{begin}\n{make()}\n{end}{rest.partition(end)[2]}"
    return text


if __name__ == "__main__":
    README.write_text(rewritten(README.read_text()))
    sys.stdout.write("README.md: tables rewritten\n")
