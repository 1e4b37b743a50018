"""``sestrail help``: the pages of the manual."""

from __future__ import annotations

import difflib
import os
import sys
from typing import TYPE_CHECKING, Final

import click

from sestrail_tui.cli.flags import complete
from sestrail_tui.core.errors import UsageError
from sestrail_tui.core.safe_text import safe
from sestrail_tui.manual.pages import read_page, topics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.manual.pages import ManualPage

WIDEST: Final = 100
"""Columns beyond which a line of text is hard to read."""


@click.command("help", short_help="Show a page of the manual.")
@click.argument("topic", required=False, shell_complete=complete.topics)
@click.pass_context
def show_help(ctx: click.Context, topic: str | None) -> int:
    """Show the page of the manual about TOPIC, or list the topics.

    A command's name that is no topic shows that command's --help. On a terminal the page opens in
    $PAGER (else in less); elsewhere it is plain Markdown.
    """
    group = ctx.find_root().command
    assert isinstance(group, click.Group)
    if topic is None:
        click.echo(_list_of_topics())
    elif topic in topics():
        _show(read_page(topic))
    elif (command := group.get_command(ctx, topic)) is not None:
        parent = click.Context(group, info_name=ctx.find_root().info_name)
        click.echo(command.get_help(click.Context(command, parent=parent, info_name=topic)))
    else:
        raise UsageError(_unknown(topic, (*topics(), *group.list_commands(ctx))))
    return 0


def _list_of_topics() -> str:
    width = max(map(len, topics()))
    lines = (f"  {topic:<{width}}  {read_page(topic).title}" for topic in topics())
    return "\n".join(("sestrail help TOPIC shows a page:", "", *lines))


def _show(page: ManualPage) -> None:
    text = page.plain()
    if not sys.stdout.isatty():
        click.echo(text.encode(), nl=False)  # as the file is, whatever the locale
        return
    os.environ.setdefault("LESS", "-FRX")  # as git: no pager for what fits on the screen
    click.echo_via_pager(_rendered(text))


def _rendered(markdown: str) -> str:
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console()
    with console.capture() as capture:
        console.print(
            Markdown(markdown, hyperlinks=False, code_theme="ansi_dark"),
            width=min(console.width, WIDEST),
        )
    return capture.get().encode(console.encoding, "replace").decode(console.encoding)


def _unknown(topic: str, names: Sequence[str]) -> str:
    near = difflib.get_close_matches(topic, names)
    instead = f"Did you mean {' or '.join(near)}?" if near else "sestrail help lists the topics."
    return f"There is no manual page '{safe(topic)}'. {instead}"
