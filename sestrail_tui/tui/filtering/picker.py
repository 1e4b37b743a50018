"""The pick list: choose values of a field, from all that were seen, by typing a part of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.base.cells import NONE, fit
from sestrail_tui.tui.base.formats import count as count_text
from sestrail_tui.tui.base.fuzzy import fuzzy_match, fuzzy_score
from sestrail_tui.tui.base.pane import Pane, StyledText
from sestrail_tui.tui.base.plain_input import PlainInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

HINT: Final = "enter accept · space tick · ctrl+a all or none · esc cancel"

TALLEST: Final = 32
"""Lines of the list, its borders included."""


class PickList(Pane, can_focus=False):
    """Values with counts, those that match a text, best first; some of them ticked."""

    DEFAULT_CSS = """
    PickList {
        & > .pane--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
    }
    """

    class ValueClicked(Message):
        """A value was clicked."""

    def __init__(self, values: Sequence[tuple[str, int]], ticked: Sequence[str]) -> None:
        super().__init__()
        seen = {value for value, _ in values}
        self._counts = [*((value, 0) for value in ticked if value not in seen), *values]
        self._texts = [safe(value) or NONE for value, _ in self._counts]
        self._folded = [text.lower() for text in self._texts]
        self._query = ""
        self._shown: list[int] = list(range(len(self._counts)))
        self.ticked = set(ticked)
        places = [at for at, (value, _) in enumerate(self._counts) if value in self.ticked]
        self.cursor = min(places, default=0 if self._counts else None)

    @property
    def shown(self) -> list[str]:
        """The values that match, best first."""
        return [self._counts[index][0] for index in self._shown]

    @property
    def value(self) -> str | None:
        """The value at the cursor."""
        return None if self.cursor is None else self._counts[self._shown[self.cursor]][0]

    def picked(self) -> tuple[str, ...]:
        """Give the ticked values, most frequent first."""
        return tuple(value for value, _ in self._counts if value in self.ticked)

    def narrow(self, query: str) -> None:
        """Show what has the letters of ``query`` in order."""
        query = query.strip().lower()
        among = self._shown if query.startswith(self._query) else range(len(self._counts))
        self._query = query
        scores = {
            index: fuzzy_score(self._folded[index], places)
            for index in among
            if (places := fuzzy_match(query, self._folded[index])) is not None
        }
        self._shown = sorted(scores, key=lambda index: (-scores[index], index))
        self.cursor = 0 if self._shown else None
        self.top = 0
        self.refresh()

    def go(self, rows: int) -> None:
        """Move the cursor."""
        if self.cursor is not None:
            self.cursor = max(0, min(self.cursor + rows, len(self._shown) - 1))
            self.reveal(self.cursor)
            self.refresh()

    def tick(self) -> None:
        """Tick the value at the cursor, or take its tick away."""
        if self.value is not None:
            self.ticked ^= {self.value}
            self.refresh()

    def tick_all(self) -> None:
        """Tick all that match; when they are, take all their ticks away."""
        shown = set(self.shown)
        self.ticked = self.ticked - shown if shown <= self.ticked else self.ticked | shown
        self.refresh()

    def row_count(self) -> int:
        """Give how many values match."""
        return len(self._shown)

    def note(self) -> str:
        """Give how many values match, and how many are ticked."""
        match = f"{count_text(len(self._shown))} of {count_text(len(self._counts))}"
        return f"{count_text(len(self.ticked))} ticked · {match}" if self.ticked else match

    def row(self, index: int) -> Sequence[StyledText]:
        """Give a value, the letters that match marked, and its count."""
        at = self._shown[index]
        value, number = self._counts[at]
        room = max(1, self.inner_width - 12)
        places = set(fuzzy_match(self._query, self._folded[at]) or ())
        text = fit(self._texts[at], room)
        plain = "plain" if value or index == self.cursor else "dim"
        ticked = "✓ " if value in self.ticked else "  "
        pieces = [StyledText(ticked, "plain" if index == self.cursor else "accent")]
        pieces += [
            StyledText(letter, "match" if place in places else plain)
            for place, letter in enumerate(text)
        ]
        return [*pieces, StyledText(fit(count_text(number), 10, "right"), plain)]

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        if self.cursor is not None:
            self.reveal(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Tick what was clicked."""
        index = self.top + event.y - 1
        inside = 0 < event.y < self.size.height - 1 and event.x < self.size.width - 1
        if inside and index < len(self._shown):
            self.cursor = index
            self.post_message(self.ValueClicked())


class PartInput(PlainInput):
    """The line to type in; it leaves the space bar to the list."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Tell which keys are typed."""
        return key != "space" and super().check_consume_key(key, character)


class Picker(ModalScreen[tuple[str, ...] | None]):
    """Gives the picked values, ``()`` when all ticks were taken away, ``None`` when left.

    Enter accepts the ticks if any were changed here; otherwise the value at the cursor, once one
    has typed or moved.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss_none", "Cancel", show=False, priority=True),
        Binding("enter", "accept", "Accept", show=False, priority=True),
        Binding("space,tab", "tick", "Tick", show=False, priority=True),
        Binding("ctrl+a", "tick_all", "All or none", show=False, priority=True),
        Binding("up", "go(-1)", "Up", show=False, priority=True),
        Binding("down", "go(1)", "Down", show=False, priority=True),
        Binding("pageup", "go_page(-1)", "Page up", show=False, priority=True),
        Binding("pagedown", "go_page(1)", "Page down", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Picker {
        align: center middle;
        #box { width: 72; max-width: 96%; height: auto; background: $surface; }
        #title { text-style: bold; padding: 0 2; }
        #hint { color: $text-muted; padding: 0 2; }
        Input { margin: 0 2; width: 1fr; background: $boost; }
        PickList { background: $surface; }
    }
    """

    def __init__(
        self, title: str, values: Sequence[tuple[str, int]], chosen: tuple[str, ...] = ()
    ) -> None:
        super().__init__()
        self._title = title
        self._chosen = chosen
        self._list = PickList(values, chosen)
        self._moved = False

    def compose(self) -> ComposeResult:
        """Lay the list under the line to type in."""
        with Vertical(id="box"):
            yield Static(safe(self._title), id="title", markup=False)
            yield PartInput(placeholder="type a part of it", compact=True)
            yield self._list
            yield Static(HINT, id="hint", markup=False)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def on_resize(self) -> None:
        """Give the list what it needs, and what there is."""
        room = min(self.size.height - 6, TALLEST)
        self._list.styles.height = max(4, min(self._list.row_count() + 2, room))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list as one types."""
        event.stop()
        self._moved = bool(event.value.strip())
        self._list.narrow(event.value)

    def on_pick_list_value_clicked(self) -> None:
        """Tick what was clicked."""
        self.action_tick()

    def action_go(self, rows: int) -> None:
        """Move the cursor of the list."""
        self._moved = True
        self._list.go(rows)

    def action_go_page(self, pages: int) -> None:
        """Move the cursor by what is visible."""
        self.action_go(pages * self._list.inner_height)

    def action_tick(self) -> None:
        """Tick or untick the value at the cursor."""
        self._list.tick()

    def action_tick_all(self) -> None:
        """Tick or untick all that match."""
        self._list.tick_all()

    def action_accept(self) -> None:
        """Give what is picked."""
        value = self._list.value
        changed = self._list.ticked != set(self._chosen)
        if not changed and value is not None and (self._moved or not self._chosen):
            self.dismiss((value,))
        elif changed or self._chosen:
            self.dismiss(self._list.picked())

    def action_dismiss_none(self) -> None:
        """Leave everything as it was."""
        self.dismiss(None)
