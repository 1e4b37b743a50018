"""A half-typed value: enter takes what is highlighted, the empty screen proposes what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import to_text
from sestrail_tui.tui.filtering.proposal import propose
from sestrail_tui.tui.table.listing import Listing
from tests.tui.app.driving import filled, listing, main, tapped, until
from tests.tui.hosting import screen_text
from tests.tui.table.notices import notices
from tests.tui.world import arrivals, live, record

if TYPE_CHECKING:
    from textual.pilot import Pilot

SENDS = [
    *(record(number, principal="orders-service/i-0abc") for number in range(1, 8)),
    *(record(number, principal="billing", sender="News <news@example.com>") for number in (8, 9)),
]


async def type_in(pilot: Pilot[None], text: str) -> None:
    names = {
        ":": "colon",
        " ": "space",
        "-": "minus",
        '"': "quotation_mark",
        "!": "exclamation_mark",
    }
    await pilot.press(*(names.get(char, char) for char in text))
    await pilot.pause(0.3)


@pytest.mark.parametrize(
    ("written", "sentence", "proposed"),
    [
        (
            "principal:ord",
            "No principal is exactly ord. 7 begin with it: principal:ord*",
            "principal:ord*",
        ),
        (
            "x principal:SERVICE",
            "No principal is exactly SERVICE. 7 contain it: principal:*SERVICE*",
            "x principal:*SERVICE*",
        ),
        (
            "from:news",
            "No from is exactly news. 2 begin with it: from:news*",
            "from:news*",
        ),
        ("error:* principal:bill", "No principal is exactly bill. 2 begin with it: principal:bill*",
         "error:* principal:bill*"),
    ],
)  # fmt: skip
async def test_what_may_have_been_meant(written: str, sentence: str, proposed: str) -> None:
    made = Listing()
    made.append(SENDS)
    made.catch_up()
    found = await propose(parse(written), made.count)
    assert found is not None
    assert f"{found.sentence} {found.text}" == sentence
    assert to_text(found.node) == proposed


@pytest.mark.parametrize(
    "written", ["", "principal:nobody", "principal:ord*", "config:(none)", "nowhere", "-call:x"]
)
async def test_nothing_is_proposed_without_a_reason(written: str) -> None:
    made = Listing()
    made.append(SENDS)
    made.catch_up()
    assert await propose(parse(written), made.count) is None


@pytest.mark.slow
async def test_enter_takes_the_highlighted_value_where_what_is_typed_finds_nothing() -> None:
    app, tap = tapped()
    async with app.run_test(size=(120, 40)) as pilot:
        tap.give(live(), arrivals(SENDS))
        await filled(pilot, app, 9)
        await pilot.press("slash")
        await type_in(pilot, "principal:ord")
        assert "7 begin with it: principal:ord*" in screen_text(app)
        await pilot.press("enter")
        assert listing(app).filter_text == "principal:orders-service/i-0abc"
        assert len(listing(app).view) == 7
        assert main(app).line.input.value == listing(app).filter_text
        await until(pilot, lambda: "No principal is exactly ord: orders-" in notices(app))
        await pilot.press("u")
        assert listing(app).filter_text == ""


@pytest.mark.slow
async def test_what_is_taken_is_applied_once() -> None:
    app, tap = tapped()
    async with app.run_test(size=(120, 40)) as pilot:
        tap.give(live(), arrivals(SENDS))
        await filled(pilot, app, 9)
        await pilot.press("slash")
        await type_in(pilot, "principal:ord")
        await pilot.press("enter", "u")
        await pilot.pause(0.3)
        assert listing(app).filter_text == main(app).line.input.value == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("principal:billing", "principal:billing"),
        ("principal:bill*", "principal:bill*"),
        ("-principal:bill", "-principal:billing"),
        ("!principal:bill", "-principal:billing"),
        ("mfa:n", "mfa:n"),
        ("principal:nobody", "principal:nobody"),
        ("conf", "conf"),
    ],
)
async def test_what_finds_something_or_has_no_completion_is_kept(typed: str, kept: str) -> None:
    app, tap = tapped()
    async with app.run_test(size=(120, 40)) as pilot:
        tap.give(live(), arrivals(SENDS))
        await filled(pilot, app, 9)
        await pilot.press("slash")
        await type_in(pilot, typed)
        await pilot.press("enter")
        assert listing(app).node == parse(kept)


@pytest.mark.slow
async def test_esc_before_enter_keeps_what_is_typed_and_tab_then_takes_the_proposal() -> None:
    app, tap = tapped()
    async with app.run_test(size=(120, 40)) as pilot:
        tap.give(live(), arrivals(SENDS))
        await filled(pilot, app, 9)
        await pilot.press("slash")
        await type_in(pilot, "principal:ord")
        await pilot.press("escape", "enter")
        await until(pilot, lambda: "tab takes principal:ord*" in screen_text(app))
        assert "The filter hides all 9 records." in screen_text(app)
        await pilot.press("tab")
        assert listing(app).filter_text == "principal:ord*"
        await filled(pilot, app, 7)
        await pilot.press("tab")  # to the next part again
        assert listing(app).filter_text == "principal:ord*"
        await pilot.press("escape", "u")
        assert listing(app).filter_text == "principal:ord"


@pytest.mark.slow
async def test_half_the_name_of_a_field_is_not_searched_for() -> None:
    app, tap = tapped()
    async with app.run_test(size=(120, 40)) as pilot:
        tap.give(live(), arrivals(SENDS))
        await filled(pilot, app, 9)
        await pilot.press("slash")
        for char in ("c", "o", "n", "f", "i", "g", "colon"):
            await pilot.press(char)
            await pilot.pause(0.15)
            assert len(listing(app).view) == 9
        await type_in(pilot, "billing x")
        assert len(listing(app).view) == 9
