"""The filter's keys without a terminal."""

from __future__ import annotations

from typing import Any

import pytest

from sestrail_tui.filters.columns import COLUMNS, TIME
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.tui.base.messages import FilterEdited, FilterKept, FilterLeft
from sestrail_tui.tui.filtering.controller import FilterController
from sestrail_tui.tui.filtering.facets import FacetChosen
from sestrail_tui.tui.filtering.picker import Picker
from sestrail_tui.tui.table.controller import RowsController
from tests.tui.fake_screen import FakeScreen, FakeTable, listing_of, state_of
from tests.tui.world import record

RECORDS = [record(1, config="billing"), record(2, config="news"), record(3, error="Throttling")]


class Made:
    def __init__(self, *answers: Any, row: int | None = 0) -> None:
        self.screen = FakeScreen(*answers)
        self.table = FakeTable(row)
        self.state = state_of(RECORDS)
        rows = RowsController(self.screen, self.state, self.table, self.screen, lambda: None)
        self.filters = FilterController(
            self.screen, self.state, self.table, rows, focus=self.screen, first=parse("")
        )

    @property
    def in_force(self) -> str:
        return listing_of(self.state).filter_text


def test_a_filter_is_shown_applied_and_undone() -> None:
    made = Made()
    made.filters.apply(parse("config:news"))
    assert made.in_force == "config:news"
    assert made.screen.filters == ["config:news"]
    assert made.table.calls == ["settle"]
    assert made.screen.calls == ["show_counts", "show_facets"]
    made.filters.undo()
    assert made.in_force == ""
    made.filters.undo()
    assert made.screen.messages == ["There is no earlier filter."]
    made.filters.redo()
    assert made.in_force == "config:news"


def test_undo_is_left_alone_while_a_line_is_typed() -> None:
    made = Made()
    made.filters.apply(parse("config:news"))
    made.screen.is_typing = True
    made.filters.undo()
    made.filters.redo()
    assert made.in_force == "config:news"
    assert not made.screen.messages


async def test_what_is_typed_is_one_step_and_what_is_left_none() -> None:
    made = Made()
    await made.filters.take_typed(FilterEdited("config:n*"))
    await made.filters.take_typed(FilterKept("config:news", "read as a whole value"))
    assert made.screen.calls[-1] == "to_rows"
    assert made.screen.messages == ["read as a whole value"]
    await made.filters.take_typed(FilterEdited("config:news zzz"))
    made.filters.leave(FilterLeft("config:news"))
    assert made.in_force == "config:news"
    made.filters.undo()
    assert made.in_force == ""


@pytest.mark.parametrize(("chosen", "in_force"), [(("news",), "config:news"), (None, "")])
async def test_values_are_picked_from_a_list_that_may_be_left(
    chosen: tuple[str, ...] | None, in_force: str
) -> None:
    made = Made(chosen)
    made.filters.pick("config")
    await made.screen.finished()
    assert [type(dialog) for dialog in made.screen.dialogs] == [Picker]
    assert made.in_force == in_force


def test_nothing_can_be_picked_before_a_record_came() -> None:
    made = Made()
    made.state.listing = state_of().listing
    made.filters.pick("config")
    assert made.screen.messages == ["Nothing to pick from yet: no record has come."]


def test_the_own_value_of_the_row_is_added_and_taken_back() -> None:
    made = Made(row=1)
    made.filters.toggle_own("config")
    assert made.in_force == "config:news"
    assert made.table.calls[0] == "hold"
    made.filters.toggle_own("config")
    assert made.in_force == ""


def test_the_value_under_the_cursor_is_excluded_where_the_column_has_one() -> None:
    made = Made(row=1)
    made.table.cursor_column = TIME
    made.filters.exclude()
    assert "Time has no value to exclude" in made.screen.messages[0]
    made.table.cursor_column = COLUMNS["config"]
    made.filters.exclude()
    assert made.in_force == "-config:news"


def test_errors_and_facets_toggle() -> None:
    made = Made()
    made.filters.toggle_errors()
    assert made.in_force == "error:*"
    made.filters.toggle_errors()
    made.filters.choose_facet(FacetChosen("config", "news"))
    assert made.in_force == "config:news"
    made.filters.choose_facet(FacetChosen("config", "news", exclude=True))
    assert made.in_force == "-config:news"


def test_before_there_is_a_listing_no_key_does_anything() -> None:
    made = Made()
    made.state.listing = None
    made.filters.apply(parse("a"))
    made.filters.toggle_errors()
    made.filters.toggle_own("config")
    made.filters.exclude()
    made.filters.pick("config")
    assert made.filters.values("config") == ()
    assert made.filters.count(parse("a")) == 1
    assert not made.screen.filters
