"""What the columns can tell of rows: they match, they do not, or their record has to be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sestrail_tui.store.columns.columns import Segment

if TYPE_CHECKING:
    from sestrail_tui.store.scan.predicate_cache import Mask

Places: TypeAlias = slice | NDArray[np.intp]
"""Positions within a segment."""


class Truth(NamedTuple):
    """Masks over the same rows; one and the same array thrice when the columns tell all."""

    sure: Mask
    """The row matches, whatever else its record says."""
    maybe: Mask
    """The row may match; false where it cannot."""
    plain: Mask
    """The row matches if its JSON holds none of the needles of the scan."""


Leaf: TypeAlias = Callable[[Segment, Places], Truth]
"""A node of a filter, ready to be asked of some rows of a segment."""

_SELECTIVE: Final = 8
"""A conjunct that leaves less than one row in so many lets the next look at those alone."""


def known(mask: Mask) -> Truth:
    """Give the truth of rows of which the columns tell all."""
    return Truth(mask, mask, mask)


def is_known(truth: Truth) -> bool:
    """Tell whether no row is open."""
    return truth.sure is truth.maybe


def zeros(count: int) -> Mask:
    """Give a mask of ``count`` rows, none set."""
    return np.zeros(count, np.bool_)


def negated(inner: Leaf) -> Leaf:
    """Give the leaf that is true where ``inner`` is not."""

    def leaf(segment: Segment, at: Places) -> Truth:
        truth = inner(segment, at)
        if is_known(truth):
            return known(~truth.sure)
        return Truth(~truth.maybe, ~truth.sure, ~truth.plain)

    return leaf


def either(leaves: Sequence[Leaf]) -> Leaf:
    """Give the leaf that is true where one of ``leaves`` is."""

    def leaf(segment: Segment, at: Places) -> Truth:
        truth = leaves[0](segment, at)
        for following in leaves[1:]:
            other = following(segment, at)
            if is_known(truth) and is_known(other):
                truth = known(truth.sure | other.sure)
            else:
                truth = Truth(*(a | b for a, b in zip(truth, other, strict=True)))
        return truth

    return leaf


def both(leaves: Sequence[Leaf]) -> Leaf:
    """Give the leaf that is true where all of ``leaves`` are; the cheap ones should come first."""

    def leaf(segment: Segment, at: Places) -> Truth:
        truth = leaves[0](segment, at)
        for following in leaves[1:]:
            left = np.flatnonzero(truth.maybe)
            if len(left) * _SELECTIVE >= len(truth.maybe):
                truth = _joined(truth, following(segment, at))
                continue
            inner = left + at.start if isinstance(at, slice) else at[left]
            part = _joined(_taken(truth, left), following(segment, inner))
            truth = _spread(part, left, len(truth.maybe))
        return truth

    return leaf


def _joined(truth: Truth, other: Truth) -> Truth:
    if is_known(truth) and is_known(other):
        return known(truth.sure & other.sure)
    return Truth(*(a & b for a, b in zip(truth, other, strict=True)))


def _taken(truth: Truth, left: NDArray[np.intp]) -> Truth:
    if is_known(truth):
        return known(truth.sure[left])
    return Truth(*(mask[left] for mask in truth))


def _spread(truth: Truth, left: NDArray[np.intp], count: int) -> Truth:
    def spread(mask: Mask) -> Mask:
        out = zeros(count)
        out[left] = mask
        return out

    return known(spread(truth.sure)) if is_known(truth) else Truth(*map(spread, truth))
