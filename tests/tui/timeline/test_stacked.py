from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sestrail_tui.tui.timeline.chart_data import STACKS, lines
from sestrail_tui.tui.timeline.stacked import EMPTY, NOTHING, ChartCell, cells, stacked
from tests.examples import examples


def drawn(*counts: list[int], rows: int, rare: bool = False) -> list[list[ChartCell]]:
    reach = stacked(np.array(counts, np.int64), rows)
    return [cells(reach, row, rare=rare) for row in range(rows)]


def test_a_column_is_as_high_as_its_share_of_the_highest() -> None:
    (low,), (middle,), (high,) = ([cell] for (cell,) in drawn([5], rows=3))
    assert low == middle == ChartCell(0, 0)
    assert high == ChartCell(0, EMPTY, "▇")
    assert drawn([0], rows=1) == [[NOTHING]]


def test_where_two_lines_meet_both_are_in_the_cell() -> None:
    (cell,), _ = drawn([1], [3], rows=2)
    assert cell == ChartCell(0, 1, "▄")


def test_the_tip_is_of_most_of_it_and_of_the_rarest_where_that_matters() -> None:
    assert drawn([900, 90], [1, 0], rows=1)[0][0] == ChartCell(0, EMPTY, "▇")
    assert drawn([900, 90], [1, 0], rows=1, rare=True)[0][0] == ChartCell(1, EMPTY, "▇")


@settings(max_examples=examples(100))
@given(
    st.lists(st.lists(st.integers(0, 10**9), min_size=4, max_size=4), min_size=1, max_size=8),
    st.integers(2, 40),
)
def test_what_is_there_is_seen_and_nothing_leaves_the_chart(
    counts: list[list[int]], rows: int
) -> None:
    reach = stacked(np.array(counts, np.int64), rows)
    steps = np.diff(reach, axis=0, prepend=0)
    assert ((steps > 0) == (np.array(counts) > 0)).all()
    assert reach.max() <= 8 * rows
    for row in range(rows):
        for cell, height in zip(cells(reach, row), reach[-1].tolist(), strict=True):
            assert (cell == NOTHING) == (height <= 8 * row)
            assert cell.low < len(counts)
            assert cell.high < len(counts)


def test_every_line_has_a_look_and_a_letter_of_its_own() -> None:
    for stack in STACKS:
        for values in (("", *"pqrstu"), (*"pqr", "", *"stu"), tuple("pqrstu")):
            told = lines(stack, values, [1] * len(values), 3, 99)
            assert (
                len({line.look for line in told})
                == len({line.letter for line in told})
                == len(told)
            )
            assert told[-1].number == 99 - len(values)
    (by_error,) = (stack for stack in STACKS if stack.column == "error")
    accepted, refused = lines(by_error, ("", "Rejected"), (9, 1), 0, 10)
    assert (accepted.name, accepted.look) == ("accepted", "line1")
    assert refused.look == "line6", "what was refused is red"
