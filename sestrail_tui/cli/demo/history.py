"""The demo of the past: one question to the embedded AWS's engine, over the backlog's hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.cli.flags.options import CLOCK, parse_filter
from sestrail_tui.places.place import HISTORY_HOURS

if TYPE_CHECKING:
    from sestrail_tui.follow.protocol import Connection
    from sestrail_tui.places.place import Place
    from sestrail_tui.tui.history.question import TypedQuestion

BACKLOG: Final = 300
"""Sends of the hours that are asked for."""


def asked(
    account: Connection, place: Place, filter_text: str
) -> tuple[Connection, TypedQuestion | None]:
    """Return the connection to the engine's answer, and the question; any other stays as it is."""
    if not place.demo or not place.demo.asks_history:
        return account, None
    from sestrail_tui.follow.connections.history import AskedHistory
    from sestrail_tui.follow.history.engine import Question
    from sestrail_tui.tui.history.question import TypedQuestion, worded

    now_ms = CLOCK.now_ms()
    question = Question(parse_filter(filter_text), now_ms - HISTORY_HOURS * 3_600_000, now_ms)
    shown = TypedQuestion((), worded(question), question, {})
    return AskedHistory(account, place.name, question), shown
