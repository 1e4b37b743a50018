"""The demo of the past: one question to the embedded AWS's engine, over the backlog's hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.cli.flags.options import CLOCK, parse_filter

if TYPE_CHECKING:
    from sestrail_tui.follow.history.engine import Kind
    from sestrail_tui.follow.protocol import Connection
    from sestrail_tui.tui.history.question import TypedQuestion

HOURS: Final = 6
BACKLOG: Final = 300
"""Sends of those hours."""
ENGINES: Final[dict[str, Kind]] = {"insights": "insights", "athena": "athena"}
"""By ``--source``: the engine that is asked."""


def asked(
    account: Connection, source: str, filter_text: str
) -> tuple[Connection, TypedQuestion | None]:
    """Give the connection to the engine's answer, and the question; any other stays as it is."""
    if source not in ENGINES:
        return account, None
    from sestrail_tui.follow.connections.history import AskedHistory
    from sestrail_tui.follow.history.engine import Question
    from sestrail_tui.tui.history.question import TypedQuestion, worded

    now_ms = CLOCK.now_ms()
    question = Question(parse_filter(filter_text), now_ms - HOURS * 3_600_000, now_ms)
    shown = TypedQuestion((), worded(question), question, {})
    return AskedHistory(account, ENGINES[source], question), shown
