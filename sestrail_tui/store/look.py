"""Asking a scan of many rows: those that match, and those whose records have to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sestrail_tui.store.order import NO_ROWS, Rows
from sestrail_tui.store.truth import Places, is_known

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sestrail_tui.store.answers import Mask
    from sestrail_tui.store.columns import Segment
    from sestrail_tui.store.scan import Scan


class Looked(NamedTuple):
    """What the columns told; rows ascend."""

    sure: Rows
    """The rows that match."""
    open: Rows
    """The rows that may match."""
    plain: Mask
    """For each open row: whether it matches if its JSON holds no needle."""


def look(scan: Scan, places: Iterable[tuple[Segment, Places]]) -> Looked:
    """Ask ``scan`` of the rows at ``places``, which ascend."""
    scan.refresh()
    sure, undecided, plain = [NO_ROWS], [NO_ROWS], [np.empty(0, np.bool_)]
    for segment, at in places:
        truth = scan.over(segment, at)
        sure.append(_rows(segment, at, truth.sure))
        if not is_known(truth):
            left = truth.maybe & ~truth.sure
            undecided.append(_rows(segment, at, left))
            plain.append(truth.plain[left])
    return Looked(np.concatenate(sure), np.concatenate(undecided), np.concatenate(plain))


def _rows(segment: Segment, at: Places, mask: Mask) -> Rows:
    found = np.flatnonzero(mask)
    return (
        found + (segment.first + at.start) if isinstance(at, slice) else at[found] + segment.first
    )
