"""Under the header of an answer: which time and filter were asked for, and what that takes."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import ClassVar

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.feed.first_screen import DIM

_GAP = 2


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """What was asked for, as of one moment."""

    range: str = ""
    filter: str = ""
    price: str = ""
    """What was scanned and what that costs."""
    shown: bool = True
    """Whether the filter line says the same filter."""
    notes: tuple[tuple[str, str], ...] = ()
    """What has to be said besides: styles and sentences."""


class QuestionLine(Widget):
    """Draws `QuestionFacts`: mostly one line."""

    DEFAULT_CSS: ClassVar[str] = "QuestionLine { height: auto; padding: 0 1; text-wrap: nowrap; }"

    facts: reactive[QuestionFacts] = reactive(QuestionFacts(), layout=True)

    def render(self) -> Content:
        """Write the lines."""
        return Content("\n").join(question_lines(self.facts, max(1, self.app.size.width - 2)))


def question_lines(facts: QuestionFacts, width: int) -> list[Content]:
    """Write what was asked for on the left, what it takes on the right, notes below.

    Where it is narrow the filter goes to a line of its own, or, if it is shown anyway, is left out.
    """
    right = Content.styled(safe(facts.price), DIM).truncate(width, ellipsis=True)
    room = max(0, width - right.cell_length - _GAP)
    left = Content.assemble(("asked ", DIM), facts.range)
    sought = Content.assemble(("for ", DIM), safe(facts.filter) or "every record of SES")
    below = []
    if left.cell_length + 1 + sought.cell_length <= room:
        left = Content.assemble(left, " ", sought)
    elif not facts.shown:
        below.append(sought.truncate(width, ellipsis=True))
    left = left.truncate(room, ellipsis=True)
    between = " " * max(0, width - left.cell_length - right.cell_length)
    below += [
        Content.styled(line, style)
        for style, note in facts.notes
        for line in textwrap.wrap(safe(note), width)
    ]
    return [Content.assemble(left, between, right), *below]
