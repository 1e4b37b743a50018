"""How a range is split."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.follow.history.answer import DAY_MS, even_ranges
from tests.follow.fakes import T0


@given(
    st.integers(0, 400 * DAY_MS),
    st.integers(0, 400 * DAY_MS),
    st.integers(1, 30).map(lambda days: days * DAY_MS),
    st.integers(1, 40),
)
def test_ranges_cover_the_range_without_a_gap(
    start: int, length: int, longest_ms: int, most: int
) -> None:
    first_ms, last_ms = T0 + start, T0 + start + length

    found = even_ranges(first_ms, last_ms, longest_ms, most)

    assert found[0][0] == first_ms
    assert found[-1][1] == last_ms
    assert all(one[0] <= one[1] for one in found)
    assert all(one[1] + 1 == after[0] for one, after in pairwise(found))
    assert all(one[0] % 1000 == 0 for one in found[1:])
    assert len(found) <= most + 1


def test_a_short_range_is_not_split() -> None:
    assert even_ranges(T0, T0, DAY_MS, 30) == [(T0, T0)]
    assert len(even_ranges(T0, T0 + DAY_MS - 1, DAY_MS, 30)) == 1
    assert len(even_ranges(T0, T0 + 90 * DAY_MS, DAY_MS, 30)) == 30
