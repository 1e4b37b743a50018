"""What is done with a record, without a terminal: read, copied, compared, written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sestrail_tui.follow.protocol import Recording
from sestrail_tui.tui.detail import clipboard
from sestrail_tui.tui.detail.clipboard import CopyOutcome
from sestrail_tui.tui.detail.compare_screen import CompareScreen
from sestrail_tui.tui.detail.controller import DetailController
from sestrail_tui.tui.detail.copy_as import Offer
from sestrail_tui.tui.detail.copy_menu import CopyMenu
from sestrail_tui.tui.detail.record_controller import RecordController
from sestrail_tui.tui.feed.status import FeedStatus
from tests.tui.fake_screen import FakeScreen, FakeTable, state_of
from tests.tui.world import record

if TYPE_CHECKING:
    from pathlib import Path

    from sestrail_tui.core.record import Record

RECORDS = [record(1), record(2, config="news")]


class FakePane:
    def __init__(self) -> None:
        self.shown: list[Record | None] = []

    @property
    def record(self) -> Record | None:
        return self.shown[-1]

    def show(self, record: Record | None, time_mode: str, more: Any = ()) -> None:
        self.shown.append(record)


class Made:
    def __init__(self, *answers: Any, row: int | None = 0, held: Any = RECORDS) -> None:
        self.screen, self.table, self.pane = FakeScreen(*answers), FakeTable(row), FakePane()
        self.state, self.status = state_of(held), FeedStatus()
        self.detail = DetailController(
            self.screen,
            self.state,
            self.table,
            self.pane,
            focus=self.screen,
            alerts_of=lambda _: (),
        )
        self.records = RecordController(
            self.screen,
            self.state,
            self.status,
            self.table,
            detail=self.detail,
            figures=self.screen,
        )


@pytest.fixture
def copies(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect what is copied."""
    found: list[str] = []

    async def copy(text: str, what: str, **_: Any) -> CopyOutcome:
        found.append(text)
        return CopyOutcome(f"Copied {what}", ok=True)

    monkeypatch.setattr(clipboard, "copy", copy)
    return found


def test_the_record_under_the_cursor_is_shown_where_the_pane_is() -> None:
    made = Made()
    made.screen.shows_detail = False
    made.detail.show()
    assert not made.pane.shown
    made.screen.shows_detail = True
    made.detail.show()
    made.table.focused_row = None
    made.detail.show()
    assert made.pane.shown == [RECORDS[0], None]


def test_a_dropped_record_stays_while_it_is_read_and_is_what_keys_act_on() -> None:
    made = Made(held=[])
    from sestrail_tui.tui.table.listing import Listing

    made.state.listing = listing = Listing(cap=64)
    listing.append([record(number) for number in range(1, 65)])
    listing.catch_up()
    made.detail.show()
    first = made.pane.record
    assert first is not None
    made.screen.reads_detail = True
    listing.append([record(number) for number in range(65, 200)])
    listing.catch_up()
    assert listing.store.first_row > 0
    made.table.focused_row = listing.store.first_row
    made.detail.show()
    assert made.pane.record == first
    assert made.detail.held_record("copy") == first


def test_keys_without_a_record_say_so() -> None:
    made = Made(row=None)
    made.detail.open()
    made.detail.next_copy()
    made.detail.go_to_correction()
    assert not made.screen.calls
    made.records.compare()
    made.records.copy_as()
    made.records.ask_path()
    assert made.screen.messages == [
        "There is no record to compare.",
        "There is no record to copy.",
        "There is no row to write.",
    ]


def test_a_record_of_one_account_has_no_copy_and_no_correction() -> None:
    made = Made()
    made.detail.next_copy()
    made.detail.go_to_correction()
    assert "one account only" in made.screen.messages[0]
    assert "Nothing corrects this record" in made.screen.messages[1]


async def test_one_is_copied_as_delivered_and_all_shown_a_line_each(copies: list[str]) -> None:
    made = Made()
    made.records.copy()
    made.records.copy_shown()
    await made.screen.finished()
    assert copies[0].encode() == RECORDS[0].raw
    assert [json.loads(line) for line in copies[1].splitlines()] == [
        json.loads(one.raw) for one in RECORDS
    ]
    assert made.screen.messages[1] == "Copied 2 records"


async def test_without_a_record_the_command_is_copied_that_has_sends_recorded(
    copies: list[str],
) -> None:
    made = Made(row=None)
    made.status.recording = Recording(("Nothing is recorded.",), command="sestrail logging on")
    made.records.copy()
    await made.screen.finished()
    assert copies == ["sestrail logging on"]


async def test_a_part_of_the_record_is_chosen_from_a_menu(copies: list[str]) -> None:
    made = Made(Offer("From", "no-reply@example.com"))
    made.records.copy_as()
    await made.screen.finished()
    assert [type(dialog) for dialog in made.screen.dialogs] == [CopyMenu]
    assert copies == ["no-reply@example.com"]


async def test_two_records_are_compared_and_one_with_itself_is_not() -> None:
    made = Made(None)
    made.records.compare()
    marks = [made.table.marked]
    assert "v on another compares" in made.state.compare_note
    made.records.compare()
    assert made.screen.messages == ["No longer marked."]
    made.records.compare()
    made.table.focused_row = 1
    made.records.compare()
    await made.screen.finished()
    assert [type(dialog) for dialog in made.screen.dialogs] == [CompareScreen]
    assert [*marks, made.table.marked] == [0, None]
    assert made.state.compare_note == ""


async def test_the_rows_shown_are_written_to_the_named_file(tmp_path: Path) -> None:
    made = Made()
    made.records.ask_path()
    assert made.screen.questions == ["write"]
    made.records.write(" ")
    made.records.write(str(tmp_path / "sends.jsonl"))
    await made.screen.finished()
    written = (tmp_path / "sends.jsonl").read_bytes().splitlines()
    assert [json.loads(line) for line in written] == [json.loads(one.raw) for one in RECORDS]
    assert len(made.screen.messages) == 1
