from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.filters.columns import COLUMNS, Column
from sestrail_tui.tui.table.columns import OPTIONAL, place, time_column


def names(width: int, **more: Any) -> list[str]:
    return [placed.column.id for placed in place(width, **more)]


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (20, ["time"]),
        (40, ["time", "call", "principal"]),
        (60, ["time", "call", "principal", "config", "flags"]),
        (78, ["time", "call", "principal", "from", "config", "lag", "flags"]),
        (118, ["time", "call", "principal", "from", "config", "client", "lag", "flags"]),
    ],
)
def test_narrow_terminals_drop_columns_in_order(width: int, shown: list[str]) -> None:
    assert names(width) == shown


def test_without_any_lag_the_room_goes_to_the_sender() -> None:
    dated = time_column("utc", "year")
    assert "lag" in names(82, time=dated)
    assert "from" not in names(82, time=dated)
    assert "from" in names(82, time=dated, widest={"lag": 0})
    assert "lag" not in names(200, widest={"lag": 0})


def test_region_account_and_source_take_room_only_when_several() -> None:
    assert "region" not in names(200)
    several = (COLUMNS["region"], COLUMNS["source"])
    assert names(200, several=several)[-3:] == ["region", "source", "flags"]


@given(
    st.integers(8, 400),
    st.lists(st.sampled_from(OPTIONAL), unique=True),
    st.sampled_from(["local", "utc", "relative"]),
    st.sampled_from(["", "day", "year"]),
)
def test_columns_fill_the_line_and_never_overlap(
    width: int, several: list[Column], mode: Any, dates: Any
) -> None:
    placed = place(width, time=time_column(mode, dates), several=several)
    assert placed[0].x == 0
    for one, other in pairwise(placed):
        assert one.x + one.width < other.x
    if len(placed) > 1:
        assert placed[-1].x + placed[-1].width == width


def test_the_time_column_says_how_times_are_written() -> None:
    assert time_column("utc", "").title == "Time UTC"
    assert time_column("relative", "day").title == "Age"
    assert time_column("local", "day").layout.least == len("04-11 20:07:04")
