"""Asking a scan of many rows: those that match, and those whose records have to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import numpy as np

from sestrail_tui.store.order.order import NO_ROWS, Rows
from sestrail_tui.store.scan.match_result import Places, is_known

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from sestrail_tui.store.columns.columns import Segment
    from sestrail_tui.store.scan.predicate_cache import Mask
    from sestrail_tui.store.scan.scan import Scan

T = TypeVar("T", bound=np.generic)
_NO_MARKS: Final[Mask] = np.empty(0, np.bool_)


class Evaluated(NamedTuple):
    """What the columns told; rows ascend."""

    sure: Rows
    """The rows that match."""
    open: Rows
    """The rows that may match."""
    plain: Mask
    """For each open row: whether it matches if its JSON holds no needle."""


def look(scan: Scan, places: Iterable[tuple[Segment, Places]]) -> Evaluated:
    """Ask ``scan`` of the rows at ``places``, which ascend."""
    scan.refresh()
    sure: list[Rows] = []
    undecided: list[Rows] = []
    plain: list[Mask] = []
    for segment, at in places:
        truth = scan.over(segment, at)
        sure.append(_rows(segment, at, truth.sure))
        if not is_known(truth):
            left = truth.maybe & ~truth.sure
            undecided.append(_rows(segment, at, left))
            plain.append(truth.plain[left])
    return Evaluated(
        _together(sure, NO_ROWS), _together(undecided, NO_ROWS), _together(plain, _NO_MARKS)
    )


def _together(parts: Sequence[NDArray[T]], none: NDArray[T]) -> NDArray[T]:
    if len(parts) > 1:
        return np.concatenate(parts)
    return parts[0] if parts else none  # for a few arrivals joining costs as much as looking


def _rows(segment: Segment, at: Places, mask: Mask) -> Rows:
    (found,) = mask.nonzero()
    return (
        found + (segment.first + at.start) if isinstance(at, slice) else at[found] + segment.first
    )
