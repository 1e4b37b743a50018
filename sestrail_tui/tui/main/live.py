"""The screen that reads: what the feed brings goes into the listing, and from there on screen."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textual import on, work

from sestrail_tui.core.decoding.decode import is_read_only
from sestrail_tui.filters.syntax.tree import to_text
from sestrail_tui.follow.protocol import Examinable
from sestrail_tui.tui.base import messages
from sestrail_tui.tui.feed.login import step_aside
from sestrail_tui.tui.feed.reading import follow
from sestrail_tui.tui.filtering.filter_steps import FilterSteps
from sestrail_tui.tui.main.parts import PartsScreen
from sestrail_tui.tui.table.listing import Listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.timer import Timer

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.core.record import Record
    from sestrail_tui.filters.syntax.tree import Node
    from sestrail_tui.follow.protocol import Connection
    from sestrail_tui.tui.feed.status import FeedStatus
    from sestrail_tui.tui.filtering.filter_history import FilterHistory
    from sestrail_tui.tui.preferences.preferences import Preferences

_SETTLE_S: Final = 0.1
"""Between two repaints for what came in, in seconds."""
_LOADING_S: Final = 0.4
"""While what was there before is read: a paint takes as long as reading a thousand records."""
_SCAN_S: Final = 0.05
"""How long records' texts are searched between two repaints, in seconds."""


class LiveScreen(PartsScreen):
    """`PartsScreen` over a connection; ``node`` is the filter to begin with."""

    def __init__(
        self,
        connection: Connection,
        clock: Clock,
        history: FilterHistory,
        status: FeedStatus,
        *,
        node: Node,
        habits: Preferences,
    ) -> None:
        super().__init__(clock, history, status, habits)
        self._connection = connection
        self._first_node = node
        self.steps = FilterSteps(node)
        """The filters that held, for `undo`."""
        self._settling: Timer | None = None
        self._scanning = False
        self._was_live = False
        self._links = 0

    def on_mount(self) -> None:
        """Paint first; everything slow begins behind the first frame."""
        super().on_mount()
        self.line.applied(to_text(self._first_node))
        self.call_after_refresh(self.read)

    # the feed

    @work(exclusive=True, group="feed")
    async def read(self, *, login: bool = False) -> None:
        """Open the feed and read it; ``login`` lets the person log in first."""
        if self.listing is None:
            self.listing = await asyncio.to_thread(Listing, self.habits.cap)
            if self.habits.order != self.listing.view.order:
                self.listing.turn_order()
            self.listing.apply(self._first_node)
            self.table.attach(self.listing)
        if login and (sentence := self._ask_person()):
            self.notify(sentence, severity="warning", markup=False)
        await follow(
            self._connection,
            self.take,
            self.clock,
            self.post_message,
            self._ask_person,
        )

    def take(self, records: Sequence[Record]) -> None:
        """Take in what the feed brings, but for calls that changed nothing, as the doctor's are.

        A file is shown as it is.
        """
        if self.listing is None:
            return
        if isinstance(self._connection, Examinable) and any(map(is_read_only, records)):
            self.status.reads.update(one.source for one in records if is_read_only(one))
            records = [one for one in records if not is_read_only(one)]
        self.listing.append(records)

    def _ask_person(self) -> str:
        return step_aside(self.app, self._connection)

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
        before = self.status.summary
        self.status.heard(news.health)
        after = self.status.summary
        if after.live:
            self.caught_up()
        if replace(after, read_through_ms=before.read_through_ms) != before:
            self.tick()  # how far it is read is written once a second

    def caught_up(self) -> None:
        """Note that all that was there at first has been read."""
        self.was_caught_up = True

    @on(messages.RecordingChanged)
    def _recording_told(self, news: messages.RecordingChanged) -> None:
        self.status.recording = news.recording
        self.tick()

    @on(messages.FeedEnded)
    def _feed_ended(self) -> None:
        self.status.ended = True
        self.settle()
        self.tick()

    @on(messages.Grew)
    def _grew(self) -> None:
        if self._settling is None:
            loading = not self._was_live and self.listing is not None and len(self.listing.view) > 0
            self._settling = self.set_timer(_LOADING_S if loading else _SETTLE_S, self.settle)

    # the listing

    def settle(self) -> None:
        """Take in what came, and repaint what differs."""
        self._settling = None
        if self.listing is None:
            return
        first = self.listing.catch_up()
        if self.listing.links != self._links:  # rows painted before have new flags
            self._links = self.listing.links
            self.table.restyle()
            self.show_detail()
        if first is not None:
            self.fit_columns()
            if self._was_live:  # what was there before is not new
                self.table.tint(first)
            self.table.settle()
            if first == 0:
                self.show_facets()
            self.facets_stale = True
            self.scan()
        self._was_live = self.status.summary.live
        self.recount()

    def show_all(self) -> None:
        """Show the listing anew, after its filter, order or pause changed: the rows at once."""
        if self.listing is not None:
            self.table.settle()
            self.show_counts()
            # Through the table, which asks for its own repaint before that: the rows come first.
            self.table.call_after_refresh(self.show_facets)
            self.scan()

    def scan(self) -> None:
        """See to it that records' texts are searched, where the columns cannot tell."""
        if not self._scanning and self.listing is not None and self.listing.scanned < 1:
            self._scanning = True
            self._scan(self.listing)

    @work(group="scan")
    async def _scan(self, listing: Listing) -> None:
        try:
            while listing.scanned < 1:
                await asyncio.to_thread(listing.scan, _SCAN_S)
                listing.settle()
                self.table.settle()
                self.show_counts()
        finally:
            self._scanning = False
        self.show_facets()
