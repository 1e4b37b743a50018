"""The demo of the past: one question to the embedded AWS's engine, over the backlog's hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.cli.options import CLOCK, parse_filter

if TYPE_CHECKING:
    from sestrail_tui.sources.past.engine import Kind
    from sestrail_tui.sources.source import Connection

HOURS: Final = 6
BACKLOG: Final = 300
"""Sends of those hours."""
ENGINES: Final[dict[str, Kind]] = {"insights": "insights", "athena": "athena"}
"""By ``--source``: the engine that is asked."""


def asked(account: Connection, source: str, filter_text: str) -> Connection:
    """Give the connection to the engine's answer; any other source's stays as it is."""
    if source not in ENGINES:
        return account
    from sestrail_tui.sources.past.connection import AskedPast
    from sestrail_tui.sources.past.engine import Question

    now_ms = CLOCK.now_ms()
    question = Question(parse_filter(filter_text), now_ms - HOURS * 3_600_000, now_ms)
    return AskedPast(account, ENGINES[source], question)
