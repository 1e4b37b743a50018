from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.details.links import NOWHERE, Origin
from sestrail_tui.filters.columns import COLUMNS
from sestrail_tui.filters.match import compile_node
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.tui.detail.copy_as import offers
from sestrail_tui.tui.detail.copy_menu import CopyMenu
from tests.tui.hosting import HOSTILE, screen_text
from tests.tui.world import NOW_MS, app_of, arrivals, live, record, records

if TYPE_CHECKING:
    from sestrail_tui.core.record import Record
    from sestrail_tui.tui.app.app import SestrailApp

GROUP = Origin("arn:aws:logs:us-east-1:123456789012:log-group:CloudTrail/logs")


def texts(found: Record, origin: Origin = GROUP) -> dict[str, str]:
    return {offer.title: offer.text for offer in offers(found, origin, None)}


def test_the_value_under_the_cursor_comes_after_the_json() -> None:
    found = offers(record(1), GROUP, COLUMNS["principal"])
    assert [offer.title for offer in found[:2]] == ["JSON, as delivered", "Principal"]
    assert sum(offer.title == "Principal" for offer in found) == 1


@given(st.text(), st.text())
def test_the_filters_find_the_record(principal: str, config: str) -> None:
    found = msgspec.structs.replace(record(1), principal=principal, config_set=config)
    told = texts(found)
    others = records(20, first=2)
    for title in ("Filter for this record", "Filter for such calls"):
        keep = compile_node(parse(told[title]))
        assert keep(found)
        assert told[title].isprintable()
    assert not any(map(compile_node(parse(told["Filter for this record"])), others))


def test_hostile_values_are_copied_as_what_can_be_seen() -> None:
    found = record(1, principal=HOSTILE, config=HOSTILE, sender=HOSTILE, userAgent=HOSTILE)
    for offer in offers(found, GROUP, None)[1:]:
        assert offer.text.replace("\n", "").isprintable(), offer.title


def test_what_cannot_be_offered_says_why() -> None:
    broken = decode(b"\xff")
    lacks = [offer for offer in offers(broken, NOWHERE, None) if offer.lack]
    assert {offer.title for offer in lacks} >= {"AWS CLI command", "Filter for this record"}
    assert all(offer.text or offer.lack for offer in offers(broken, NOWHERE, None)[:4])


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("AWS CLI command", "the AWS CLI command"),
        ("Filter for this record", "the filter for this record"),
        ("SES message id", "the SES message id"),
    ],
)
def test_a_copy_has_a_name(title: str, said: str) -> None:
    found = {offer.title: offer.what for offer in offers(record(1), GROUP, None)}
    assert found[title] == said


async def _filled(pilot: Any, app: SestrailApp) -> None:
    for _ in range(100):
        if app._main.state.listing is not None and len(app._main.state.listing.view):
            return
        await pilot.pause(0.02)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_the_menu_copies_what_is_chosen(
    monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    copied: list[tuple[str, str]] = []

    async def keep(_: object, text: str, what: str) -> None:
        copied.append((text, what))

    monkeypatch.setattr(
        "sestrail_tui.tui.detail.record_controller.RecordController.copy_text", keep
    )
    app = app_of([live(origin=GROUP), arrivals([record(1, time_ms=NOW_MS)])])
    async with app.run_test(size=size) as pilot:
        await _filled(pilot, app)
        await pilot.press("up", "A")
        await pilot.pause()
        assert isinstance(app.screen, CopyMenu)
        shown = screen_text(app)
        assert "Copy as" in shown
        assert "AWS CLI command" in shown
        assert "enter copy" in shown
        await pilot.press(*"aws", "enter")
        await pilot.pause()
        await pilot.press("A", "escape")
        await pilot.press("A", "down", "enter")
        await pilot.pause()
    assert [what for _, what in copied] == [
        "SendEmail 20:07:04 deploy: the AWS CLI command",
        "SendEmail 20:07:04 deploy: the filter for this record",
    ]
    assert copied[0][0].startswith("aws logs filter-log-events --region us-east-1 ")


async def test_what_lacks_something_says_so_and_stays() -> None:
    app = app_of([live(), arrivals([record(1)])])
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await _filled(pilot, app)
        await pilot.press("A", *"aws", "enter")
        await pilot.pause()
        assert isinstance(app.screen, CopyMenu)
        assert any("not read from a log group" in n.message for n in app._notifications)
        await pilot.press("escape", "q")


async def test_without_a_record_there_is_nothing_to_copy() -> None:
    app = app_of([live()])
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press("A")
        await pilot.pause()
        assert any("no record to copy" in note.message for note in app._notifications)
