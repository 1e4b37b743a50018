"""The header: what is read, how reading goes, how late it is; and, if so, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from sestrail_tui.cloudtrail.safe_text import safe
from sestrail_tui.tui import formats
from sestrail_tui.tui.health import OPENING, Summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.tui.formats import TimeMode

_STYLE: Final = {
    "good": "$text-success",
    "plain": "$foreground 60%",
    "warn": "$text-warning",
    "bad": "$text-error",
}


@dataclass(frozen=True, slots=True)
class HeaderFacts:
    """Everything the header says, as of one moment."""

    title: str = "sestrail"
    label: str = ""
    account: str = ""
    region: str = ""
    health: Summary = OPENING
    lag_ms: int | None = None
    rate: float = 0.0
    """Arrivals a second."""
    buckets: tuple[int, ...] = ()
    """Arrivals in equal spans, the latest last: the sparkline."""
    now_ms: int = 0
    time_mode: TimeMode = "local"


class HeaderLine(Widget):
    """Draws `HeaderFacts`; where it is narrow, the least needed piece goes first."""

    facts: reactive[HeaderFacts] = reactive(HeaderFacts())

    DEFAULT_CSS: ClassVar[str] = """
    HeaderLine { height: 1; padding: 0 1; text-wrap: nowrap; }
    HeaderLine.-trouble { height: 2; }
    """

    def watch_facts(self, facts: HeaderFacts) -> None:
        """Take a second line while there is trouble."""
        self.set_class(bool(facts.health.sentence), "-trouble")

    def render(self) -> Content:
        """Write one line, or two."""
        width = self.content_size.width
        first = head_line(self.facts, width)
        if not self.facts.health.sentence:
            return first
        return Content("\n").join([first, trouble_line(self.facts, width)])


def head_line(facts: HeaderFacts, width: int) -> Content:
    """Write the first line: names on the left, state on the right."""
    health = facts.health
    names = [("bold $accent", facts.title, 9)]
    names += [("$foreground 60%", safe(facts.account), 2)] if facts.account else []
    names += [("$foreground 60%", safe(facts.region), 3)] if facts.region else []
    names += [("", safe(facts.label), 8)] if facts.label else []
    through, lag = health.read_through_ms, formats.span(facts.lag_ms)
    state = [(_STYLE[health.tone], f"{health.glyph} {health.word}", 10)]
    if through is not None:
        time = formats.clock_time(through, facts.time_mode, facts.now_ms)
        state += [("", f"read through {time}", 7)]
    state += [("", f"lag {lag}", 6)] if lag else []
    speed, bars = formats.rate(facts.rate), formats.sparkline(facts.buckets)
    state += [("", speed, 5)] if speed else []
    state += [("$foreground 60%", bars, 1)] if bars else []
    while _length(names) + _length(state) + 2 > width:
        pieces = sorted({rank for *_, rank in [*names, *state] if rank < 8})
        if not pieces:
            break
        names = [piece for piece in names if piece[2] != pieces[0]]
        state = [piece for piece in state if piece[2] != pieces[0]]
    left, right = _joined(names), _joined(state)
    room = max(width - right.cell_length - 2, 0)
    if left.cell_length > room:
        left = left.truncate(room, ellipsis=True)
    return Content.assemble(left, " " * max(1, width - left.cell_length - right.cell_length), right)


def trouble_line(facts: HeaderFacts, width: int) -> Content:
    """Write what is wrong, what mends it, and when it is tried again."""
    health = facts.health
    again = ""
    if health.retry_at_ms is not None:
        left = max(0, -(-(health.retry_at_ms - facts.now_ms) // 1000))
        again = f"  again in {left}s" if left else "  trying again"
    sentence = Content.styled(safe(health.sentence), _STYLE[health.tone])
    return Content.assemble(
        sentence.truncate(max(0, width - len(again)), ellipsis=True), (again, "$foreground 60%")
    )


def _joined(pieces: Sequence[tuple[str, str, int]]) -> Content:
    parts = [Content.styled(text, style) for style, text, _ in pieces]
    return Content("  ").join(parts)


def _length(pieces: Sequence[tuple[str, str, int]]) -> int:
    return sum(Content(text).cell_length + 2 for _, text, _ in pieces)
