"""Pieces of a range of time, each small enough for one query, and how one that is not is cut.

A query gives so many rows at most, the oldest first. What it could not give lies from its last
row's second on; within one second pieces are told apart by how the record's ``eventID`` begins.
Pieces together are always the whole, and share at most the rows of one second.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

_DIGITS: Final = "0123456789abcdef"
_KEY: Final = '(?i)"eventid" *: *"'
_LONGEST: Final = 8
"""Hexadecimal digits at the beginning of a GUID."""
_ROOM: Final = 1.25
"""Rows are not spread evenly over time: more pieces than the average needs."""
_MOST: Final = 64
"""Pieces made at a time."""


@dataclass(frozen=True, slots=True)
class QueryRange:
    """The seconds from first to last, both included; of one second maybe some records only."""

    first_s: int
    last_s: int
    prefix: str = ""
    digits: str = ""
    """Records whose ``eventID`` begins with the prefix and one of these; empty: all records."""
    others: bool = False
    """Of those with the prefix, the records that go on with no digit at all."""

    @property
    def condition(self) -> str:
        """The part of the query's filter that picks the records of the piece, or ``""``."""
        has, lacks = f"@message like /{_KEY}", f"@message not like /{_KEY}"
        if self.digits:
            return f"{has}{self.prefix}[{self.digits}]/"
        if not self.others:
            return ""
        more = f"{lacks}{self.prefix}[{_DIGITS}]/"
        return f"{has}{self.prefix}/ and {more}" if self.prefix else more

    @property
    def seconds(self) -> int:
        """How many seconds it is."""
        return self.last_s - self.first_s + 1

    def halves(self) -> tuple[QueryRange, ...]:
        """Cut it in two; none where it cannot be cut."""
        if self.seconds > 1:
            middle = (self.first_s + self.last_s) // 2
            return replace(self, last_s=middle), replace(self, first_s=middle + 1)
        if self.others:
            return ()
        if len(self.digits) > 1:
            at = len(self.digits) // 2
            return replace(self, digits=self.digits[:at]), replace(self, digits=self.digits[at:])
        prefix = self.prefix + self.digits
        if len(prefix) >= _LONGEST:
            return ()
        whole = QueryRange(self.first_s, self.last_s, prefix, _DIGITS)
        return *whole.halves(), replace(whole, digits="", others=True)

    def rest(self, reached_s: int | None, rows: int, left: float) -> tuple[QueryRange, ...]:
        """Cut off what was read: ``rows``, the oldest, the last of them of second ``reached_s``.

        ``left`` is about how many were not given. ``None``: the rows came in no order.
        """
        if reached_s is None or not self.first_s < reached_s <= self.last_s:
            return self.halves()
        rest = replace(self, first_s=reached_s)
        count = min(max(int(left * _ROOM / max(rows, 1)) + 1, 1), _MOST, rest.seconds)
        edges = [rest.first_s + rest.seconds * part // count for part in range(count + 1)]
        return tuple(replace(rest, first_s=start, last_s=end - 1) for start, end in pairwise(edges))
