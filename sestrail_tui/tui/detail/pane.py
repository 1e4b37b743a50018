"""The detail pane: one record in words (Overview), or its JSON as delivered."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from rich.cells import cell_len, set_cell_size
from textual import events, on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from sestrail_tui.core.safe_text import safe
from sestrail_tui.core.units import time_text
from sestrail_tui.tui.detail.json_view import json_page
from sestrail_tui.tui.panes.overview_page import overview_page
from sestrail_tui.tui.panes.pane import Pane
from sestrail_tui.tui.panes.styled_text import StyledText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.core.details.section import Section
    from sestrail_tui.core.record import Record
    from sestrail_tui.tui.base.times import TimeMode
    from sestrail_tui.tui.panes.page import Page

Mode = Literal["overview", "json"]

TABS: Final = (("overview", "Overview"), ("json", "JSON"))
BETWEEN_TABS: Final = " │ "
NO_RECORD: Final = "No record under the cursor"


class DetailScrolled(Message):
    """The wheel scrolled the record: somebody reads it, wherever the focus is."""


class DetailPane(Pane):
    """Shows one record; ``show`` is cheap enough for every move of a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,1", "mode('overview')", "Overview", show=False),
        Binding("right,2", "mode('json')", "JSON", show=False),
        Binding("J", "other_mode", "Overview or JSON", show=False),
    ]
    DEFAULT_CSS = "DetailPane { height: 1fr; width: 1fr; }"

    mode: reactive[Mode] = reactive[Mode]("overview", layout=False)
    """Which of the two is shown; it stays when the record changes."""

    def __init__(self) -> None:
        super().__init__()
        self._record: Record | None = None
        self._time_mode: TimeMode = "utc"
        self._page: Page | None = None
        self._search = ""
        self._more: Sequence[Section] = ()

    def show(
        self, record: Record | None, time_mode: TimeMode = "utc", more: Sequence[Section] = ()
    ) -> None:
        """Show a record from its beginning, or that there is none; the same one stays in place.

        ``more`` is what is known of it besides, shown after its outcome.
        """
        if time_mode != self._time_mode:
            self._time_mode = time_mode
            self.refresh()
        if record != self._record:
            self._record, self._more = record, more
            self._turn()
        elif more != self._more:
            self._more, top = more, self.top
            self._turn()
            self.scroll_rows_to(top)

    @property
    def record(self) -> Record | None:
        """The record shown."""
        return self._record

    def search(self, text: str) -> None:
        """Mark a text and scroll to where it stands first; ``""`` marks nothing any more."""
        self._search = text
        if self._page is not None:
            self._page.search(text)
            self._reveal_match()
        self.refresh()

    def next_match(self, step: int = 1) -> None:
        """Go ``step`` matches on; after the last comes the first."""
        page = self._page
        if page is not None and page.matches:
            page.current = (page.current + step) % len(page.matches)
            self._reveal_match()
            self.refresh()

    @property
    def matches(self) -> tuple[int, int]:
        """Which match the reader is at, from 1 on, and how many there are; (0, 0) for none."""
        if self._page is None or not self._page.matches:
            return 0, 0
        return self._page.current + 1, len(self._page.matches)

    # What the pane asks --------------------------------------------------------------------------

    def row_count(self) -> int:
        """Return the rows of the page."""
        return self._page.row_count if self._page else 0

    def row(self, index: int) -> Sequence[StyledText]:
        """Return one row of the page."""
        return self._page.row(index) if self._page else ()

    def note(self) -> str:
        """Return the date and time of the call, and which match the reader is at: ``3/17``."""
        if self._record is None:
            return ""
        zone = UTC if self._time_mode == "utc" else None
        parts = [time_text(self._record.time_ms, zone)]
        if self._search:
            at, count = self.matches
            parts.append(f"{at}/{count}" if count else "no match here")
        return " · ".join(filter(None, parts))

    def head(self) -> Sequence[StyledText]:
        """Return the call and the event id, and at the right the two tabs."""
        tabs = []
        for mode, title in TABS:
            tabs.append(StyledText(title, "accent" if mode == self.mode else "dim"))
            tabs.append(StyledText(BETWEEN_TABS, "border"))
        tabs.pop()
        room = self.head_width - sum(cell_len(tab.text) for tab in tabs) - 4
        if room < 8:
            return tabs
        used = 0
        words = []
        for piece in self._title():
            text = piece.text
            if cell_len(text) > room - used:
                text = set_cell_size(text, max(0, room - used - 1)) + "…"
            words.append(StyledText(text, piece.tone))
            used += cell_len(text)
            if used >= room:
                break
        return [*words, StyledText(f" {'─' * (room - used + 2)} ", "border"), *tabs]

    def _title(self) -> list[StyledText]:
        record = self._record
        if record is None:
            return [StyledText(NO_RECORD, "dim")]
        call = safe(record.call or record.name or record.kind)
        title = [StyledText(call, "bad" if record.error else "title")]
        if record.event_id:
            title += [StyledText("  "), StyledText(safe(record.event_id), "dim")]
        return title

    # Turning pages -------------------------------------------------------------------------------

    def watch_mode(self) -> None:
        """Turn to the other page of the same record."""
        self._turn()

    def on_resize(self) -> None:
        """Wrap the page to the new width."""
        if self._page is not None:
            self._page.wrap(self.inner_width)
            self.scroll_rows_to(self.top)
            self.refresh()  # it was painted once already, with the old width

    def _turn(self) -> None:
        record = self._record
        if record is None:
            self._page = None
        elif self.mode == "json":
            self._page = json_page(record.raw)
        else:
            # No record is read before the first frame.
            from sestrail_tui.core.details.overview import overview

            first, *rest = overview(record)
            self._page = overview_page([first, *self._more, *rest])
        self.top = 0
        if self._page is not None:
            self._page.wrap(self.inner_width)
            self._page.search(self._search)
            self._reveal_match()
        self.refresh()

    def _reveal_match(self) -> None:
        row = self._page.current_row() if self._page else None
        if row is not None and not self.top <= row < self.top + self.inner_height:
            self.scroll_rows_to(row - self.inner_height // 3)  # with what stands around it

    def action_go_last(self) -> None:
        """Scroll to the end."""
        if self._page is not None:
            self._page.wrap_all()
        super().action_go_last()

    def action_mode(self, mode: Mode) -> None:
        """Show the overview or the JSON."""
        self.mode = mode

    def action_other_mode(self) -> None:
        """Show what is not shown: the JSON or the overview."""
        self.mode = "json" if self.mode == "overview" else "overview"

    @on(events.MouseScrollDown)
    @on(events.MouseScrollUp)
    def _scrolled(self) -> None:
        self.post_message(DetailScrolled())

    def on_click(self, event: events.Click) -> None:
        """Choose a tab with the mouse."""
        end = self.size.width - 3
        start = end - len(TABS[1][1])
        if event.y != 0 or event.x >= end:
            return
        if event.x >= start:
            self.mode = "json"
        elif event.x >= start - len(BETWEEN_TABS) - len(TABS[0][1]):
            self.mode = "overview"
