"""The ways a record can take to the reader: a broken one is no more than a warning beside a whole.

A trail leads to a log group or to a bucket; a channel to a log group; Lake to itself. What breaks
all of them is missing, what breaks one of several is a warning.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sestrail_tui.account.report import Level, worst

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sestrail_tui.account.report import Finding

Way = tuple[str, ...]

_BROKEN = (Level.MISSING, Level.UNKNOWN)


def whole_ways(findings: Sequence[Finding]) -> tuple[Way, ...]:
    """Return the ways, to their ends, that nothing breaks; in the order in which they come."""
    return tuple(way for way in _ends(findings) if _level(findings, way) not in _BROKEN)


def likely_ways(findings: Sequence[Finding]) -> tuple[Way, ...]:
    """Return the ways of which nothing is known to be missing, though something is unknown."""
    return tuple(way for way in _ends(findings) if _level(findings, way) is Level.UNKNOWN)


def softened(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Make a warning of what is missing on one way while another one is whole."""
    whole = whole_ways(findings)
    if not whole:
        return tuple(findings)
    kept = {way[:length] for way in whole for length in range(len(way) + 1)}
    return tuple(
        one
        if one.level is not Level.MISSING or one.way in kept
        else replace(one, level=Level.WARNING)
        for one in findings
    )


def _ends(findings: Iterable[Finding]) -> list[Way]:
    """Return the ways that go no further."""
    ways = dict.fromkeys(one.way for one in findings if one.way)
    return [
        way for way in ways if not any(len(other) > len(way) and other[: len(way)] == way
                                       for other in ways)
    ]  # fmt: skip


def _level(findings: Sequence[Finding], way: Way) -> Level:
    """Return the worst of what lies on a way; of the account's own, what is missing counts."""
    levels = [one.level for one in findings if one.way and way[: len(one.way)] == one.way]
    levels += [one.level for one in findings if not one.way and one.level is Level.MISSING]
    return worst(tuple(levels))
