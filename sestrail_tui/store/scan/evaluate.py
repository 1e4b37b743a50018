"""Evaluating a scan over many rows: which match, and which records have to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import numpy as np

from sestrail_tui.store.columns.rows import NO_ROWS, Rows
from sestrail_tui.store.scan.match_result import Positions, is_decided

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from sestrail_tui.store.columns.columns import Segment
    from sestrail_tui.store.columns.rows import Mask
    from sestrail_tui.store.scan.scan import Scan

T = TypeVar("T", bound=np.generic)
_NO_MARKS: Final[Mask] = np.empty(0, np.bool_)


class Evaluated(NamedTuple):
    """What the columns decided; rows ascend."""

    sure: Rows
    """The rows that match."""
    open: Rows
    """The rows that may match."""
    plain: Mask
    """For each open row: whether it matches if its JSON holds no substring."""


def evaluate(scan: Scan, positions: Iterable[tuple[Segment, Positions]]) -> Evaluated:
    """Return what ``scan`` finds among the rows at ``positions``, which ascend."""
    scan.refresh()
    sure: list[Rows] = []
    undecided: list[Rows] = []
    plain: list[Mask] = []
    for segment, at in positions:
        result = scan.over(segment, at)
        sure.append(_rows(segment, at, result.sure))
        if not is_decided(result):
            left = result.maybe & ~result.sure
            undecided.append(_rows(segment, at, left))
            plain.append(result.plain[left])
    return Evaluated(
        _together(sure, NO_ROWS), _together(undecided, NO_ROWS), _together(plain, _NO_MARKS)
    )


def _together(parts: Sequence[NDArray[T]], none: NDArray[T]) -> NDArray[T]:
    if len(parts) > 1:
        return np.concatenate(parts)
    return parts[0] if parts else none  # for a few arrivals joining costs as much as looking


def _rows(segment: Segment, at: Positions, mask: Mask) -> Rows:
    (found,) = mask.nonzero()
    return (
        found + (segment.first + at.start) if isinstance(at, slice) else at[found] + segment.first
    )
