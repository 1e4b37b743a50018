"""Texts that a record's bytes hold where a field's value matches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.fields.conditions.field_conditions import FieldConditions
from sestrail_tui.filters.fields.network import as_ipv4, is_network

if TYPE_CHECKING:
    from sestrail_tui.filters.fields.pattern import Pattern

_PLAIN: Final = re.compile(r"[A-Za-z0-9._@:+/-]+")
"""Of other signs JSON may write an escape, and other letters have more than two cases."""
RawClause = tuple[bytes, ...]
"""Texts in small letters: a record that matches holds one of them."""
RawClauses = tuple[RawClause, ...]
"""Clauses that all hold; at least one."""


def _in_bytes(pattern: Pattern) -> RawClauses | None:
    pieces = [piece for part in pattern.parts for piece in _PLAIN.findall(part)]
    return ((max(pieces, key=len).lower().encode(),),) if pieces else None


def _ip(pattern: Pattern) -> RawClauses | None:
    if is_network(pattern.value or ""):
        return None
    address = as_ipv4(pattern)
    return None if address is None else _in_bytes(address)


VERBATIM: Final = FieldConditions(_in_bytes)
"""The value stands in the JSON letter by letter."""
IP: Final = FieldConditions(_ip)
