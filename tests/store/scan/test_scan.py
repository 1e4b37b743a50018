"""What the columns tell of a filter is never wrong, and what they leave open is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.filters.match import matches
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.store.columns.columns import Columns
from sestrail_tui.store.scan.evaluate import evaluate
from sestrail_tui.store.scan.scan import Scan
from tests.store.samples import records
from tests.store.trees import trees

if TYPE_CHECKING:
    from sestrail_tui.filters.syntax.tree import Node

SENDS = records(200)


def columns() -> Columns:
    made = Columns()
    made.append(SENDS)
    return made


COLUMNS = columns()


@given(trees, st.sets(st.integers(0, 199)))
def test_sure_rows_match_and_rows_left_out_do_not(node: Node, asked: set[int]) -> None:
    rows = np.array(sorted(asked), np.int64)
    evaluated = evaluate(Scan(node, COLUMNS), COLUMNS.groups(rows))
    sure, undecided = set(evaluated.sure.tolist()), set(evaluated.open.tolist())
    assert not sure & undecided
    for row in asked:
        matching = matches(node, SENDS[row])
        assert matching or row not in sure
        assert not matching or row in sure | undecided


@given(trees)
def test_an_open_row_without_a_needle_is_as_plain_says(node: Node) -> None:
    scan = Scan(node, COLUMNS)
    evaluated = evaluate(scan, COLUMNS.slices(0, 200))
    for row, plain in zip(evaluated.open.tolist(), evaluated.plain.tolist(), strict=True):
        raw = SENDS[row].raw.lower()
        if not any(substring is None or substring in raw for substring in scan.substrings):
            assert matches(node, SENDS[row]) is plain


def test_the_columns_alone_tell_fields_and_whole_ids() -> None:
    event_id = SENDS[7].event_id
    for text in ("config:config-3", "-error:*", "tag:stage", "source:(none)", f"id:{event_id}"):
        node = parse(text)
        evaluated = evaluate(Scan(node, COLUMNS), COLUMNS.slices(0, 200))
        assert not len(evaluated.open)
        assert evaluated.sure.tolist() == [r for r in range(200) if matches(node, SENDS[r])]


def test_a_message_id_leaves_one_record_to_read() -> None:
    node = parse(f"message:{SENDS[7].message_id.upper()}")
    assert evaluate(Scan(node, COLUMNS), COLUMNS.slices(0, 200)).open.tolist() == [7]
