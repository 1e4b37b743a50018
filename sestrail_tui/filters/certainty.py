"""Whether a record surely matches a filter, surely does not, or cannot be told from what it says.

CloudTrail leaves out requests that are too large, a raw message names its sender, configuration set
and tags in headers that are masked, and bytes that are no record say nothing. A screen shows such a
record by what it says; whoever says that a send came, or that none did, has to know.
"""

from __future__ import annotations

from collections.abc import Callable

from sestrail_tui.core.record import Record
from sestrail_tui.filters.fields.field import is_unknown
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.match import compile_node
from sestrail_tui.filters.syntax.tree import All, And, Node, Not, Or, Term, any_one, every_one

Certainty = Callable[[Record], bool | None]
"""True: the record matches; False: it does not; ``None``: it may."""


def compile_certainty(node: Node) -> Certainty:
    """Return the function that says whether a record surely matches ``node``."""
    match node:
        case Not(inner):
            unwanted = compile_certainty(inner)
            return lambda record: _opposite(unwanted(record))
        case And(nodes):
            needed = tuple(map(compile_certainty, nodes))
            return lambda record: _least([test(record) for test in needed])
        case Or(nodes):
            denied = tuple(map(compile_certainty, nodes))
            return lambda record: _opposite(_least([_opposite(test(record)) for test in denied]))
    matches = compile_node(node)
    hidden = FIELDS[node.field].is_hidden if isinstance(node, Term) else _is_incomplete
    return lambda record: matches(record) or (None if _says_nothing(record, hidden) else False)


def widened(node: Node) -> Node:
    """Return a filter for every record that may match ``node``: what a place is asked for."""
    return _widened(node, denied=False)


def _widened(node: Node, *, denied: bool) -> Node:
    """Return a filter for all that may match ``node``, or its opposite where it is ``denied``."""
    match node:
        case Not(inner):
            return _widened(inner, denied=not denied)
        case And(nodes) | Or(nodes):
            join = any_one if isinstance(node, Or) != denied else every_one
            return join(_widened(part, denied=denied) for part in nodes)
        case Term(field, _) if not FIELDS[field].may_be_unknown:
            return Not(node) if denied else node
    return All()


def _says_nothing(record: Record, hidden: Callable[[Record], bool]) -> bool:
    return record.kind == "unreadable" or hidden(record)


def _is_incomplete(record: Record) -> bool:
    """Return whether CloudTrail left a part of the record out, in which any text may have stood."""
    return is_unknown(record.tags) or is_unknown(record.message_id)


def _opposite(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _least(answers: list[bool | None]) -> bool | None:
    """Join answers by *and*."""
    if False in answers:
        return False
    return None if None in answers else True
