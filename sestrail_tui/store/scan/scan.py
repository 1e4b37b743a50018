"""A filter, made ready to be asked of whole columns at once.

What the columns cannot tell - text anywhere in the JSON, parts of ids - is not guessed: each row
comes out as matching, as not matching, or as open until its record has been read
(`sestrail_tui.store.raw_scan`).
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
from sestrail_tui.store.columns.event_ids import LOOK, NO_ID, fingerprint, pack_guid
from sestrail_tui.store.scan.match_result import (
    Leaf,
    Places,
    Truth,
    both,
    either,
    known,
    negated,
    zeros,
)
from sestrail_tui.store.scan.predicate_cache import Answers, Budget, Mask
from sestrail_tui.store.scan.time_rows import timed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sestrail_tui.filters.fields.pattern import Pattern

_Found = list[tuple[int, Answers]]


class Scan:
    """The filter ``node`` over ``columns``; keeps the answers for the values it has met.

    For one thread at a time.
    """

    def __init__(self, node: Node, columns: Columns) -> None:
        self.needles: list[bytes | None] = []
        """Texts in small letters: an open row whose ASCII JSON, without escapes, holds none of
        them is as `Truth.plain` says. ``None`` stands for a text that is not known; it may be
        added later, where values came that were not asked about."""
        self._columns = columns
        self._answers: list[Answers] = []
        self._budget = Budget()
        self._root, _ = self._compiled(node)

    def refresh(self) -> None:
        """Take in the values that came since; to be called before `over`."""
        self._budget = Budget()
        for answers in self._answers:
            answers.refresh(self._budget)
        if None not in self.needles and not all(answers.complete for answers in self._answers):
            self.needles.append(None)

    def over(self, segment: Segment, at: Places) -> Truth:
        """Give what the columns tell of the rows at ``at``."""
        return self._root(segment, at)

    def _compiled(self, node: Node) -> tuple[Leaf, int]:
        """Give the node's leaf and roughly what it costs."""
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
            self.needles.append(_needle(pattern))
            return _event_id(pattern)
        if not pattern.is_none and not pattern.is_any and not pattern.is_unknown:
            self.needles.append(_needle(pattern))
        return _fingerprinted(field.column, pattern)

    def _text(self, pattern: Pattern) -> Leaf:
        holds = text_predicate(pattern)

        def test(value: str | tuple[str, ...]) -> bool:
            if is_unknown(value):
                return False
            return holds(value) if isinstance(value, str) else any(map(holds, value))

        def leaf(segment: Segment, at: Places) -> Truth:
            mask = _in_any(found, segment, at)
            return Truth(mask, np.ones(len(mask), np.bool_), mask)

        found = self._answered(SEARCHED, test)
        self.needles.append(_needle(pattern))
        return leaf

    def _answered(self, columns: Iterable[str], test: Callable[..., bool]) -> _Found:
        indexes = [INDEX_OF[column] for column in columns]
        dictionaries = self._columns.dictionaries
        # The small ones are told whole.
        indexes.sort(key=lambda index: len(dictionaries[index].values_by_code))
        found = [(index, Answers(dictionaries[index], test, self._budget)) for index in indexes]
        self._answers += (answers for _, answers in found)
        return found


def _needle(pattern: Pattern) -> bytes | None:
    """Give a text that the JSON must hold where the pattern matches what is written in it."""
    longest = max(pattern.folded(), key=len)
    return longest.encode("utf-8", "surrogatepass") or None


def _in_any(found: _Found, segment: Segment, at: Places) -> Mask:
    masks = [told.over(segment.codes[index][at]) for index, told in found if not told.never]
    if not masks:
        return zeros(len(segment.time_ms[at]))
    mask = masks[0]
    for other in masks[1:]:
        mask |= other
    return mask


def _coded(found: _Found, segment: Segment, at: Places) -> Truth:
    """Tell of rows by their values; those with a value not asked about stay open."""
    sure = _in_any(found, segment, at)
    left = [told.unasked(segment.codes[index][at]) for index, told in found]
    unasked = [mask for mask in left if mask is not None]
    if not unasked:
        return known(sure)
    maybe = sure.copy()
    for mask in unasked:
        maybe |= mask
    return Truth(sure, maybe, sure)


def _everything(segment: Segment, at: Places) -> Truth:
    return known(np.ones(len(segment.time_ms[at]), np.bool_))


def _event_id(pattern: Pattern) -> Leaf:
    """Find a whole GUID in the packed ids; parts of one, and ids of another form, stay open."""
    guid = pack_guid(pattern.folded()[0]) if pattern.value is not None else None
    wanted = np.frombuffer(guid, np.uint64) if guid is not None else None

    def leaf(segment: Segment, at: Places) -> Truth:
        ids = segment.event_id[at]
        packed = (ids[:, 0] | ids[:, 1]) != 0
        if pattern.is_any:
            return Truth(packed, np.ones(len(ids), np.bool_), packed)
        if pattern.value is None:
            return Truth(zeros(len(ids)), np.ones(len(ids), np.bool_), zeros(len(ids)))
        if wanted is None:
            return Truth(zeros(len(ids)), ~packed, zeros(len(ids)))
        same = (ids[:, 0] == wanted[0]) & (ids[:, 1] == wanted[1])
        return Truth(same, same | ~packed, same)

    return leaf


def _fingerprinted(column: str, pattern: Pattern) -> Leaf:
    """Find a whole id by its fingerprint (its record has the last word); parts stay open."""
    mark, unknown = fingerprint(pattern.folded()[0]), fingerprint(UNKNOWN)

    def leaf(segment: Segment, at: Places) -> Truth:
        marks = segment.marks(column, at)
        if pattern.is_unknown:
            return known(marks == unknown)
        if pattern.is_none:
            return known(marks == NO_ID)
        if pattern.is_any:
            return known((marks != NO_ID) & (marks != unknown))
        none = zeros(len(marks))
        if pattern.value is None:
            return Truth(none, marks != NO_ID, none)
        return Truth(none, (marks == mark) | (marks == LOOK), none)

    return leaf
