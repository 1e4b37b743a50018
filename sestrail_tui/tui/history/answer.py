"""What is different on a screen that shows the answer to a question to the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.filters.narrowing import narrows
from sestrail_tui.tui.history.question_line import QuestionLine

if TYPE_CHECKING:
    from sestrail_tui.filters.syntax.tree import Node
    from sestrail_tui.tui.base.key_line import Hint
    from sestrail_tui.tui.base.times import TimeMode
    from sestrail_tui.tui.history.engines import Engines
    from sestrail_tui.tui.history.question import QuestionText
    from sestrail_tui.tui.history.status import HistoryStatus
    from sestrail_tui.tui.table.listing import Listing


class AnswerRole:
    """The role of a screen over one answer; without a screen below it is the whole session.

    Leaving it early cancels the query.
    """

    cleared_note = ""
    is_query = True

    def __init__(self, status: HistoryStatus, shared: Engines | None = None) -> None:
        """``shared`` are the engines of the screen below."""
        self.is_above = shared is not None
        self.banner = QuestionLine()
        self.shared = shared
        self.engine_names = status.question.engines
        self._status = status

    @property
    def filter(self) -> Node:
        """What was asked for: ``esc`` goes back to that, and from there to the screen below."""
        return self._status.question.question.node

    @property
    def hints(self) -> tuple[Hint, ...]:
        """The way back, and the question."""
        back = "back" if self.is_above else "leave"
        return (("q", back, "screen.do('quit')"), ("H", "ask anew", "screen.do('history')"))

    def question(self, listing: Listing | None, first: Node) -> QuestionText:  # noqa: ARG002
        """Return the last question, to begin the next from."""
        return self._status.question.wording

    def show(self, listing: Listing | None, time_mode: TimeMode, now_ms: int) -> None:
        """Say what was asked for, how the query goes, and whether all of it can be shown."""
        shown = self.filter if listing is None else listing.node
        wider = shown != self.filter and not narrows(shown, self.filter)
        self.banner.facts = self._status.about(shown, time_mode, now_ms, wider=wider)
