"""Search without a terminal: through the rows, and in the record that is read."""

from __future__ import annotations

from typing import Any

from sestrail_tui.tui.main.search import SearchController
from sestrail_tui.tui.table.controller import RowsController
from tests.tui.fake_screen import FakeScreen, FakeTable, listing_of, state_of
from tests.tui.world import record

RECORDS = [record(number, config="news" if number % 2 else "billing") for number in range(1, 5)]


class FakePane:
    def __init__(self) -> None:
        self.calls: list[Any] = []

    def search(self, text: str) -> None:
        self.calls.append(text)

    def next_match(self, step: int = 1) -> None:
        self.calls.append(step)


class Made:
    def __init__(self) -> None:
        self.screen, self.table, self.pane = FakeScreen(), FakeTable(0), FakePane()
        self.state = state_of(RECORDS)
        rows = RowsController(self.screen, self.state, self.table, self.screen, lambda: None)
        self.search = SearchController(
            self.screen,
            self.state,
            self.table,
            pane=self.pane,
            focus=self.screen,
            read=self.screen.read,
            rows=rows,
            figures=self.screen,
        )


def test_rows_are_searched_and_the_matches_counted() -> None:
    made = Made()
    made.search.ask()
    assert made.screen.questions == ["search"]
    made.search.search("config:billing")
    assert listing_of(made.state).searching
    assert made.table.focused_row == 1
    assert made.state.match_note == "match 1 of 2"
    made.search.go_to_match(1)
    assert made.table.focused_row == 3
    made.search.go_to_match(-1)
    assert made.state.match_note == "match 1 of 2"
    assert made.search.end()
    assert made.state.match_note == ""
    assert not made.search.end()


def test_a_mistake_is_asked_again_and_no_match_is_said() -> None:
    made = Made()
    made.search.search("(")
    assert made.screen.questions == ["search"]
    assert made.screen.messages
    made.search.search("config:none")
    assert made.screen.messages[-1] == "No match; ctrl+f searches."
    made.search.search("")
    made.search.go_to_match(1)
    assert made.screen.messages[-1] == "ctrl+f searches."


def test_in_the_detail_it_is_the_record_that_is_searched() -> None:
    made = Made()
    made.screen.reads_detail = True
    made.search.ask()
    made.search.find("boto3")
    made.search.go_to_match(-1)
    assert made.screen.questions == ["find"]
    assert made.pane.calls == ["boto3", -1]
    assert made.screen.calls == ["read"]
