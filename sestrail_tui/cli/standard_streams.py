"""stdin, stdout and stderr where they are not what one takes for granted: closed, or left."""

from __future__ import annotations

import os
import select
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from sestrail_tui.core.errors import OutputError
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Callable


def fill_closed() -> None:
    """Put the null device where the caller closed stdin or stderr (``2>&-``).

    Otherwise the next file or socket takes its number, and is read or written for it.
    Raises `OutputError` where stdout is closed.
    """
    stdout_is_closed = sys.stdout is None
    # The lowest free number is given first, so that each comes to its own place.
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY), closefd=False)
    if stdout_is_closed:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", closefd=False)
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", closefd=False)
    if stdout_is_closed:
        raise OutputError("stdout is closed: there is nowhere to write to.")


def silence_stdout() -> None:
    """Let the interpreter's last flush go nowhere, once the reader of stdout has left."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
    os.close(sink)


def say(text: str) -> None:
    """Write lines of narration to stderr, safe; a closed stderr is no reason to fail."""
    say_styled("\n".join(map(safe, text.split("\n"))))


def say_styled(text: str) -> None:
    """Do the same with text that is made of safe pieces, and of styles around them."""
    with suppress(OSError):
        click.echo(text, err=True)


def when_reader_leaves(action: Callable[[], object]) -> None:
    """Call ``action`` from a daemon thread once the other end of stdout's pipe is closed.

    Without it a quiet tail would only notice at the next record, as ``tail -f | head -1`` would.
    """
    if not hasattr(select, "poll") or sys.stdout.isatty():
        return
    poll = select.poll()
    poll.register(sys.stdout.fileno(), select.POLLERR)

    def watch() -> None:
        if any(event & select.POLLERR for _, event in poll.poll()):
            action()

    threading.Thread(target=watch, name="stdout-reader", daemon=True).start()
