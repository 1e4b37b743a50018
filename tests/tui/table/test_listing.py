from __future__ import annotations

from sestrail_tui.filters.columns import COLUMNS
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.tui.table.listing import Listing
from tests.tui.world import NOW_MS, record, records


def listing_of(count: int = 20, cap: int = 1_000_000) -> Listing:
    listing = Listing(cap)
    listing.append(records(count))
    listing.catch_up()
    return listing


def test_catch_up_says_where_the_news_begins_and_when_there_is_none() -> None:
    listing = listing_of(20)
    assert listing.catch_up() is None
    listing.append(records(3, first=21))
    assert listing.catch_up() == 20
    assert len(listing.view) == 23


def test_paused_the_list_stands_still_nothing_is_dropped_and_filtering_works() -> None:
    listing = listing_of(20)
    listing.pause(True)
    listing.append(records(5, first=21))
    assert listing.catch_up() is None
    assert (len(listing.view), listing.waiting) == (20, 5)
    listing.apply(parse("-config:(none)"))
    assert len(listing.view) < 20
    listing.apply(parse(""))
    assert len(listing.view) == 20
    listing.pause(False)
    assert (len(listing.view), listing.waiting) == (25, 0)


def test_rows_let_go_leave_even_a_paused_list() -> None:
    listing = listing_of(128, cap=128)
    listing.pause(True)
    listing.append(records(64, first=200))
    listing.catch_up()
    assert len(listing.view) == 64
    assert listing.store.evicted == 64
    assert listing.view.row(0) == 64


def test_marks_stand_by_event_time_or_by_arrival() -> None:
    listing = Listing()
    listing.append([record(1, time_ms=1_000), record(2, time_ms=3_000)])
    listing.catch_up()
    listing.mark("try", 2_000)
    listing.append([record(3, time_ms=1_500)])
    listing.catch_up()
    lines = listing.lines()
    assert lines.mark_at(2) is not None  # after the late row, which is of before the mark
    listing.turn_order()
    assert listing.lines().mark_at(2) is not None  # after the two that had arrived
    assert listing.view.rows().tolist() == [0, 1, 2]


def test_a_search_goes_round_in_the_order_of_the_list() -> None:
    listing = listing_of(40)
    wanted = [
        row for row in listing.view.rows().tolist() if listing.store.value(row, "error") != ""
    ]
    assert listing.search(parse("error:*")) == len(wanted) > 1
    assert all(listing.is_match(row) for row in wanted)
    assert not listing.is_match(next(r for r in range(40) if r not in wanted))
    found = []
    row: int | None = None
    for _ in range(len(wanted) + 1):
        match = listing.match_from(row, 1)
        assert match is not None
        row = match[0]
        found.append(row)
    assert found == [*wanted, wanted[0]]
    back = listing.match_from(wanted[0], -1)
    assert back == (wanted[-1], len(wanted), len(wanted))


def test_a_search_from_between_matches_takes_the_nearest_in_its_direction() -> None:
    listing = Listing()
    listing.append(
        [record(n, time_ms=NOW_MS + n * 1000, error="X" if n in (2, 6) else "") for n in range(9)]
    )
    listing.catch_up()
    listing.search(parse("error:*"))
    assert listing.match_from(4, 1) == (6, 2, 2)
    assert listing.match_from(4, -1) == (2, 1, 2)
    assert listing.match_from(8, 1) == (2, 1, 2)
    assert listing.match_from(0, -1) == (6, 2, 2)


def test_without_a_search_or_a_match_there_is_nowhere_to_go() -> None:
    listing = listing_of(5)
    assert listing.match_from(0, 1) is None
    assert listing.search(parse("config:nowhere")) == 0
    assert listing.match_from(0, 1) is None
    assert listing.search(None) == 0
    assert not listing.searching


def test_a_search_stays_within_the_filter() -> None:
    listing = listing_of(60)
    listing.search(parse("call:SendRawEmail"))
    listing.apply(parse("config:billing"))
    for row in range(60):
        if listing.is_match(row):
            assert listing.store.value(row, "config_set") == "billing"


def test_text_that_the_columns_do_not_hold_is_found_by_scanning() -> None:
    listing = listing_of(300)
    listing.apply(parse("TLS_AES_128_GCM_SHA256"))
    while listing.scanned < 1:
        listing.scan(0.01)
        listing.settle()
    listing.settle()
    assert len(listing.view) == 300


def test_why_a_row_is_not_shown() -> None:
    listing = listing_of(20)
    listing.pause(True)
    listing.append(records(2_000, first=21))
    listing.catch_up()
    assert "while the list was paused" in listing.why_hidden(20)
    listing.pause(False)
    listing.view.read_at_once_s = 0.0
    listing.apply(parse("nowhere-in-a-record"))
    assert "still being searched" in listing.why_hidden(20)
    while listing.scanned < 1:
        listing.scan(1.0)
    assert "the filter hides it" in listing.why_hidden(20)


def test_what_the_rows_are_called() -> None:
    listing = Listing()
    assert listing.noun() == "sends"
    assert listing.noun(holds_sends=False) == "changes"
    change = record(1, managementEvent=True, eventCategory="Management", name="DeleteIdentity")
    listing.append([change])
    listing.catch_up()
    assert listing.noun() == "change"
    listing.append([record(2)])
    listing.catch_up()
    assert listing.noun() == "records"


def test_a_region_is_worth_a_column_when_there_are_two() -> None:
    listing = listing_of(5)
    assert listing.several() == ()
    listing.append([record(9, awsRegion="eu-west-1")])
    assert listing.several() == (COLUMNS["region"],)


def test_the_oldest_time_ignores_rows_without_one() -> None:
    listing = Listing()
    assert listing.oldest_ms is None
    listing.append([record(1, time_ms=5_000), record(2, time_ms=6_000)])
    assert listing.oldest_ms == 5_000
