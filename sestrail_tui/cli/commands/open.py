"""``sestrail open``: the same screen, or the same lines, over files."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sestrail_tui.cli.flags import options
from sestrail_tui.cli.flags.options import Limits
from sestrail_tui.cli.standard_streams import say
from sestrail_tui.cli.streaming.run import run
from sestrail_tui.core.errors import InputError, SourceError, UsageError
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from sestrail_tui.cli.streaming.output import Format


@click.command("open", short_help="Open files of CloudTrail records.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path())
@options.since_flag
@options.until_flag
@options.filter_flag
@options.output_flag
@options.max_events_flag
def open_files(
    files: tuple[str, ...],
    since_ms: int | None,
    until_ms: int | None,
    filter_text: str,
    output: Format | None,
    max_events: int | None,
) -> int:
    """Open files of CloudTrail records on the same screen.

    A file holds a record, {"Records": [...]}, the output of lookup-events, filter-log-events,
    get-query-results or aws logs tail, or JSON lines, each also .gz or .zst; - is stdin.
    Exit code 3: not everything could be read.
    """
    from sestrail_tui.places.connect_files import STDIN, FileConnection

    options.check_span(since_ms, until_ms)
    paths = tuple(Path(name) for name in files)
    form = options.output_format(output, max_events)
    typed = next((path for path in paths if _is_terminal(path, STDIN)), None)
    if typed is not None and form is None:
        raise UsageError(
            f"{safe(str(typed))} is the terminal, which the screen needs for its keys: pipe "
            "records into it, as in `cat FILE | sestrail open -`, or name the files."
        )
    if typed is not None:
        say(
            f"sestrail: {typed} is the terminal: type or paste records, and end with ctrl+d at "
            "the start of a line. It cuts long lines (Linux: after 4,095 bytes); a file is whole."
        )
    connection = FileConnection(
        paths,
        options.CLOCK,
        stdin=_stdin_copy() if STDIN in paths else None,
        since_ms=since_ms,
        until_ms=until_ms,
        node=None if form is None else options.parse_filter(filter_text),
    )
    connection.check()  # before there is a screen: a wrong name is one sentence
    code = run(connection, filter_text, form, Limits(max_events))
    # What could not be read at all is as wrong as a name that is; 3: not all of it was read.
    return InputError.exit_code if code == SourceError.exit_code and connection.refused else code


def _is_terminal(path: Path, stdin: Path) -> bool:
    """Tell whether what is to be read is what a person types: ``-``, ``/dev/tty``..."""
    if path == stdin:
        return sys.stdin.isatty()
    try:
        if not stat.S_ISCHR(path.stat().st_mode):
            return False
        device = os.open(path, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        return os.isatty(device)
    finally:
        os.close(device)


def _stdin_copy() -> int:
    """Return a file descriptor of stdin that stays when the screen takes fd 0 for the keyboard."""
    return os.dup(sys.stdin.fileno())
