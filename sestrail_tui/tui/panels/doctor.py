"""The doctor's screen: every check with what it found, and the command that fixes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import ModalScreen

from sestrail_tui.tui.base.overview_page import overview_page
from sestrail_tui.tui.base.pane import Pane, StyledText
from sestrail_tui.tui.keys.key_line import KeyLine
from sestrail_tui.tui.panels import doctor_text as doctor_facts

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual import events
    from textual.app import ComposeResult

    from sestrail_tui.account.report import Finding, Report
    from sestrail_tui.follow.protocol import Examinable
    from sestrail_tui.tui.base.page import Page
    from sestrail_tui.tui.panels.doctor_text import Entry


class FindingList(Pane):
    """One line a check, the verdict first; the cursor is on one of them."""

    chosen: reactive[int] = reactive(0, repaint=False)
    """The index of the check under the cursor."""

    def __init__(self) -> None:
        super().__init__(id="finding-list")
        self._entries: list[Entry] = []
        self.looking = True
        """Whether AWS is being asked."""

    def show(self, reports: Sequence[Report]) -> None:
        """Take in what was found; the cursor stays on its check."""
        here = self.finding
        self._entries = doctor_facts.entries(reports)
        checks = [(one.check, one.title) for _, one in self._entries]
        place = None if here is None else (here.check, here.title)
        self.choose(checks.index(place) if place in checks else 0)

    @property
    def finding(self) -> Finding | None:
        """The check under the cursor."""
        return self._entries[self.chosen][1] if self.chosen < len(self._entries) else None

    def go(self, rows: int) -> None:
        """Move the cursor."""
        self.choose(self.chosen + rows)

    def choose(self, index: int) -> None:
        """Put the cursor on a check, or the one nearest to it."""
        index = max(0, min(index, len(self._entries) - 1))
        self.cursor = index if self._entries else None
        self.reveal(index)
        self.chosen = index
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose with the mouse."""
        index = self.top + event.y - 1
        if 0 <= index < len(self._entries):
            self.choose(index)

    def head(self) -> Sequence[StyledText]:
        """Give the title, and whether it is being looked."""
        doing = (StyledText("  looking…", "dim"),) if self.looking else ()
        return (StyledText("Doctor", "title"), *doing)

    def row_count(self) -> int:
        """Give the checks."""
        return len(self._entries) or 1

    def row(self, index: int) -> Sequence[StyledText]:
        """Give one check."""
        if not self._entries:
            return (StyledText("Asking AWS what is set up, and what may be read…", "dim"),)
        titles = doctor_facts.titles_width(self._entries, self.inner_width)
        pieces = doctor_facts.line(self._entries[index], self.inner_width, titles)
        on_cursor = index == self.cursor and self.has_focus
        return [StyledText(text, "plain" if on_cursor else tone) for text, tone in pieces]


class FindingDetail(Pane):
    """Everything that is said of one check."""

    def __init__(self) -> None:
        super().__init__(id="finding-detail")
        self._finding: Finding | None = None
        self._page: Page | None = None

    def show(self, finding: Finding | None) -> None:
        """Show a check, from its beginning."""
        self.top = 0
        self._finding = finding
        self._page = overview_page([] if finding is None else doctor_facts.sections(finding))
        self.on_resize()

    def on_resize(self) -> None:
        """Wrap to the width."""
        if self._page is not None:
            self._page.wrap(self.inner_width)
            self.scroll_rows_to(self.top)
        self.refresh()

    def head(self) -> Sequence[StyledText]:
        """Give the check's title."""
        finding = self._finding
        return () if finding is None else (StyledText(doctor_facts.title(("", finding)), "title"),)

    def row_count(self) -> int:
        """Give the rows at this width."""
        return 0 if self._page is None else self._page.row_count

    def row(self, index: int) -> Sequence[StyledText]:
        """Give one row."""
        return () if self._page is None else self._page.row(index)


class DoctorScreen(ModalScreen[None]):
    """Looks, and shows what was found, until ``D`` or ``esc``.

    ``copy`` copies a text and says what became of it; its second argument names the text.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("D,escape,q", "close", "Close", show=False),
        Binding("r", "look", "Look again", show=False),
        Binding("y", "copy", "Copy the command", show=False),
        Binding("tab,shift+tab", "other_pane", "The other pane", show=False),
    ]
    DEFAULT_CSS = """
    DoctorScreen {
        background: $background;
        FindingList { height: auto; max-height: 60%; }
        FindingDetail { height: 1fr; }
    }
    """

    def __init__(self, connection: Examinable, copy: Callable[[str, str], Awaitable[None]]) -> None:
        super().__init__()
        self._connection = connection
        self._copy = copy
        self._list = FindingList()
        self._detail = FindingDetail()
        self._keys = KeyLine()

    def compose(self) -> ComposeResult:
        """Put the list above what is said of one check."""
        yield self._list
        yield self._detail
        yield self._keys

    def on_mount(self) -> None:
        """Begin to look."""
        self._keys.hints = (
            ("↑ ↓", "choose", ""),
            ("y", "copy the command", "screen.copy"),
            ("r", "look again", "screen.look"),
            ("tab", "scroll below", "screen.other_pane"),
            ("esc", "back", "screen.close"),
        )
        self.watch(self._list, "chosen", self._show_chosen, init=False)
        self._list.focus()
        self._list.styles.height = 3
        self.action_look()

    def action_look(self) -> None:
        """Ask AWS anew; what is shown stays until the answers are there."""
        self._list.looking = True
        self._list.refresh()
        self._look()

    @work(exclusive=True, group="look")
    async def _look(self) -> None:
        reports = await self._connection.examine()
        self._list.looking = False
        self._list.show(reports)
        self._list.styles.height = self._list.row_count() + 2
        self._show_chosen()

    def _show_chosen(self) -> None:
        self._detail.show(self._list.finding)

    @work(group="copy")
    async def action_copy(self) -> None:
        """Copy what fixes the check under the cursor."""
        text = doctor_facts.to_copy(self._list.finding)
        if text:
            await self._copy(text, "the command")
        else:
            self.notify("Nothing has to be done here.")

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

    def action_other_pane(self) -> None:
        """Move between the list and what is below."""
        (self._detail if self._list.has_focus else self._list).focus()
