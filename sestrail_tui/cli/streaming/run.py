"""One connection, shown on the screen or written to stdout."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from sestrail_tui.cli.flags.options import CLOCK, check_filter, keep, parse_filter, say_hint
from sestrail_tui.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.alerts.rule_names import RuleName
    from sestrail_tui.cli.flags.options import Limits
    from sestrail_tui.cli.streaming.output import Format
    from sestrail_tui.follow.protocol import Connection
    from sestrail_tui.tui.history.question import TypedQuestion
    from sestrail_tui.tui.preferences.preferences import Preferences


def run(
    connection: Connection,
    filter_text: str,
    form: Format | None,
    limits: Limits,
    note: str = "",
    alerts: Sequence[RuleName] = (),
    question: TypedQuestion | None = None,
) -> int:
    """Show ``connection`` (``form`` None) or write it; gives the exit code.

    The screen is as the settings file says; ``alerts`` are wanted besides those of the file.
    With a ``question``, the connection is the answer to it from the history.
    Raises `FilterError` before anything is opened.
    """
    check_filter(filter_text)
    if form is not None:
        from sestrail_tui.cli.streaming.billed import Billed
        from sestrail_tui.cli.streaming.stream import run_stream

        say_hint(filter_text)
        return run_stream(Billed(connection), keep(parse_filter(filter_text)), form, limits)
    claim_terminal()
    from sestrail_tui.tui.app.app import SestrailApp
    from sestrail_tui.tui.app.first_theme import first_theme

    settings = partial(_preferences, alerts)
    app = SestrailApp(
        connection,
        clock=CLOCK,
        filter_text=filter_text,
        demo_note=note,
        # An answer's screen begins with another frame than the first one looks like.
        preferences=settings if question is None else settings(),
        theme=first_theme(),
        question=question,
    )
    app.run()
    return app.return_code or 0


def _preferences(alerts: Sequence[RuleName]) -> Preferences:
    """Read settings and last session; it takes imports that the first frame does without."""
    from sestrail_tui.config.read import load
    from sestrail_tui.tui.preferences.last_view import recall, view_path
    from sestrail_tui.tui.preferences.preferences import from_settings

    return from_settings(load(), recall(view_path()), alerts)


def claim_terminal() -> None:
    """Take keys from, and draw on, the terminal itself where stdin or stderr are something else.

    Textual draws on stderr, so ``2>/dev/null`` would otherwise show nothing.
    Raises `UsageError` where there is no terminal for the keys.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        os.dup2(1, 2)
    if sys.stdin is not None and sys.stdin.isatty():
        return
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        raise UsageError(
            "The screen needs a keyboard, and stdin is not a terminal: give --output jsonl, text..."
        ) from None
    os.dup2(terminal, 0)
    os.close(terminal)
