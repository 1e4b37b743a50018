"""The screen that a session begins with, over what the command line gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.core.process.user_folders import state_folder
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.tui.feed.status import FeedStatus
from sestrail_tui.tui.main.screen import MainScreen, answer_screen
from sestrail_tui.tui.preferences.filter_history import FilterHistory
from sestrail_tui.tui.preferences.preferences import Preferences

if TYPE_CHECKING:
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.protocol import Connection
    from sestrail_tui.tui.history.question import TypedQuestion


def begin(
    connection: Connection,
    *,
    clock: Clock,
    filter_text: str,
    title: str,
    demo_note: str,
    preferences: Preferences | None,
    history: FilterHistory | None,
    question: TypedQuestion | None,
) -> MainScreen:
    """Return the main screen, or the one over the answer to a ``question`` to the history.

    Raises `FilterError` for a filter that cannot be read.
    """
    preferences = Preferences() if preferences is None else preferences
    if history is None:
        history = FilterHistory(state_folder() / "filters")
    if question is not None:
        return answer_screen(connection, clock, history, question, preferences=preferences)
    status = FeedStatus(title=title, note=demo_note)
    node = parse(filter_text)
    return MainScreen(connection, clock, history, status, node=node, preferences=preferences)
