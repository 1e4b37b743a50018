"""stdin, stdout and stderr where they are not what one takes for granted: closed, or left."""

from __future__ import annotations

import os
import sys

from sestrail_tui.errors import OutputError


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
