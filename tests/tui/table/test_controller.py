"""The rows without a terminal: marked, ordered, their texts searched."""

from __future__ import annotations

from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.tui.base.times import TIME_MODES
from sestrail_tui.tui.table.controller import RowsController
from tests.tui.fake_screen import FakeScreen, FakeTable, listing_of, state_of
from tests.tui.world import records


class Made:
    def __init__(self) -> None:
        self.screen, self.table, self.state = FakeScreen(), FakeTable(0), state_of(records(3))
        self.details = 0
        self.rows = RowsController(
            self.screen, self.state, self.table, self.screen, self._show_detail
        )

    def _show_detail(self) -> None:
        self.details += 1


def test_a_mark_has_the_name_that_was_answered() -> None:
    made = Made()
    made.rows.ask_mark()
    made.rows.mark(" third try ")
    assert made.screen.questions == ["mark"]
    assert [mark.label for mark in listing_of(made.state).marks] == ["third try"]
    assert made.table.calls == ["settle"]


def test_order_and_times_go_round() -> None:
    made = Made()
    made.rows.turn_order()
    assert listing_of(made.state).view.order == "arrival"
    first = made.state.time_mode
    for _ in TIME_MODES:
        made.rows.turn_time_mode()
    assert made.state.time_mode == first
    assert made.details == made.table.calls.count("fit") == len(TIME_MODES)


async def test_texts_are_searched_beside_the_screen_and_only_once_at_a_time() -> None:
    made = Made()
    listing_of(made.state).apply(parse("boto3"))
    made.rows.show()
    made.rows.scan()
    await made.screen.finished()
    assert listing_of(made.state).scanned == 1
    assert made.screen.calls[-1] == "show_facets"


def test_the_first_rows_are_counted_and_links_repaint() -> None:
    made = Made()
    made.rows.show_arrivals(0, are_new=False)
    assert made.screen.calls == ["rows_came"]
    assert made.table.calls == ["fit", "settle"]
    made.rows.show_links()
    assert made.table.calls[-1] == "restyle"
    assert made.details == 1
