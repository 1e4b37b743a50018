from __future__ import annotations

from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.follow.health import Health, State
from sestrail_tui.tui.base.messages import Opened, OpenFailed
from sestrail_tui.tui.feed.status import FeedStatus, counts
from sestrail_tui.tui.table.listing import Listing
from tests.tui.world import NOW_MS, live, record, records


def listing() -> Listing:
    made = Listing()
    made.append(records(30))
    made.catch_up()
    return made


def test_the_phases_of_a_feed_without_rows() -> None:
    status = FeedStatus()
    assert status.phase(None) == "opening"
    status.failed(OpenFailed("No region is set.", NOW_MS))
    assert status.phase(None) == "failed"
    status.opened(Opened("CloudTrail/logs", "1", "us-east-1"), NOW_MS)
    assert status.phase(None) == status.phase(Listing()) == "waiting"
    status.heard(Health("mail.json", State.ENDED))
    assert status.phase(None) == "ended"


def test_the_filter_hides_what_it_was_asked_about_only() -> None:
    status, made = FeedStatus(), Listing()
    assert status.phase(made) == "opening"
    made.append(records(30))
    assert status.phase(made) == "settling"
    assert counts(made, status, "", following=True) == "0 sends"
    made.apply(parse("config:nope"))
    assert status.phase(made) == "settling"
    made.catch_up()
    facts = status.first(made, "utc", NOW_MS)
    assert (facts.phase, facts.held) == ("hidden", 30)
    made.append(records(5, first=31))
    assert status.first(made, "utc", NOW_MS) == facts


def test_what_waits_is_not_hidden_and_what_is_being_searched_neither() -> None:
    status, made = FeedStatus(), Listing()
    made.pause(True)
    made.append(records(2_000))
    made.catch_up()
    facts = status.first(made, "utc", NOW_MS)
    assert (facts.phase, facts.waiting) == ("paused", 2_000)
    made.pause(False)
    made.view.read_at_once_s = 0.0
    made.apply(parse("nowhere-in-a-record"))
    facts = status.first(made, "utc", NOW_MS)
    assert facts.phase == "searching"
    assert facts.searched < 1
    while made.scanned < 1:
        made.scan(1.0)
    made.settle()
    assert status.phase(made) == "hidden"


def test_opened_again_it_has_been_reading_since_the_first_time() -> None:
    status = FeedStatus()
    status.opened(Opened("a", "1", "r"), NOW_MS)
    status.opening()
    status.opened(Opened("a", "1", "r"), NOW_MS + 5_000)
    assert status.since_ms == NOW_MS


def test_a_failure_is_in_the_header_only_where_the_first_screen_does_not_say_it() -> None:
    status = FeedStatus()
    status.failed(OpenFailed("The token has expired.", None, person=True))
    assert status.header(None, "utc", NOW_MS).health.sentence == ""
    told = status.header(listing(), "utc", NOW_MS).health
    assert (told.word, told.sentence) == ("log in", "The token has expired.")


def test_a_moment_that_nothing_depends_on_repaints_nothing() -> None:
    status = FeedStatus()
    status.heard(live())
    made = Listing()
    assert status.header(made, "utc", NOW_MS) == status.header(made, "utc", NOW_MS + 1_000)
    assert status.header(made, "relative", NOW_MS) != status.header(
        made, "relative", NOW_MS + 1_000
    )


def test_a_file_being_read_waits_for_no_delivery() -> None:
    status = FeedStatus()
    status.opened(Opened("mail.json", "", ""), NOW_MS)
    assert not status.first(None, "utc", NOW_MS).follows


def test_the_counts_say_what_is_unusual() -> None:
    made, status = listing(), FeedStatus()
    assert counts(made, status, "", following=True) == "30 sends"
    assert counts(made, status, "match 1 of 2", following=False) == (
        "match 1 of 2 · f follows · 30 sends"
    )
    made.turn_order()
    made.pause(True)
    made.append(records(1200, first=31))
    made.catch_up()
    assert counts(made, status, "", following=True) == (
        "by arrival · paused, 1,200 wait · 30 of 1,230 sends"
    )


def test_only_changes_are_not_counted_as_sends() -> None:
    status = FeedStatus()
    status.heard(Health("event history", State.LIVE, holds_sends=False))
    assert counts(Listing(), status, "", following=True) == ""


def test_what_aws_scanned_is_counted_beside_the_sends() -> None:
    status, made = FeedStatus(), listing()
    status.heard(Health("lake", State.LIVE, scanned_bytes=1_234_567))
    status.heard(live())
    assert "1.23 MB scanned · 30 sends" in counts(made, status, "", following=True)
    status.heard(Health("lake", State.LIVE))
    assert "scanned" not in counts(made, status, "", following=True)


def test_until_a_send_is_seen_the_header_says_how_to_find_out() -> None:
    status, made = FeedStatus(), Listing()
    status.heard(live())
    change = record(eventName="CreateTemplate", managementEvent=True, eventCategory="Management")
    made.append([change])
    made.catch_up()
    said = "No send has been seen yet. D checks whether sends are recorded."
    assert status.header(made, "utc", NOW_MS).health.sentence == said
    made.append([record(2)])
    made.catch_up()
    assert status.header(made, "utc", NOW_MS).health.sentence == ""


def test_read_only_calls_that_were_left_out_are_counted() -> None:
    status = FeedStatus()
    status.reads["CloudTrail/logs"] += 2
    status.heard(live())
    assert [one.reads for one in status.healths.values()] == [2]
