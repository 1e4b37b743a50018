"""What is typed of a history search: two times and a filter, each on a line of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.base.messages import FilterEdited, FilterKept, FilterLeft
from sestrail_tui.tui.base.plain_input import PlainInput
from sestrail_tui.tui.base.times import clock_time
from sestrail_tui.tui.filtering.completion import CompletionList
from sestrail_tui.tui.filtering.filter_counts import FilterCounts
from sestrail_tui.tui.filtering.filter_line import FilterLine
from sestrail_tui.tui.history.question import ParsedQuestion, QuestionText

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from sestrail_tui.tui.base.times import TimeMode
    from sestrail_tui.tui.preferences.filter_history import FilterHistory

LABEL_CELLS: Final = 8


@dataclass(eq=False)
class FieldsEdited(Message):
    """Something else is typed."""


@dataclass(eq=False)
class FieldsSubmitted(Message):
    """Enter was pressed."""


@dataclass(eq=False)
class FieldsLeft(Message):
    """Typing was left."""


class TimeField(Horizontal):
    """``from  2026-04-10T18:52:04   2026-04-10 18:52:04``: a time, and what it is read as."""

    DEFAULT_CSS: ClassVar[str] = """
    TimeField { height: 1; padding: 0 2; }
    TimeField .label { width: 8; color: $foreground 60%; }
    TimeField:focus-within .label { color: $text-accent; text-style: bold; }
    TimeField Input {
        width: 27; height: 1; padding: 0; border: none; background: transparent;
    }
    TimeField .read { width: 1fr; padding: 0 0 0 2; color: $foreground 60%; text-wrap: nowrap; }
    TimeField.-mistake .read { color: $text-error; }
    """

    def __init__(self, label: str, text: str, *, id: str) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._label = label
        self._first = text

    def compose(self) -> ComposeResult:
        """Put the label before what is typed, and what that is read as behind it."""
        yield Static(self._label, classes="label", markup=False)
        yield PlainInput(self._first, compact=True, select_on_focus=True)
        yield Static("", classes="read", markup=False)

    @property
    def text(self) -> str:
        """What is typed."""
        return self.query_one(Input).value

    def show_reading(self, read_as: str, *, mistake: bool = False) -> None:
        """Say what the time is read as, or why it is none."""
        self.set_class(mistake, "-mistake")
        self.query_one(".read", Static).update(Content(safe(read_as)), layout=False)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(FieldsEdited())

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(FieldsSubmitted())


class HistoryFilter(FilterLine):
    """The filter line with a label; ``tab`` completes, and without a completion goes on."""

    DEFAULT_CSS: ClassVar[str] = """
    HistoryFilter { padding: 0 1; }
    HistoryFilter #filter-sign { width: 8; }
    """

    def on_mount(self) -> None:
        """Name what is typed here."""
        self.query_one("#filter-sign", Static).update(Content("filter"))
        self.query_one(FilterCounts).display = False
        self.input.placeholder = "none: every record of SES"

    @property
    def text(self) -> str:
        """What is typed, also where it cannot be read yet."""
        return self.input.value.strip()

    def action_complete(self) -> None:
        """Take the chosen completion, or go to the next part."""
        if self.query_one(CompletionList).display:
            super().action_complete()
        else:
            self.screen.focus_next()

    @property
    def _indent(self) -> int:
        return super()._indent + LABEL_CELLS - 2

    def _apply(self) -> None:
        self.post_message(FilterEdited(self.text))


class HistoryFields(Vertical):
    """The three lines; begins with ``wording``."""

    DEFAULT_CSS: ClassVar[str] = "HistoryFields { height: auto; }"

    def __init__(
        self,
        wording: QuestionText,
        history: FilterHistory,
        seen: Callable[[str], Sequence[tuple[str, int]]],
    ) -> None:
        super().__init__()
        self._first = TimeField("from", wording.first, id="first")
        self._last = TimeField("to", wording.last, id="last")
        self._filter = HistoryFilter(history, seen)
        self._begin = wording.filter

    def compose(self) -> ComposeResult:
        """Put one below the other."""
        yield self._first
        yield self._last
        yield self._filter

    def on_mount(self) -> None:
        """Show the filter to begin with."""
        self._filter.set_text(self._begin)

    @property
    def wording(self) -> QuestionText:
        """What is typed."""
        return QuestionText(self._first.text, self._last.text, self._filter.text)

    def show_reading(self, reading: ParsedQuestion, mode: TimeMode, now_ms: int) -> None:
        """Say what the times are read as; the filter says its mistakes itself."""
        for field, ms, mistake in (
            (self._first, reading.first_ms, reading.first_mistake),
            (self._last, reading.last_ms, reading.last_mistake),
        ):
            field.show_reading(mistake or _moment(ms, mode, now_ms), mistake=bool(mistake))

    def go_to_mistake(self, reading: ParsedQuestion) -> None:
        """Go where something cannot be read."""
        wrong = self._first if reading.first_mistake else self._last
        (self._filter if reading.node is None else wrong).query_one(Input).focus()

    @on(FilterEdited)
    def _filter_edited(self, event: FilterEdited) -> None:
        event.stop()
        self.post_message(FieldsEdited())

    @on(FilterKept)
    def _filter_kept(self, event: FilterKept) -> None:
        event.stop()
        self.post_message(FieldsSubmitted())

    @on(FilterLeft)
    def _filter_left(self, event: FilterLeft) -> None:
        event.stop()
        self.post_message(FieldsEdited())
        self.post_message(FieldsLeft())


def _moment(ms: int | None, mode: TimeMode, now_ms: int) -> str:
    """Write ``Sat 2026-04-11 19:07:04, 1h00m ago``, in UTC where the screen shows that."""
    clock: TimeMode = "utc" if mode == "utc" else "local"
    zone = " UTC" if mode == "utc" else ""
    when = clock_time(ms, clock, now_ms, "weekday")
    return f"{when}{zone}, {clock_time(ms, 'relative', now_ms)}"
