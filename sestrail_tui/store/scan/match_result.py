"""What the columns say of rows: they match, they do not, or their record has to be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sestrail_tui.store.columns.columns import Segment

if TYPE_CHECKING:
    from sestrail_tui.store.columns.rows import Mask

Positions: TypeAlias = slice | NDArray[np.intp]
"""Positions within a segment."""


class MatchResult(NamedTuple):
    """Masks over the same rows; one and the same array thrice when the columns decide all."""

    sure: Mask
    """The row matches, whatever else its record says."""
    maybe: Mask
    """The row may match; false where it cannot."""
    plain: Mask
    """The row matches if its JSON holds none of the substrings of the scan."""


Leaf: TypeAlias = Callable[[Segment, Positions], MatchResult]
"""A node of a filter, compiled: evaluates it over some rows of a segment."""

_SELECTIVE: Final = 8
"""A conjunct that leaves less than one row in so many lets the next look at those alone."""


def decided(mask: Mask) -> MatchResult:
    """Return the result of rows that the columns decide."""
    return MatchResult(mask, mask, mask)


def is_decided(result: MatchResult) -> bool:
    """Return whether no row is open."""
    return result.sure is result.maybe


def zeros(count: int) -> Mask:
    """Return a mask of ``count`` rows, none set."""
    return np.zeros(count, np.bool_)


def negated(inner: Leaf) -> Leaf:
    """Return the leaf that is true where ``inner`` is not."""

    def leaf(segment: Segment, at: Positions) -> MatchResult:
        result = inner(segment, at)
        if is_decided(result):
            return decided(~result.sure)
        return MatchResult(~result.maybe, ~result.sure, ~result.plain)

    return leaf


def either(leaves: Sequence[Leaf]) -> Leaf:
    """Return the leaf that is true where one of ``leaves`` is."""

    def leaf(segment: Segment, at: Positions) -> MatchResult:
        result = leaves[0](segment, at)
        for following in leaves[1:]:
            other = following(segment, at)
            if is_decided(result) and is_decided(other):
                result = decided(result.sure | other.sure)
            else:
                result = MatchResult(*(a | b for a, b in zip(result, other, strict=True)))
        return result

    return leaf


def both(leaves: Sequence[Leaf]) -> Leaf:
    """Return the leaf that is true where all ``leaves`` are; the cheap ones should come first."""

    def leaf(segment: Segment, at: Positions) -> MatchResult:
        result = leaves[0](segment, at)
        for following in leaves[1:]:
            left = np.flatnonzero(result.maybe)
            if len(left) * _SELECTIVE >= len(result.maybe):
                result = _joined(result, following(segment, at))
                continue
            inner = left + at.start if isinstance(at, slice) else at[left]
            part = _joined(_taken(result, left), following(segment, inner))
            result = _spread(part, left, len(result.maybe))
        return result

    return leaf


def _joined(result: MatchResult, other: MatchResult) -> MatchResult:
    if is_decided(result) and is_decided(other):
        return decided(result.sure & other.sure)
    return MatchResult(*(a & b for a, b in zip(result, other, strict=True)))


def _taken(result: MatchResult, left: NDArray[np.intp]) -> MatchResult:
    if is_decided(result):
        return decided(result.sure[left])
    return MatchResult(*(mask[left] for mask in result))


def _spread(result: MatchResult, left: NDArray[np.intp], count: int) -> MatchResult:
    def spread(mask: Mask) -> Mask:
        out = zeros(count)
        out[left] = mask
        return out

    return decided(spread(result.sure)) if is_decided(result) else MatchResult(*map(spread, result))
