"""A filter, compiled to be evaluated over whole columns at once.

What the columns cannot decide - text anywhere in the JSON, parts of ids - is not guessed: each row
comes out as matching, as not matching, or as open until its record has been read
(`raw_scan`).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from sestrail_tui.core.record import UNKNOWN
from sestrail_tui.filters.fields.field import is_unknown
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.fields.time import Time
from sestrail_tui.filters.match import SEARCHED, text_predicate
from sestrail_tui.filters.syntax.tree import All, And, Node, Not, Or, Term, Text
from sestrail_tui.store.columns.columns import INDEX_OF, Columns, Segment
from sestrail_tui.store.columns.event_ids import NO_ID, UNINDEXED, fingerprint, pack_guid
from sestrail_tui.store.scan.match_result import (
    Leaf,
    MatchResult,
    Positions,
    both,
    decided,
    either,
    negated,
    zeros,
)
from sestrail_tui.store.scan.predicate_cache import Budget, PredicateCache
from sestrail_tui.store.scan.time_rows import timed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sestrail_tui.filters.fields.pattern import Pattern
    from sestrail_tui.store.columns.rows import Mask

_Found = list[tuple[int, PredicateCache]]


class Scan:
    """The filter ``node`` over ``columns``; keeps the answers for the values it has met.

    For one thread at a time.
    """

    def __init__(self, node: Node, columns: Columns) -> None:
        self.substrings: list[bytes | None] = []
        """Texts in small letters: an open row whose ASCII JSON, without escapes, holds none of
        them is as `MatchResult.plain` says. ``None`` stands for a text that is not known; it may be
        added later, where values came that were not tested."""
        self._columns = columns
        self._caches: list[PredicateCache] = []
        self._budget = Budget()
        self._root, _ = self._compiled(node)

    def refresh(self) -> None:
        """Take in the values that came since; to be called before `over`."""
        self._budget = Budget()
        for cache in self._caches:
            cache.refresh(self._budget)
        if None not in self.substrings and not all(cache.complete for cache in self._caches):
            self.substrings.append(None)

    def over(self, segment: Segment, at: Positions) -> MatchResult:
        """Return what the columns tell of the rows at ``at``."""
        return self._root(segment, at)

    def _compiled(self, node: Node) -> tuple[Leaf, int]:
        """Return the node's leaf and roughly what it costs."""
        match node:
            case All():
                return _everything, 0
            case Text(pattern):
                return self._text(pattern), len(SEARCHED)
            case Term(field, pattern):
                return self._term(field, pattern), 1
            case Not(inner):
                leaf, cost = self._compiled(inner)
                return negated(leaf), cost
            case And(nodes) | Or(nodes):
                parts = sorted(map(self._compiled, nodes), key=lambda part: part[1])
                join = both if isinstance(node, And) else either
                return join([leaf for leaf, _ in parts]), sum(cost for _, cost in parts)

    def _term(self, name: str, pattern: Pattern) -> Leaf:
        field = FIELDS[name]
        if isinstance(field, Time):
            return timed(field, pattern)
        if field.column in INDEX_OF:
            found = self._answered(field.columns, field.compile(pattern))
            return partial(_coded, found)
        if field.column == "event_id":
            self.substrings.append(_substring(pattern))
            return _event_id(pattern)
        if not pattern.is_none and not pattern.is_any and not pattern.is_unknown:
            self.substrings.append(_substring(pattern))
        return _fingerprinted(field.column, pattern)

    def _text(self, pattern: Pattern) -> Leaf:
        holds = text_predicate(pattern)

        def test(value: str | tuple[str, ...]) -> bool:
            if is_unknown(value):
                return False
            return holds(value) if isinstance(value, str) else any(map(holds, value))

        def leaf(segment: Segment, at: Positions) -> MatchResult:
            mask = _in_any(found, segment, at)
            return MatchResult(mask, np.ones(len(mask), np.bool_), mask)

        found = self._answered(SEARCHED, test)
        self.substrings.append(_substring(pattern))
        return leaf

    def _answered(self, columns: Iterable[str], test: Callable[..., bool]) -> _Found:
        indexes = [INDEX_OF[column] for column in columns]
        dictionaries = self._columns.dictionaries
        # Small dictionaries first: the budget covers all of their values.
        indexes.sort(key=lambda index: len(dictionaries[index].values_by_code))
        found = [
            (index, PredicateCache(dictionaries[index], test, self._budget)) for index in indexes
        ]
        self._caches += (answers for _, answers in found)
        return found


def _substring(pattern: Pattern) -> bytes | None:
    """Return a text that the JSON must hold where the pattern matches what is written in it."""
    longest = max(pattern.folded(), key=len)
    return longest.encode("utf-8", "surrogatepass") or None


def _in_any(found: _Found, segment: Segment, at: Positions) -> Mask:
    masks = [cache.over(segment.codes[index][at]) for index, cache in found if not cache.never]
    if not masks:
        return zeros(len(segment.time_ms[at]))
    mask = masks[0]
    for other in masks[1:]:
        mask |= other
    return mask


def _coded(found: _Found, segment: Segment, at: Positions) -> MatchResult:
    """Decide rows by their values; those with a value that was not tested stay open."""
    sure = _in_any(found, segment, at)
    left = [cache.untested(segment.codes[index][at]) for index, cache in found]
    untested = [mask for mask in left if mask is not None]
    if not untested:
        return decided(sure)
    maybe = sure.copy()
    for mask in untested:
        maybe |= mask
    return MatchResult(sure, maybe, sure)


def _everything(segment: Segment, at: Positions) -> MatchResult:
    return decided(np.ones(len(segment.time_ms[at]), np.bool_))


def _event_id(pattern: Pattern) -> Leaf:
    """Find a whole GUID in the packed ids; parts of one, and ids of another form, stay open."""
    guid = pack_guid(pattern.folded()[0]) if pattern.value is not None else None
    wanted = np.frombuffer(guid, np.uint64) if guid is not None else None

    def leaf(segment: Segment, at: Positions) -> MatchResult:
        ids = segment.event_id[at]
        packed = (ids[:, 0] | ids[:, 1]) != 0
        if pattern.is_any:
            return MatchResult(packed, np.ones(len(ids), np.bool_), packed)
        if pattern.value is None:
            return MatchResult(zeros(len(ids)), np.ones(len(ids), np.bool_), zeros(len(ids)))
        if wanted is None:
            return MatchResult(zeros(len(ids)), ~packed, zeros(len(ids)))
        same = (ids[:, 0] == wanted[0]) & (ids[:, 1] == wanted[1])
        return MatchResult(same, same | ~packed, same)

    return leaf


def _fingerprinted(column: str, pattern: Pattern) -> Leaf:
    """Find a whole id by its fingerprint (its record has the last word); parts stay open."""
    mark, unknown = fingerprint(pattern.folded()[0]), fingerprint(UNKNOWN)

    def leaf(segment: Segment, at: Positions) -> MatchResult:
        marks = segment.fingerprints(column, at)
        if pattern.is_unknown:
            return decided(marks == unknown)
        if pattern.is_none:
            return decided(marks == NO_ID)
        if pattern.is_any:
            return decided((marks != NO_ID) & (marks != unknown))
        none = zeros(len(marks))
        if pattern.value is None:
            return MatchResult(none, marks != NO_ID, none)
        return MatchResult(none, (marks == mark) | (marks == UNINDEXED), none)

    return leaf
