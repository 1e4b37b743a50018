"""The header: what is read, how reading goes, how late it is; and, if so, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from sestrail_tui.core.safe_text import safe
from sestrail_tui.core.units import duration_text
from sestrail_tui.tui.base.numbers import rate_text, sparkline
from sestrail_tui.tui.base.times import clock_time
from sestrail_tui.tui.feed.health import OPENING, Summary
from sestrail_tui.tui.panes.page import break_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.tui.base.times import TimeMode

TROUBLE_LINES: Final = 4
"""The most lines that a trouble takes."""
_ROOMY: Final = 20
"""Lines of the screen from which a trouble may take more than one."""
_AGAIN: Final = "  trying again"
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
    """

    def watch_facts(self) -> None:
        """Take more lines while there is trouble."""
        self.styles.height = len(self._lines)

    def on_resize(self) -> None:
        """Wrap what is wrong to the new width."""
        self.styles.height = len(self._lines)

    @property
    def _lines(self) -> list[Content]:
        width = self.content_size.width
        most = TROUBLE_LINES if self.app.size.height >= _ROOMY else 1
        return [head_line(self.facts, width), *trouble_lines(self.facts, width, most)]

    def render(self) -> Content:
        """Write one line, or some more."""
        return Content("\n").join(self._lines)


def head_line(facts: HeaderFacts, width: int) -> Content:
    """Write the first line: names on the left, state on the right."""
    health = facts.health
    names = [("bold $accent", facts.title, 9)]
    names += [("$foreground 60%", safe(facts.account), 2)] if facts.account else []
    names += [("$foreground 60%", safe(facts.region), 3)] if facts.region else []
    names += [("", safe(facts.label), 8)] if facts.label else []
    through, lag = health.read_through_ms, duration_text(facts.lag_ms)
    state = [(_STYLE[health.tone], f"{health.glyph} {health.word}", 10)]
    if through is not None:
        time = clock_time(through, facts.time_mode, facts.now_ms)
        state += [("", f"read {_since(facts)}through {time}", 7)]
    state += [("", f"lag {lag}", 6)] if lag else []
    speed, bars = rate_text(facts.rate), sparkline(facts.buckets)
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


def _since(facts: HeaderFacts) -> str:
    """Name the moment from which all was read, where something may be gone from before."""
    since_ms = facts.health.read_from_ms
    if since_ms is None:
        return ""
    return f"{clock_time(since_ms, facts.time_mode, facts.now_ms)} "


def trouble_lines(facts: HeaderFacts, width: int, most: int = TROUBLE_LINES) -> list[Content]:
    """Write what is wrong, what fixes it, and when it is tried again; nothing while all is well."""
    health = facts.health
    if not health.sentence:
        return []
    again = ""
    if health.retry_at_ms is not None:
        left = max(0, -(-(health.retry_at_ms - facts.now_ms) // 1000))
        again = f"  again in {left}s" if left else _AGAIN
    room = max(1, width - (len(_AGAIN) if again else 0))
    *full, last = _wrapped(safe(health.sentence), max(1, width)) or [""]
    if cell_len(last) > room:
        full, last = [*full, last], ""
    if len(full) >= most:
        full, last = full[: most - 1], " ".join([*full[most - 1 :], last])
    style = _STYLE[health.tone]
    written = [Content.styled(line, style).truncate(width, ellipsis=True) for line in full]
    end = Content.styled(last, style).truncate(room, ellipsis=True)
    again = again if last else again.lstrip()
    return [*written, Content.assemble(end, (again, "$foreground 60%")).truncate(width)]


def _wrapped(text: str, width: int) -> list[str]:
    rows, start = [], 0
    while start < len(text):
        end = break_at(text, start, width)
        rows.append(text[start:end].rstrip())
        start = end
    return rows


def _joined(pieces: Sequence[tuple[str, str, int]]) -> Content:
    parts = [Content.styled(text, style) for style, text, _ in pieces]
    return Content("  ").join(parts)


def _length(pieces: Sequence[tuple[str, str, int]]) -> int:
    return sum(Content(text).cell_length + 2 for _, text, _ in pieces)
