"""A filter as a test of a record's bytes, so that fewer records are decoded.

Many fields hold what the JSON holds, letter for letter: where their texts are not in the bytes,
the record cannot match. The test lets every record through that the filter keeps, and maybe more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.network import is_network
from sestrail_tui.filters.tree import And, Node, Or, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sestrail_tui.filters.pattern import Pattern

_VERBATIM: Final = frozenset(
    {"config", "from", "ip", "host", "template", "region", "account", "message", "id", "request"}
)
"""Fields whose values are found in the JSON as they are."""
_PLAIN: Final = re.compile(r"[A-Za-z0-9._@:+/-]+")
"""Of other signs JSON may write an escape, and other letters have more than two cases."""
_AGGREGATED: Final = b'"AwsAggregatedEvent"'
_OCSF: Final = b'"class_uid"'
"""In records whose columns are put together in other ways."""


def raw_test(node: Node) -> Callable[[bytes], bool] | None:
    """Give the test; ``None`` where it would let everything through."""
    test = _wanted(node)
    if test is None:
        return None

    def may_match(raw: bytes) -> bool:
        # `rfind` looks at fewer bytes than `in` does.
        return (
            test(raw.lower())
            or b"\\" in raw
            or not raw.isascii()
            or raw.rfind(_AGGREGATED) >= 0
            or raw.rfind(_OCSF) >= 0
        )

    return may_match


def _wanted(node: Node) -> Callable[[bytes], bool] | None:
    """Give a test of bytes in small letters that holds wherever ``node`` matches."""
    match node:
        case And(nodes):
            needed = tuple(filter(None, map(_wanted, nodes)))
            return (lambda raw: all(test(raw) for test in needed)) if needed else None
        case Or(nodes):
            return _any(map(_wanted, nodes))
        case Term(field, pattern) if field in _VERBATIM:
            return _term(field, pattern)
    return None


def _any(tests: Iterable[Callable[[bytes], bool] | None]) -> Callable[[bytes], bool] | None:
    known = tuple(tests)
    enough = tuple(filter(None, known))
    if len(enough) < len(known):
        return None
    return lambda raw: any(test(raw) for test in enough)


def _term(field: str, pattern: Pattern) -> Callable[[bytes], bool] | None:
    if field == "ip" and pattern.value is not None and is_network(pattern.value):
        return None
    pieces = [piece for part in pattern.parts for piece in _PLAIN.findall(part)]
    if not pieces:
        return None
    needle = max(pieces, key=len).lower().encode()
    return lambda raw: raw.rfind(needle) >= 0
