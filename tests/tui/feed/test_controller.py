"""The feed without a terminal: read into the listing, told of, paused, logged in to again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sestrail_tui.alerts.settings import AlertSettings
from sestrail_tui.follow.connections.scripted import ScriptedConnection, ScriptedFeed
from sestrail_tui.follow.health import State
from sestrail_tui.tui.alerts.alarms import Alarms
from sestrail_tui.tui.alerts.controller import AlertController
from sestrail_tui.tui.base import messages
from sestrail_tui.tui.feed.controller import FeedController
from sestrail_tui.tui.feed.status import FeedStatus
from sestrail_tui.tui.table.controller import RowsController
from sestrail_tui.tui.table.listing import Listing
from tests.tui.fake_screen import FakeScreen, FakeTable, listing_of, state_of
from tests.tui.world import FrozenClock, arrivals, live, record, records

if TYPE_CHECKING:
    from sestrail_tui.account.report import Report


class Account(ScriptedConnection):
    """A connection to an account; what is examined does not matter."""

    async def examine(self) -> tuple[Report, ...]:
        return ()


class Made:
    def __init__(self, *script: Any, connection: Any = None) -> None:
        self.screen, self.table = FakeScreen(), FakeTable()
        self.state, self.status = state_of(), FeedStatus()
        self.state.listing = None
        rows = RowsController(self.screen, self.state, self.table, self.screen, lambda: None)
        self.feed = FeedController(
            self.screen,
            self.state,
            self.status,
            connection or ScriptedConnection(ScriptedFeed(script, FrozenClock())),
            rows=rows,
            figures=self.screen,
            alerts=AlertController(self.screen, self.state, Alarms(AlertSettings())),
            make_listing=Listing,
        )

    async def read(self, *, login: bool = False) -> None:
        """Read the feed to its end, and hear all its news."""
        self.feed.start(login=login)
        await self.screen.finished()
        for news in self.screen.posted:
            self.feed.hear(news)


async def test_what_a_feed_brings_is_listed_and_its_state_told() -> None:
    made = Made(live(), arrivals(records(3)))
    await made.read()
    assert made.screen.calls[0] == "show_listing"
    assert len(listing_of(made.state).view) == 3
    assert made.status.label == "CloudTrail/logs"
    assert made.status.ended
    assert "tick" in made.screen.calls
    assert made.screen.calls.count("set_timer") == 1  # however many slices came


def test_only_what_came_after_the_backlog_is_tinted() -> None:
    made = Made()
    made.state.listing = Listing()
    made.feed.hear(messages.HealthChanged(live(state=State.CATCHING_UP)))
    made.feed.take(records(2))
    made.feed.settle()
    assert "tint" not in made.table.calls
    made.feed.hear(messages.HealthChanged(live()))
    made.feed.settle()
    made.feed.take(records(2, first=10))
    made.feed.settle()
    assert made.table.calls.count("tint") == 1
    assert made.screen.calls.count("rows_came") == 2


def test_how_far_a_source_is_read_writes_no_header() -> None:
    made = Made()
    made.feed.hear(messages.HealthChanged(live(read_through_ms=1)))
    made.screen.calls.clear()
    made.feed.hear(messages.HealthChanged(live(read_through_ms=2)))
    assert not made.screen.calls


def test_read_only_calls_of_an_account_are_counted_and_not_listed() -> None:
    told: dict[str, Any] = {"eventCategory": "Management", "managementEvent": True}
    read = record(eventName="GetAccount", readOnly=True, **told)
    for connection, listed in ((Account(), 0), (ScriptedConnection(), 1)):
        made = Made(connection=connection)
        made.state.listing = Listing()
        made.feed.take([read])
        assert len(made.state.listing.store) == listed
        assert made.status.reads[read.source] == 1 - listed


def test_a_paused_list_stands_still_until_it_goes_on() -> None:
    made = Made()
    made.feed.turn_pause()
    made.state.listing = Listing()
    made.feed.turn_pause()
    made.feed.take(records(2))
    made.feed.settle()
    assert len(made.state.listing.view) == 0
    made.feed.turn_pause()
    assert len(made.state.listing.view) == 2
    assert made.screen.calls.count("show_hints") == 2


async def test_a_login_comes_first_and_says_why_it_failed() -> None:
    made = Made(live())
    made.screen.login_error = "The code was refused."
    await made.read(login=True)
    assert made.screen.messages == ["The code was refused."]
    assert made.status.ended
    assert not made.feed.log_in_again()
    assert "nothing to log in for" in made.screen.messages[-1]
    made.status.ended = False
    assert made.feed.log_in_again()
    await made.screen.finished()
    assert made.screen.calls.count("log_in") == 2
