"""The doctor's screen: every check with what it found, and the command that fixes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from sestrail_tui.tui.panels import doctor_text
from sestrail_tui.tui.panels.doctor_text import FindingEntry
from sestrail_tui.tui.panes.list_detail import ListDetailScreen
from sestrail_tui.tui.panes.list_pane import ListPane
from sestrail_tui.tui.panes.list_rows import ListRows, RowState
from sestrail_tui.tui.panes.overview_page import overview_page
from sestrail_tui.tui.panes.page_pane import PagePane

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable, Sequence

    from sestrail_tui.follow.protocol import Examinable
    from sestrail_tui.tui.panes.styled_text import StyledText


class FindingRows(ListRows[FindingEntry]):
    """One line a check, the verdict first."""

    title = "Doctor"
    empty = "Asking AWS what is set up, and what may be read…"

    def __init__(self) -> None:
        self.widest_title = 0

    def key(self, item: FindingEntry) -> Hashable:
        """Return which check of which report it is."""
        return item.report, item.finding.check, item.finding.title

    def row(self, item: FindingEntry, state: RowState) -> Sequence[StyledText]:
        """Return one check."""
        return doctor_text.line(item, state.width, self.widest_title)


class DoctorScreen(ListDetailScreen[FindingEntry, None]):
    """Checks, and shows what was found, until ``D`` or ``esc``.

    ``copy`` copies a text and says what became of it; its second argument names the text.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("D", "close", "Close", show=False),
        Binding("r", "check", "Check again", show=False),
        Binding("y", "copy", "Copy the command", show=False),
    ]
    DEFAULT_CSS: ClassVar[str] = "DoctorScreen ListPane { max-height: 60%; }"

    def __init__(self, connection: Examinable, copy: Callable[[str, str], Awaitable[None]]) -> None:
        self._rows = FindingRows()
        super().__init__(ListPane(self._rows), PagePane())
        self._connection = connection
        self._copy = copy

    def on_mount(self) -> None:
        """Begin to check."""
        super().on_mount()
        self.keys.hints = (
            ("↑ ↓", "choose", ""),
            ("y", "copy the command", "screen.copy"),
            ("r", "check again", "screen.check"),
            ("tab", "scroll below", "screen.other_pane"),
            ("esc", "back", "screen.close"),
        )
        self.action_check()

    def action_check(self) -> None:
        """Ask AWS anew; what is shown stays until the answers are there."""
        self._rows.title_note = "checking…"
        self.list.refresh()
        self._check()

    @work(exclusive=True, group="check")
    async def _check(self) -> None:
        entries = doctor_text.entries(await self._connection.examine())
        self._rows.title_note = ""
        self._rows.widest_title = doctor_text.widest_title(entries)
        self.list.show(entries)
        self.show_detail()

    def show_detail(self) -> None:
        """Show everything that is known of the check under the cursor."""
        entry = self.list.item
        if entry is None:
            self.detail.show("", None)
        else:
            sections = doctor_text.sections(entry.finding)
            self.detail.show(entry.finding.title, overview_page(sections))

    @work(group="copy")
    async def action_copy(self) -> None:
        """Copy what fixes the check under the cursor."""
        entry = self.list.item
        text = "" if entry is None else doctor_text.to_copy(entry.finding)
        if text:
            await self._copy(text, "the command")
        else:
            self.notify("Nothing has to be done here.")
