"""A filter as a test of a record's bytes, so that fewer records are decoded.

Many fields hold what the JSON holds, letter for letter: where their texts are not in the bytes,
the record cannot match. The test lets every record through that the filter keeps, and maybe more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.parsing.json_documents import RECORD_START
from sestrail_tui.filters.fields.network import is_network
from sestrail_tui.filters.syntax.tree import And, Node, Or, Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sestrail_tui.filters.fields.pattern import Pattern

_VERBATIM: Final = frozenset(
    {"config", "from", "ip", "host", "template", "region", "account", "message", "id", "request"}
)
"""Fields whose values are found in the JSON as they are."""
_PLAIN: Final = re.compile(r"[A-Za-z0-9._@:+/-]+")
"""Of other signs JSON may write an escape, and other letters have more than two cases."""
_SIGNS: Final = (b"\\", b"=?", b'"awsaggregatedevent"')
"""Of a text that may be written in other ways (escapes of JSON, encoded words of a mail header),
and of an aggregated record, whose columns are put together in other ways."""
_OCSF: Final = b'"class_uid"'
"""Of an OCSF record, for which the same holds; none begins as CloudTrail's own do."""
_FOREIGN: Final = re.compile(rb"[^\x00-\x7f]")
_Clause = tuple[bytes, ...]
"""Texts in small letters: a record that matches holds one of them."""


@dataclass(frozen=True, slots=True)
class RawTest:
    """Which records may match: those that hold a text of every clause, and those that may hide it.

    Whole blocks of lines are tested at once, which costs a fraction of one test a line.
    """

    clauses: tuple[_Clause, ...]

    def __call__(self, raw: bytes) -> bool:
        """Whether one record may match."""
        small = raw.lower()
        return (
            _holds(small, self.clauses, 0, len(small))
            or any(small.rfind(sign) >= 0 for sign in _SIGNS)
            or not small.isascii()
            or (not raw.startswith(RECORD_START) and small.rfind(_OCSF) >= 0)
        )

    def line_starts(self, block: bytes) -> set[int]:
        """Give the offsets at which the lines begin that may match, of lines parted by LF.

        Each line is one record that begins as CloudTrail's own do; of others nothing is said.
        """
        small = block.lower()
        first, *others = self.clauses
        starts = {
            start
            for text in first
            for start, end in _lines_with(small, text)
            if _holds(small, others, start, end)
        }
        starts.update(start for sign in _SIGNS for start, _ in _lines_with(small, sign))
        if not small.isascii():
            starts.update(_foreign_lines(small))
        return starts


def raw_test(node: Node) -> RawTest | None:
    """Give the test; ``None`` where it would let everything through."""
    clauses = _clauses(node)
    return RawTest(tuple(sorted(clauses, key=_rarity))) if clauses else None


def _clauses(node: Node) -> tuple[_Clause, ...]:
    """Give what every record holds that ``node`` matches."""
    match node:
        case And(nodes):
            return tuple(clause for one in nodes for clause in _clauses(one))
        case Or(nodes):
            # Of each alternative one clause is enough, and all of them would be too many.
            tightest = [min(_clauses(one), key=_rarity, default=()) for one in nodes]
            return (tuple(text for clause in tightest for text in clause),) if all(tightest) else ()
        case Term(field, pattern) if field in _VERBATIM:
            return _of_term(field, pattern)
    return ()


def _of_term(field: str, pattern: Pattern) -> tuple[_Clause, ...]:
    if field == "ip" and (":" in "".join(pattern.parts) or is_network(pattern.value or "")):
        return ()  # an address has many spellings
    if pattern.is_unknown:
        return ()
    pieces = [piece for part in pattern.parts for piece in _PLAIN.findall(part)]
    return ((max(pieces, key=len).lower().encode(),),) if pieces else ()


def _rarity(clause: _Clause) -> tuple[int, int]:
    """Order clauses: few texts and long ones are in fewer records."""
    return len(clause), -min(map(len, clause))


def _holds(small: bytes, clauses: Sequence[_Clause], start: int, end: int) -> bool:
    return all(any(small.rfind(text, start, end) >= 0 for text in one) for one in clauses)


def _lines_with(small: bytes, text: bytes) -> Iterator[tuple[int, int]]:
    """Yield start and end of each line that holds ``text``, from the last to the first.

    `rfind` looks at half as many bytes as `find` does.
    """
    at = small.rfind(text)
    while at >= 0:
        start = small.rfind(b"\n", 0, at) + 1
        end = small.find(b"\n", at)
        yield start, len(small) if end < 0 else end
        at = small.rfind(text, 0, start)


def _foreign_lines(small: bytes) -> Iterator[int]:
    """Yield the start of each line that is not all ASCII."""
    found = _FOREIGN.search(small)
    while found is not None:
        yield small.rfind(b"\n", 0, found.start()) + 1
        end = small.find(b"\n", found.start())
        found = _FOREIGN.search(small, end) if end >= 0 else None
