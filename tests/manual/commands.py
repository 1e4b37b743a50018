"""Every command of the command line, as the manual and the man page list them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sestrail_tui.cli.main import sestrail

if TYPE_CHECKING:
    from collections.abc import Iterator


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield each command that does something, with its path: ``logging on``."""
    yield from _below(sestrail, "", click.Context(sestrail, info_name="sestrail"))


def _below(
    group: click.Group, path: str, context: click.Context
) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        below = f"{path} {name}".strip()
        if isinstance(command, click.Group):
            yield from _below(command, below, click.Context(command, parent=context))
        else:
            yield below, command
