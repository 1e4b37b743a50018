from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.tui.table.marks import Lines, Mark, rows_before


@given(st.integers(0, 30), st.lists(st.integers(0, 30), max_size=6))
def test_lines_are_rows_with_the_marks_between_them(rows: int, wanted: list[int]) -> None:
    before = sorted(min(place, rows) for place in wanted)
    marks = [Mark(str(k), k, 0) for k in range(len(before))]
    naive: list[int | Mark] = []
    for index in range(rows + 1):
        naive += [mark for mark, place in zip(marks, before, strict=True) if place == index]
        if index < rows:
            naive.append(index)

    lines = Lines(rows, marks, before)

    assert len(lines) == len(naive)
    for line, there in enumerate(naive):
        if isinstance(there, Mark):
            assert lines.mark_at(line) is there
            assert lines.index_at(line) is None
        else:
            assert lines.mark_at(line) is None
            assert lines.index_at(line) == there
            assert lines.line_of(there) == line
            assert lines.index_near(line) == there
    assert lines.index_at(len(naive)) is None
    assert lines.index_at(-1) is None


@given(st.integers(0, 50), st.integers(0, 50))
def test_rows_before_finds_the_border(rows: int, border: int) -> None:
    assert rows_before(rows, lambda index: index < border) == min(rows, border)
