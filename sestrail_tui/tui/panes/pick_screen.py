"""A dialog with a list to choose from, found by typing a part of its text or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Generic, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.base.plain_input import PlainInput
from sestrail_tui.tui.panes.list_rows import T

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from sestrail_tui.tui.panes.list_pane import ListPane

Result = TypeVar("Result")

TALLEST: Final = 32
"""Lines of the list, its borders included."""
_AROUND: Final = 6
"""Lines of the screen that the list leaves to what is around it."""


class PartInput(PlainInput):
    """The line to type in; it leaves the keys in ``unused`` to the list."""

    unused: frozenset[str] = frozenset()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Return whether a key is typed."""
        return key not in self.unused and super().check_consume_key(key, character)


class PickScreen(ModalScreen[Result | None], Generic[T, Result]):
    """Gives what a subclass accepts, ``None`` when left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", show=False, priority=True),
        Binding("enter", "accept", "Accept", show=False, priority=True),
        Binding("up", "go(-1)", "Up", show=False, priority=True),
        Binding("down", "go(1)", "Down", show=False, priority=True),
        Binding("pageup", "go_page(-1)", "Page up", show=False, priority=True),
        Binding("pagedown", "go_page(1)", "Page down", show=False, priority=True),
    ]
    DEFAULT_CSS: ClassVar[str] = """
    PickScreen {
        align: center middle;
        #box { width: 100; max-width: 96%; height: auto; background: $surface; }
        #title { text-style: bold; padding: 0 2; }
        #hint { color: $text-muted; padding: 0 2; }
        Input { margin: 0 2; width: 1fr; background: $boost; }
        ListPane { background: $surface; }
    }
    """

    def __init__(
        self,
        items: ListPane[T],
        hint: str,
        *,
        title: str = "",
        placeholder: str = "",
        keys: frozenset[str] = frozenset(),
    ) -> None:
        """With a ``placeholder`` there is a line to type in, which leaves ``keys`` to the list."""
        super().__init__()
        self.list = items
        self.has_moved = False
        """Whether one has typed or moved the cursor."""
        self._title, self._hint = title, hint
        self._input = PartInput(placeholder=placeholder, compact=True) if placeholder else None
        if self._input is not None:
            self._input.unused = keys

    def compose(self) -> ComposeResult:
        """Put the list under the title and the line to type in."""
        with Vertical(id="box"):
            if self._title:
                yield Static(safe(self._title), id="title", markup=False)
            if self._input is not None:
                yield self._input
            yield self.list
            yield Static(self._hint, id="hint", markup=False)

    def on_mount(self) -> None:
        """Type, or choose, at once."""
        (self._input or self.list).focus()

    def on_resize(self) -> None:
        """Give the list what it needs, and what there is."""
        room = min(self.size.height - _AROUND, TALLEST)
        least = 3 if self._input is None else 4
        self.list.styles.height = max(least, min(self.list.get_content_height(), room))

    async def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list as one types."""
        event.stop()
        self.has_moved = bool(event.value.strip())
        await self.list.narrow(event.value)

    def action_go(self, rows: int) -> None:
        """Move the cursor of the list."""
        self.has_moved = True
        self.list.go(rows)

    def action_go_page(self, pages: int) -> None:
        """Move the cursor by what is visible."""
        self.action_go(pages * self.list.inner_height)

    def action_accept(self) -> None:
        """Hand over what is picked."""
        raise NotImplementedError

    def action_leave(self) -> None:
        """Leave everything as it was."""
        self.dismiss(None)
