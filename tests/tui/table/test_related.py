"""Copies of one call and corrections on the screen: one row, its flags, and the ways between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.tui.table import related
from sestrail_tui.tui.table.listing import Listing
from tests.tui.app.driving import filled, listing, main, tapped, until
from tests.tui.hosting import screen_text
from tests.tui.world import NOW_MS, arrivals, live, record

if TYPE_CHECKING:
    from pathlib import Path

    from sestrail_tui.core.record import Record

WIDE = (140, 44)


def copy(number: int, account: str, **more: Any) -> Record:
    return record(
        number,
        time_ms=NOW_MS - 252_000 + number * 1000,
        recipientAccountId=account,
        sharedEventID="shared-1",
        **more,
    )


def correction(number: int, of: str) -> Record:
    return record(
        number,
        time_ms=NOW_MS - 200_000,
        addendum={"reason": "UPDATED_DATA", "updatedFields": "userAgent", "originalEventID": of},
    )


SENDS = (
    record(1, time_ms=NOW_MS - 253_000),
    copy(2, "111111111111"),
    copy(3, "222222222222"),
    record(4, time_ms=NOW_MS - 230_000),
)


def listing_of(*records: Record) -> Listing:
    made = Listing()
    made.append(records)
    made.catch_up()
    return made


def text_of(made: Listing, row: int) -> str:
    return " ".join(
        f"{section.title} {line.label} {line.value}"
        for section in related.sections(made.store, row)
        for line in section.lines
    )


def test_the_row_says_in_whose_accounts_and_what_corrects_it() -> None:
    fix = correction(5, SENDS[0].event_id)
    made = listing_of(*SENDS, fix)
    store = made.store
    assert [related.words(store, row) for row in range(5)] == [
        ("corrected",), ("2 accounts",), ("2 accounts",), (), ("corrects",),
    ]  # fmt: skip
    assert "111111111111" in text_of(made, 1)
    assert f"222222222222 {SENDS[2].event_id}" in text_of(made, 1)
    assert f"Corrected by {fix.event_id}" in text_of(made, 0)
    assert f"Corrects {SENDS[0].event_id} of 2026-04-11" in text_of(made, 4)
    assert related.sections(store, 3) == ()
    assert (related.other_end(store, 0), related.other_end(store, 4)) == (4, 0)


def test_copies_of_one_account_are_copies_and_what_is_not_held_is_said() -> None:
    made = listing_of(copy(1, "1"), copy(2, "1"), correction(3, SENDS[3].event_id))
    assert related.words(made.store, 0) == ("2 copies",)
    assert "which is not held here" in text_of(made, 2)
    assert related.other_end(made.store, 2) is None


def test_a_call_counts_once_and_its_accounts_are_worth_a_column() -> None:
    made = listing_of(*SENDS)
    assert (made.held, made.noun()) == (3, "sends")
    assert "account" in {column.id for column in made.several()}
    alone = listing_of(record(1), record(2, awsRegion=None, recipientAccountId=None))
    assert not {"region"} & {column.id for column in alone.several()}, "nothing is no value"


def test_a_search_that_finds_a_copy_goes_to_the_row_that_stands_for_it() -> None:
    made = listing_of(*SENDS)
    assert made.search(parse("account:222222222222 | id:00000004*")) == 2
    assert made.is_match(1)
    assert made.match_from(0, 1) == (1, 1, 2)
    assert made.match_from(1, 1) == (3, 2, 2)
    assert made.match_from(3, -1) == (1, 1, 2)
    assert made.search(parse("account:222222222222")) == 1
    assert made.match_from(1, 1) == (1, 1, 1)


@pytest.mark.slow
async def test_one_row_for_both_copies_and_a_key_for_the_other_ones_json() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(SENDS[:2]))
        await filled(pilot, app, 2)
        assert "2 accounts" not in screen_text(app)
        tap.give(arrivals(SENDS[2:]))
        await filled(pilot, app, 3)
        await until(pilot, lambda: "2 accounts" in screen_text(app))
        assert "3 sends" in screen_text(app)
        main(app).table.go(1)
        await pilot.press("a")
        await until(pilot, lambda: "222222222222  00000003-80c2" in screen_text(app))
        detail = main(app).detail
        assert detail._record is not None
        assert detail._record.raw == SENDS[2].raw
        await pilot.press("a")
        assert detail._record.raw == SENDS[1].raw
        await pilot.press("escape")
        main(app).table.go(2)
        await pilot.press("a")
        assert detail._record.raw == SENDS[3].raw, "a call of one account has no other copy"


async def test_a_copy_that_comes_late_gives_its_row_the_flag_and_the_detail_a_line() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(SENDS[:2]))
        await filled(pilot, app, 2)
        main(app).table.go(1)
        assert "Recorded in" not in screen_text(app)
        tap.give(arrivals([SENDS[2]]))
        await until(pilot, lambda: "Recorded in" in screen_text(app))
        assert len(listing(app).view) == 2


async def test_a_key_goes_from_a_correction_to_what_it_corrects_and_back() -> None:
    app, tap = tapped()
    fix = correction(5, SENDS[0].event_id)
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals([*SENDS, fix]))
        await filled(pilot, app, 4)
        table = main(app).table
        table.go(3)
        assert table.focused_row == 4
        await pilot.press("r")
        assert table.focused_row == 0
        await pilot.press("r")
        assert table.focused_row == 4
        main(app).filters.apply(parse("-id:00000001*"))
        await pilot.press("r")
        assert table.focused_row == 4
        assert "not shown: the filter hides it, esc clears that." in notices(app)
        table.go(0)
        await pilot.press("r")
        assert "Nothing corrects this record" in notices(app)


def notices(app: Any) -> str:
    return " ".join(str(one.message) for one in app._notifications)


async def test_every_copy_that_matches_is_written(tmp_path: Path) -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(SENDS))
        await filled(pilot, app, 3)
        shown = list(main(app).records.shown())
        assert [one.raw for one in shown] == [one.raw for one in SENDS]
        main(app).filters.apply(parse("account:222222222222"))
        assert [one.raw for one in main(app).records.shown()] == [SENDS[2].raw]
