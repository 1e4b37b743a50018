"""The feed: opened and read beside the screen, paused, and logged in to again."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from sestrail_tui.core.decoding.decode import is_read_only
from sestrail_tui.follow.protocol import Examinable
from sestrail_tui.tui.base import messages
from sestrail_tui.tui.base.view import ScreenView
from sestrail_tui.tui.feed.reading import follow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.message import Message

    from sestrail_tui.core.record import Record
    from sestrail_tui.follow.protocol import Connection
    from sestrail_tui.tui.alerts.controller import AlertController
    from sestrail_tui.tui.feed.status import FeedStatus
    from sestrail_tui.tui.table.controller import RowFigures, RowsController
    from sestrail_tui.tui.table.listing import Listing
    from sestrail_tui.tui.table.state import ScreenState

_SETTLE_S: Final = 0.1
"""Between two repaints for what came in, in seconds."""
_LOADING_S: Final = 0.4
"""While what was there before is read: a paint takes as long as reading a thousand records."""


class FeedView(ScreenView, Protocol):
    """What `FeedController` asks of the screen."""

    def post_message(self, message: Message) -> bool:
        """Send news of the feed to the screen, which gives them to `FeedController.hear`."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> object:
        """Call once after some seconds."""

    def log_in(self, connection: Connection) -> str:
        """Let the person log in on the plain terminal; return ``""``, or why that failed."""

    def show_listing(self, listing: Listing) -> None:
        """Show the rows of a listing from now on."""

    def show_hints(self) -> None:
        """Write the keys that are of use now."""


class FeedController:
    """Reads ``connection`` into the listing."""

    def __init__(
        self,
        view: FeedView,
        state: ScreenState,
        status: FeedStatus,
        connection: Connection,
        *,
        rows: RowsController,
        figures: RowFigures,
        alerts: AlertController,
        make_listing: Callable[[], Listing],
    ) -> None:
        """``make_listing`` is called in a thread: it imports what takes longer than a frame."""
        self.connection = connection
        self._view = view
        self._state = state
        self._status = status
        self._rows = rows
        self._figures = figures
        self._alerts = alerts
        self._make_listing = make_listing
        self._settling = False
        self._was_live = False
        self._links = 0

    # reading

    def start(self, *, login: bool = False) -> None:
        """Open the feed and read it; ``login`` lets the person log in first."""
        self._view.run_worker(self._read(login=login), group="feed", exclusive=True)

    async def _read(self, *, login: bool) -> None:
        if self._state.listing is None:
            listing = await asyncio.to_thread(self._make_listing)
            self._state.listing = listing
            self._view.show_listing(listing)
        if login and (sentence := self._log_in()):
            self._view.notify(sentence, severity="warning", markup=False)
        await follow(
            self.connection, self.take, self._state.clock, self._view.post_message, self._log_in
        )

    def _log_in(self) -> str:
        return self._view.log_in(self.connection)

    def take(self, records: Sequence[Record]) -> None:
        """Append what the feed brings, but for calls that changed nothing, as the doctor's are.

        A file is shown as it is.
        """
        listing = self._state.listing
        if listing is None:
            return
        first = listing.store.end_row
        if isinstance(self.connection, Examinable) and any(map(is_read_only, records)):
            self._status.reads.update(record.source for record in records if is_read_only(record))
            records = [record for record in records if not is_read_only(record)]
        listing.append(records)
        self._alerts.judge(first, records)

    def hear(self, news: Message) -> None:
        """Take in news of the feed."""
        match news:
            case messages.Opening():
                self._status.opening()
            case messages.Opened():
                self._status.opened(news, self._state.clock.now_ms())
            case messages.OpenFailed():
                self._status.failed(news)
            case messages.RecordingChanged():
                self._status.recording = news.recording
            case messages.FeedEnded():
                self._status.ended = True
                self.settle()
            case messages.HealthChanged():
                if not self._hear_health(news):
                    return
            case messages.Grew():
                self._settle_soon()
                return
        self._figures.tick()

    def _hear_health(self, news: messages.HealthChanged) -> bool:
        """Take in how a source is doing; return whether the header says anything else now."""
        before = self._status.summary
        self._status.heard(news.health)
        after = self._status.summary
        if after.live:
            self._alerts.caught_up()
        # How far it is read is written once a second.
        return replace(after, read_through_ms=before.read_through_ms) != before

    def _settle_soon(self) -> None:
        if not self._settling:
            listing = self._state.listing
            loading = not self._was_live and listing is not None and len(listing.view) > 0
            self._settling = True
            self._view.set_timer(_LOADING_S if loading else _SETTLE_S, self.settle)

    def settle(self) -> None:
        """Show what came, and repaint what differs."""
        self._settling = False
        if (listing := self._state.listing) is None:
            return
        first = listing.catch_up()
        if listing.links != self._links:
            self._links = listing.links
            self._rows.show_links()
        if first is not None:  # what was there before is not new
            self._rows.show_arrivals(first, are_new=self._was_live)
        self._was_live = self._status.summary.live
        self._figures.recount()

    # keys

    def turn_pause(self) -> None:
        """Let the list stand still, or go on."""
        if (listing := self._state.listing) is None:
            return
        if refusal := self._status.pause_refusal(paused=listing.paused):
            self._view.notify(refusal)
        else:
            listing.pause(not listing.paused)
            self._rows.show()
            self._view.show_hints()

    def log_in_again(self) -> bool:
        """Log in again, and read on at the same read position; return whether that is possible."""
        refusal = self._status.login_refusal()
        if refusal:
            self._view.notify(refusal)
        else:
            self.start(login=True)
        return not refusal
