"""The screen without its keys: composes the parts and shows in them what the feed brings."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from textual import on, work
from textual.containers import Container, Horizontal
from textual.screen import Screen

from sestrail_tui.cloudtrail.record import TEXT_COLUMNS
from sestrail_tui.filters.fields import FIELDS
from sestrail_tui.filters.tree import to_text
from sestrail_tui.tui import formats, messages, refine
from sestrail_tui.tui.listing import Listing
from sestrail_tui.tui.login import step_aside
from sestrail_tui.tui.reading import follow
from sestrail_tui.tui.status import Status, counts
from sestrail_tui.tui.widgets.detail import DetailPane
from sestrail_tui.tui.widgets.facets import FacetColumn
from sestrail_tui.tui.widgets.filter_line import FilterLine
from sestrail_tui.tui.widgets.first_screen import FirstScreen
from sestrail_tui.tui.widgets.header import HeaderLine
from sestrail_tui.tui.widgets.key_line import KeyLine
from sestrail_tui.tui.widgets.prompt_line import PromptLine
from sestrail_tui.tui.widgets.send_table import SendTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.timer import Timer

    from sestrail_tui.clock import Clock
    from sestrail_tui.filters.tree import Node
    from sestrail_tui.sources.source import Connection
    from sestrail_tui.tui.history import History

_SETTLE_S: Final = 0.1
"""Between two repaints for what came in, in seconds."""
_FACETS_S: Final = 1.0
"""Between two counts of the facets while records come in, in seconds."""
_SCAN_S: Final = 0.05


class LiveScreen(Screen[None]):
    """Feed in, rows out."""

    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]

    def __init__(
        self,
        connection: Connection,
        clock: Clock,
        history: History,
        status: Status,
        node: Node,
        store_cap: int,
    ) -> None:
        super().__init__()
        self.connection = connection
        self.clock = clock
        self.history = history
        self.status = status
        self.listing: Listing | None = None
        self.time_mode: formats.TimeMode = "local"
        self.match_note = ""
        """Which match of a search the cursor is on."""
        self._wanted: Node = node
        self._cap = store_cap
        self._settling: Timer | None = None
        self._facets_due = 0.0

    def compose(self) -> ComposeResult:
        """Lay the parts one below the other."""
        yield HeaderLine()
        yield FilterLine(self.history, self._seen)
        yield PromptLine()
        with Container(id="upper"):
            yield FirstScreen()
            yield SendTable(self.clock)
        with Horizontal(id="lower"):
            yield FacetColumn()
            yield DetailPane()
        yield KeyLine()

    def on_mount(self) -> None:
        """Paint first; everything slow begins behind the first frame."""
        self.table = self.query_one(SendTable)
        self.detail = self.query_one(DetailPane)
        self.line = self.query_one(FilterLine)
        self.line.set_text(to_text(self._wanted))
        self.add_class("-empty", "-nothing")
        self.watch(self.table, "focused_row", self.show_detail, init=False)
        self.watch(self.table, "following", self.show_counts, init=False)
        self.set_interval(1.0, self.tick)
        self.tick()
        self.call_after_refresh(self.read)

    # reading

    @work(exclusive=True, group="feed")
    async def read(self, login: bool = False) -> None:
        """Open the feed and read it; ``login`` lets the person log in first."""
        if self.listing is None:
            listing = await asyncio.to_thread(Listing, self._cap)
            listing.apply(self._wanted)
            self.listing = listing
            self.table.attach(listing)
        if login and (sentence := self._ask_person()):
            self.notify(sentence, severity="warning", markup=False)
        await follow(
            self.connection,
            self.listing.append,
            self.clock,
            self.post_message,
            self._ask_person,
        )

    def _ask_person(self) -> str:
        return step_aside(self.app, self.connection)

    @on(messages.Opening)
    def _opening(self) -> None:
        self.status.opening()
        self.tick()

    @on(messages.Opened)
    def _opened(self, news: messages.Opened) -> None:
        self.status.opened(news, self.clock.now_ms())
        self.tick()

    @on(messages.OpenFailed)
    def _open_failed(self, news: messages.OpenFailed) -> None:
        self.status.failed(news)
        self.tick()

    @on(messages.HealthChanged)
    def _health(self, news: messages.HealthChanged) -> None:
        self.status.heard(news.health)
        self.tick()

    @on(messages.FeedEnded)
    def _feed_ended(self) -> None:
        self.status.ended = True
        self.settle()
        self.tick()

    @on(messages.Grew)
    def _grew(self) -> None:
        if self._settling is None:
            self._settling = self.set_timer(_SETTLE_S, self.settle)

    # showing

    def settle(self) -> None:
        """Take in what came, and repaint what differs."""
        self._settling = None
        listing = self.listing
        if listing is None:
            return
        first = listing.catch_up()
        if first is not None:
            self.fit_columns()
            if self.status.summary.live:
                self.table.tint(first)
            self.table.settle()
            if self.clock.monotonic() >= self._facets_due:
                self.show_facets()
            self.scan()
        self.show_counts()

    def show_all(self) -> None:
        """Show the listing anew, after its filter, order or pause changed."""
        if self.listing is None:
            return
        self.table.settle()
        self.show_facets()
        self.show_counts()
        self.scan()

    @work(exclusive=True, group="scan")
    async def scan(self) -> None:
        """Search the records' texts, beside everything else, and show what is found."""
        listing = self.listing
        while listing is not None and listing.scanned < 1:
            await asyncio.to_thread(listing.scan, _SCAN_S)
            listing.settle()
            self.table.settle()
            self.show_counts()

    def show_facets(self) -> None:
        """Count the facets where they are on screen."""
        if self.listing is None:
            return
        self._facets_due = self.clock.monotonic() + _FACETS_S
        column = self.query_one(FacetColumn)
        if self.roomy:
            column.show(refine.facets(self.listing), refine.chosen(self.listing.node))

    @property
    def roomy(self) -> bool:
        """Whether facets and detail have their place below the table."""
        return self.has_class("-wide") and self.has_class("-tall")

    def open_detail(self) -> None:
        """Show the record below the table, or in its place, and go there."""
        self.add_class("-detail")
        self.show_detail()
        self.detail.focus()

    def close_detail(self) -> None:
        """Give the room back to the table, where it is needed."""
        self.remove_class("-detail")
        self.table.focus()

    def to_rows(self) -> None:
        """Go back to the table; with no row in it, to nothing, so that the keys work all the same."""
        if self.has_class("-empty"):
            self.set_focus(None)
        else:
            self.table.focus()

    def refill(self) -> None:
        """Fill the parts that came into view."""
        self.show_detail()
        self.show_facets()

    def show_hints(self) -> None:
        """Say which keys matter now; the screen with the keys knows."""

    def show_detail(self) -> None:
        """Show the record under the cursor where the detail is open; at once, within the key's call."""
        row = self.table.focused_row
        if self.listing is None or row is None:
            self.detail.show(None, self.time_mode)
        elif self.roomy or self.has_class("-detail"):
            self.detail.show(self.listing.store.record(row), self.time_mode)

    def show_counts(self) -> None:
        listing = self.listing
        held = 0 if listing is None else len(listing.store)
        shown = 0 if listing is None else len(listing.view)
        self.set_class(held == 0, "-nothing")
        if self.has_class("-empty") != (shown == 0):
            self.set_class(shown == 0, "-empty")
            if self.focused in (None, self.table):
                self.call_after_refresh(self.to_rows)
        if listing is not None:
            self.line.set_counts(counts(listing, self.status, self.match_note, following=self.table.following))
        if shown == 0:
            self._show_first()

    def _show_first(self) -> None:
        first = self.query_one(FirstScreen)
        first.facts = self.status.first(self.listing, self.time_mode, self.clock.now_ms())

    def tick(self) -> None:
        now = self.clock.now_ms()
        header = self.query_one(HeaderLine)
        header.facts = self.status.header(self.listing, self.time_mode, now)
        if self.has_class("-empty"):
            self._show_first()
        elif self.time_mode == "relative":
            self.table.restyle()

    def fit_columns(self) -> None:
        """Give room to dates, regions, accounts and sources as soon as they differ."""
        if (listing := self.listing) is None:
            return
        oldest, mode = listing.oldest_ms, self.time_mode
        today = oldest is None or formats.same_day(oldest, self.clock.now_ms(), mode)
        self.table.fit(dated=not today, several=listing.several(), mode=mode)

    def _seen(self, field: str) -> Sequence[tuple[str, int]]:
        """Give the values seen of a filter's field, for completion."""
        if self.listing is None or (column := FIELDS[field].column) not in TEXT_COLUMNS:
            return ()
        counts: dict[str, int] = {}
        for value, number in self.listing.store.counts(column):
            for text in (value,) if isinstance(value, str) else value:
                counts[text] = counts.get(text, 0) + number
        return sorted(counts.items(), key=lambda pair: -pair[1])
