"""A filter as a test of a record's bytes, so that fewer records are decoded.

Many fields hold what the JSON holds, letter for letter: where their texts are not in the bytes,
the record cannot match. The test lets every record through that the filter keeps, and maybe more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.parsing.json_documents import RECORD_START
from sestrail_tui.filters.pushdown.superset import Dialect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sestrail_tui.filters.fields.conditions.raw import RawClause, RawClauses
    from sestrail_tui.filters.syntax.tree import Node

_SIGNS: Final = (b"\\", b"=?", b'"awsaggregatedevent"')
"""Of a text that may be written in other ways (escapes of JSON, encoded words of a mail header),
and of an aggregated record, whose columns are put together in other ways."""
_OCSF: Final = b'"class_uid"'
"""Of an OCSF record, for which the same holds; none begins as CloudTrail's own do."""
_FOREIGN: Final = re.compile(rb"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class RawTest:
    """Which records may match: those that hold a text of every clause, and those that may hide it.

    Whole blocks of lines are tested at once, which costs a fraction of one test a line.
    """

    clauses: RawClauses

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
        """Return the offsets at which the lines begin that may match, of lines parted by LF.

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
    """Return the test; ``None`` where it would let everything through."""
    clauses = _RAW.superset(node)
    return None if clauses is None else RawTest(tuple(sorted(clauses, key=_rarity)))


def _every(parts: Sequence[RawClauses]) -> RawClauses:
    return tuple(clause for clauses in parts for clause in clauses)


def _any_of(parts: Sequence[RawClauses]) -> RawClauses:
    """Of each alternative one clause is enough, and all of them would be too many."""
    tightest = [min(clauses, key=_rarity) for clauses in parts]
    return (tuple(text for clause in tightest for text in clause),)


def _rarity(clause: RawClause) -> tuple[int, int]:
    """Order clauses: few texts and long ones are in fewer records."""
    return len(clause), -min(map(len, clause))


def _holds(small: bytes, clauses: Sequence[RawClause], start: int, end: int) -> bool:
    return all(any(small.rfind(text, start, end) >= 0 for text in texts) for texts in clauses)


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


_RAW: Final[Dialect[RawClauses]] = Dialect(
    of_field=lambda field: field.raw, of_text=lambda _: None, every=_every, any_of=_any_of
)
