"""A history search as a person words it, and as an engine is asked it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from sestrail_tui.core.errors import FilterError
from sestrail_tui.core.instants import instant_ms, typed
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import to_text
from sestrail_tui.follow.history.engine import Estimate, Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sestrail_tui.filters.syntax.tree import Node

Number = TypeVar("Number", int, float)

_DAY_MS: Final = 86_400_000
NO_TIME: Final = "no time: 15m, 2d1h, 10:00, 2026-11-23T10:00Z"
NOTHING_BETWEEN: Final = "not before “to”: nothing lies between"


@dataclass(frozen=True, slots=True)
class QuestionText:
    """What is typed: two times in the words of ``--since`` and ``--until``, and a filter."""

    first: str
    last: str
    filter: str


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """What a wording means, ``None`` for what cannot be read."""

    first_ms: int | None
    last_ms: int | None
    node: Node | None

    @property
    def question(self) -> Question | None:
        """The question, where all of it can be read and something can lie between its times."""
        if self.first_ms is None or self.last_ms is None or self.node is None:
            return None
        if self.first_ms >= self.last_ms:
            return None
        return Question(self.node, self.first_ms, self.last_ms)

    @property
    def first_mistake(self) -> str:
        """What is wrong with the first time."""
        if self.first_ms is None:
            return NO_TIME
        backwards = self.last_ms is not None and self.first_ms >= self.last_ms
        return NOTHING_BETWEEN if backwards else ""

    @property
    def last_mistake(self) -> str:
        """What is wrong with the last time."""
        return NO_TIME if self.last_ms is None else ""


@dataclass(frozen=True, slots=True)
class TypedQuestion:
    """A question that was put to an engine, or to several."""

    engines: tuple[str, ...]
    """The engines' names; none where they are yet to be found."""
    wording: QuestionText
    question: Question
    estimates: Mapping[str, Estimate] = field(default_factory=dict)
    """What it was said to cost, by engine; filled as soon as that is known."""

    @property
    def estimate(self) -> Estimate | None:
        """What it was said to cost all in all, as far as that was told."""
        return total(self.estimates.values())


def read(wording: QuestionText, now_ms: int) -> ParsedQuestion:
    """Read what is typed; a last time that is left out is now."""
    try:
        node: Node | None = parse(wording.filter)
    except FilterError:
        node = None
    last = wording.last.strip() or "now"
    return ParsedQuestion(_instant(wording.first, now_ms), _instant(last, now_ms), node)


def before(oldest_ms: int | None, filter_text: str) -> QuestionText:
    """Word the question for the 24 h up to the oldest record; without one, up to now."""
    if oldest_ms is None:
        return QuestionText("24h", "now", filter_text)
    try:
        return QuestionText(typed(oldest_ms - _DAY_MS), typed(oldest_ms), filter_text)
    except (ValueError, OverflowError, OSError):  # a record may claim any year
        return QuestionText("24h", "now", filter_text)


def worded(question: Question) -> QuestionText:
    """Word a question that was put on the command line."""
    return QuestionText(typed(question.first_ms), typed(question.last_ms), to_text(question.node))


def _instant(text: str, now_ms: int) -> int | None:
    try:
        return instant_ms(text, now_ms)
    except (ValueError, OverflowError, OSError):
        return None


def total(estimates: Iterable[Estimate]) -> Estimate | None:
    """Add up what several engines would cost; ``None`` where there is none."""
    every = list(estimates)
    if not every:
        return None
    scanned = _sum([each.scanned_bytes for each in every])
    cost = _sum([each.cost_usd for each in every])
    return Estimate(every[0].query, scanned, cost, every[0].sentence)


def _sum(numbers: Sequence[Number | None]) -> Number | None:
    """Add up; nothing is known of the whole where a part is not known."""
    known = [number for number in numbers if number is not None]
    return sum(known[1:], known[0]) if len(known) == len(numbers) else None
