"""The filter line: typed live, explained where it cannot be read, completed, remembered."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from sestrail_tui.core.errors import FilterError
from sestrail_tui.filters.syntax.complete import complete
from sestrail_tui.filters.syntax.hints import hint
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.widen import whole_values
from sestrail_tui.tui.base.messages import FilterEdited, FilterKept, FilterLeft
from sestrail_tui.tui.base.plain_input import PlainInput
from sestrail_tui.tui.filtering.completion import CompletionList
from sestrail_tui.tui.filtering.filter_counts import FilterCounts
from sestrail_tui.tui.filtering.filter_mistake import FilterMistake, mistake_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.timer import Timer

    from sestrail_tui.filters.syntax.tree import Node
    from sestrail_tui.tui.preferences.filter_history import FilterHistory

_APPLY_S: Final = 0.12
"""How long typing pauses before the filter is tried."""
_EXPLAIN_S: Final = 0.6
"""How long it pauses before a mistake is explained: an unfinished word is none yet."""


class FilterLine(Vertical):
    """``/ config:hoge -principal:ci-*        1,204 of 98,331 sends``, and what goes with it."""

    DEFAULT_CSS: ClassVar[str] = """
    FilterLine { height: auto; }
    FilterLine > Horizontal { height: 1; padding: 0 1; }
    FilterLine #filter-sign { width: 2; color: $foreground 60%; }
    FilterLine:focus-within #filter-sign { color: $text-accent; text-style: bold; }
    FilterLine Input {
        width: 1fr; height: 1; padding: 0; border: none; background: transparent;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "previous", "Back in the history", show=False, id="filter.older"),
        Binding("down", "next", "Forward in the history", show=False, id="filter.newer"),
        Binding("tab", "complete", "Complete", show=False, id="filter.complete"),
        Binding("escape", "leave", "Leave", show=False, id="filter.leave"),
    ]

    def __init__(
        self,
        history: FilterHistory,
        seen: Callable[[str], Sequence[tuple[str, int]]],
        count: Callable[[Node], int] | None = None,
    ) -> None:
        super().__init__(id="filter")
        self._history = history
        self._seen = seen
        self._count = count
        """Counts the records that match, where that is known."""
        self._kept = ""
        self._waits: list[Timer] = []
        self.input = PlainInput(id="filter-input", compact=True, select_on_focus=False)
        """The place where it is typed."""
        self.input.takes_filter = True
        self._counts = FilterCounts()
        self._mistake = FilterMistake()
        self._completions = CompletionList()

    def compose(self) -> ComposeResult:
        """Lay out the sign, the input and the counts; the rest shows when there is need."""
        with Horizontal():
            yield Static("/", id="filter-sign")
            yield self.input
            yield self._counts
        yield self._mistake
        yield self._completions

    def edit(self) -> None:
        """Begin to type; an empty line recalls the last filter, ready to be replaced."""
        box = self.input
        self._history.rewind()
        if not box.value and self._history.last:
            box.value = self._history.last
            box.focus()
            box.select_all()
        else:
            box.focus()
            box.cursor_position = len(box.value)

    def set_text(self, text: str) -> None:
        """Show the filter that holds now."""
        self._kept = text
        self._explain(None)
        with self.prevent(Input.Changed):
            self.input.value = text

    def applied(self, text: str) -> None:
        """Show a filter that was made elsewhere, and remember it as if it had been typed."""
        self.set_text(text)
        self._history.add(text)
        self.call_after_refresh(self._remember)

    def set_counts(self, text: str) -> None:
        """Say how many rows are shown."""
        self._counts.say(text, self.size.width, beside_filter=bool(self.input.value))

    def on_resize(self) -> None:
        """Give the counts no more room than they need."""
        self._counts.fit(self.size.width, beside_filter=bool(self.input.value))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._stop_timers()
        helped = self.set_timer(_EXPLAIN_S, self._explain_unless_helped)
        self._waits = [self.set_timer(_APPLY_S, self._apply), helped]
        self._explain(None)
        self._complete()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._stop_timers()
        note = self._take_for_half_a_value()
        text = self.input.value.strip()
        if not self._explain_now():
            self._completions.hide()
            return
        self._kept = text
        self._history.add(text)
        self._close()
        self.post_message(FilterKept(text, note or hint(text)))
        self.call_after_refresh(self._remember)

    @work
    async def _remember(self) -> None:
        await asyncio.to_thread(self._history.save)

    def on_unmount(self) -> None:
        """Remember a filter that one left right after."""
        self._history.save()

    def action_leave(self) -> None:
        """Close the list of completions, else leave the line as it was."""
        if self._completions.display:
            self._completions.hide()
            return
        self._stop_timers()
        self.set_text(self._kept)
        self._close()
        self.post_message(FilterLeft(self._kept))

    def action_complete(self) -> None:
        """Take the chosen completion; where none is open, open them."""
        if self._completions.display:
            self._take(self._completions.chosen)
        else:
            self._complete()

    def action_next(self) -> None:
        """Go down the completions, or forward in the history."""
        if self._completions.display:
            self._completions.move(1)
        elif (text := self._history.newer()) is not None:
            self._recall(text)

    def action_previous(self) -> None:
        """Go up the completions, or back in the history."""
        if self._completions.display and self._completions.chosen > 0:
            self._completions.move(-1)
        else:
            self._completions.hide()
            self._recall(self._history.older(self.input.value))

    @on(CompletionList.OptionSelected)
    def _completion_clicked(self, event: CompletionList.OptionSelected) -> None:
        event.stop()
        self._take(event.option_index)

    def _complete(self) -> None:
        box = self.input
        if not box.has_focus:
            return
        completions = complete(box.value, box.cursor_position, self._seen)
        self._completions.show(completions, self._indent)

    def _take(self, index: int) -> None:
        found = self._completions.completions
        self._completions.hide()
        if found is None or not 0 <= index < len(found.items):
            return
        text = found.items[index].text
        box = self.input
        box.value = box.value[: found.start] + text + box.value[found.end :]
        box.cursor_position = found.start + len(text)

    def _take_for_half_a_value(self) -> str:
        """Take the highlighted value where what is typed is no record's; give the words for it."""
        found, index = self._completions.completions, self._completions.chosen
        if found is None or not self._completions.display or not found.field:
            return ""
        before, value = self.input.value, self.input.value[found.start : found.end]
        try:
            term = parse(f"{found.field}:{value}") if value else None
        except FilterError:  # a choice that there is not
            term = None
        if not value or (term is not None and not self._finds_nothing(term)):
            return ""
        taken = found.items[index].text
        if mistake_in(before[: found.start] + taken + before[found.end :]) is not None:
            return ""
        with self.prevent(Input.Changed):  # else it would be applied once more, later on
            self._take(index)
        return (
            f"No {found.field} is exactly {value}: {taken} was highlighted and is taken. "
            "u undoes; esc before enter keeps what is typed."
        )

    def _finds_nothing(self, node: Node) -> bool:
        """Return whether it asks for a whole value that no record has."""
        return self._count is not None and any(whole_values(node)) and not self._count(node)

    def _recall(self, text: str) -> None:
        self.input.value = text
        self.input.cursor_position = len(text)
        self._completions.hide()

    def _apply(self) -> None:
        text = self._without_half_a_name().strip()
        mistake = mistake_in(text)
        if mistake is not None and mistake.end >= len(text):
            text = text[: mistake.start].strip()  # what stands before the term half typed
            mistake = mistake_in(text) if text else mistake
        if mistake is None:
            self.post_message(FilterEdited(text))

    def _without_half_a_name(self) -> str:
        """Leave out the word that the list completes to the name of a field."""
        text, found = self.input.value, self._completions.completions
        if found is None or not self._completions.display or found.field:
            return text
        return text[: found.start] + text[found.end :]

    def _explain_now(self) -> bool:
        """Show the mistake, if there is one; true when there is none."""
        mistake = mistake_in(self.input.value)
        self._explain(mistake)
        return mistake is None

    def _explain_unless_helped(self) -> None:
        if not self._completions.display and self._explain_now():
            self._mistake.hint(hint(self.input.value))

    def _explain(self, mistake: FilterError | None) -> None:
        self._mistake.say(mistake, self._indent, self.size.width - 2)

    @property
    def _indent(self) -> int:
        """How far right of the line's own text the filter's first visible character is."""
        return 2 - round(self.input.scroll_x)

    def _close(self) -> None:
        self._history.rewind()
        self._completions.hide()

    def _stop_timers(self) -> None:
        for timer in self._waits:
            timer.stop()
        self._waits = []
