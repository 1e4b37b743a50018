"""The help: every key, the filter language, the signs in the table, and the manual's topics."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from sestrail_tui.core.safe_text import safe
from sestrail_tui.filters.syntax.help import help_rows
from sestrail_tui.manual.pages import read_page, topics
from sestrail_tui.tui.base.cells import fit
from sestrail_tui.tui.panes.page import Page, StyledSpan
from sestrail_tui.tui.panes.pane import Pane
from sestrail_tui.tui.panes.styled_text import StyledText

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import ComposeResult

LEGEND: Final = (
    ("console", "signed with credentials of a console session"),
    ("mfa", "the session began with a second factor"),
    ("red words", "the code with which SES refused the call"),
    ("!", "an alert: what is new, or out of the ordinary; off until you want them"),
    ("◆", "a change: an identity, a configuration set, a template..."),
    ("Σ", "many calls that CloudTrail counted into one record"),
    ("·", "a record of another service"),
    ("✗", "bytes that hold no record"),
    ("(none)", "the call named none; a filter finds it: config:(none)"),
    ("2 accounts", "one call, recorded in both: a reads it as the other one has it"),
    ("corrected", "a later record corrects this one, or (corrects) this one another: r"),
    ("Lag", "from the call until CloudTrail delivered its record"),
)
"""What the table shows in few signs."""

TWO_COLUMNS: Final = 100
"""Cells from which keys and filter stand side by side."""

GAP: Final = 3


@dataclass(frozen=True, slots=True)
class KeyHelp:
    """A key and what it does."""

    key: str
    description: str
    group: str


class HelpPane(Pane):
    """Two lists of lines, side by side where there is room, else one under the other."""

    DEFAULT_CSS = "HelpPane { background: $surface; }"

    def __init__(self, keys: Sequence[tuple[str, str]], rest: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._keys = keys
        self._rest = rest
        self._rows: list[list[StyledText]] = []

    def on_resize(self) -> None:
        """Lay the lists out anew."""
        width = self.inner_width
        if width < TWO_COLUMNS:
            self._rows = [*_column(self._keys, width), [], *_column(self._rest, width)]
        else:
            lefts = _column(self._keys, (width - GAP) // 2)
            right_at = max(map(_length, lefts), default=0) + GAP
            rights = _column(self._rest, width - right_at)
            nothing: list[StyledText] = []
            self._rows = [
                [*left, StyledText(" " * (right_at - _length(left))), *right]
                for left, right in zip_longest(lefts, rights, fillvalue=nothing)
            ]
        self.scroll_rows_to(self.top)
        self.refresh()

    def head(self) -> Sequence[StyledText]:
        """Return the title."""
        return (StyledText("Keys and filter", "title"),)

    def note(self) -> str:
        """Say how to leave."""
        return "esc closes"

    def row_count(self) -> int:
        """Return the rows at this width."""
        return len(self._rows)

    def row(self, index: int) -> Sequence[StyledText]:
        """Return one row, of both lists where they stand side by side."""
        return self._rows[index]


class KeysHelp(ModalScreen[None]):
    """Shows what the keys do until one of ``?``, ``esc``, ``q`` is pressed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,escape,q", "close", "Close", show=False),
    ]
    DEFAULT_CSS = """
    KeysHelp {
        align: center middle;
        HelpPane { width: 96%; max-width: 150; height: 94%; }
    }
    """

    def __init__(self, keys: Sequence[KeyHelp]) -> None:
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        """Fill the screen with the help."""
        pages = [(topic, read_page(topic).title) for topic in topics()]
        rest = [
            *(("Filter language", ""), *help_rows(), ("", "")),
            *(("In the table", ""), *LEGEND, ("", "")),
            *(("Manual: sestrail help TOPIC, in a terminal", ""), *pages),
        ]
        yield HelpPane(list(_grouped(self._keys)), rest)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()


def _grouped(keys: Sequence[KeyHelp]) -> Iterable[tuple[str, str]]:
    """Return the keys group by group, in the order in which the groups come first."""
    groups = list(dict.fromkeys(key.group for key in keys))
    for at, group in enumerate(groups):
        if at:
            yield "", ""
        yield group, ""
        yield from ((key.key, key.description) for key in keys if key.group == group)


def _column(entries: Sequence[tuple[str, str]], width: int) -> list[list[StyledText]]:
    """Lay entries out: the first text in a column of its own; a heading has no second."""
    names = [safe(name) for name, _ in entries]
    widths = [cell_len(name) for name, (_, text) in zip(names, entries, strict=True) if text]
    room = min(max(widths, default=0) + 2, width * 2 // 5)
    lines: list[str] = []
    tones: list[tuple[StyledSpan, ...]] = []
    for name, (_, text) in zip(names, entries, strict=True):
        if not text:
            lines.append(name)
            tones.append((StyledSpan(0, len(name), "title"),))
            continue
        head = fit(name, room) if cell_len(name) < room else name + "  "
        lines.append(head + safe(text))
        tones.append((StyledSpan(0, len(head), "key"),))
    page = Page(lines, lambda index, _line: tones[index], lambda _index, _line: room)
    page.wrap(width)
    page.wrap_all()
    return [page.row(index) for index in range(page.row_count)]


def _length(pieces: list[StyledText]) -> int:
    return sum(cell_len(piece.text) for piece in pieces)
