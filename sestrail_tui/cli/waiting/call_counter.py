"""Counting the calls that are waited for, each once, however many records tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sestrail_tui.core.units import duration_text
from sestrail_tui.filters.syntax.tree import And, Not, Or, Term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sestrail_tui.core.record import Record
    from sestrail_tui.filters.certainty import Certainty
    from sestrail_tui.filters.syntax.tree import Node


@dataclass(frozen=True, slots=True)
class Awaited:
    """What is waited for."""

    expression: str
    keep: Certainty
    """Whether a record surely matches the expression."""
    count: int
    """So many calls; 0: that there be none."""
    timeout_s: float
    since_ms: int
    """The earliest call that counts, ms UTC."""
    until_ms: int | None = None
    """The latest one; ``None``: none is too late."""
    every_kind: bool = False
    """Whether records that are no sends count too."""

    @property
    def noun(self) -> str:
        """Say what counts."""
        return "call" if self.every_kind else "send"

    @property
    def timeout(self) -> str:
        """Write the timeout: ``10m``, ``1m30s``."""
        return span_text(round(self.timeout_s * 1000))

    def matches(self, record: Record) -> bool | None:
        """Return whether a record is of a call that is waited for; ``None``: it does not say."""
        in_time = self.until_ms is None or record.time_ms is None or record.time_ms <= self.until_ms
        return in_time and (self.every_kind or record.kind == "send") and self.keep(record)


def span_text(span_ms: int) -> str:
    """Write a span as it is typed: ``10m``, ``1m30s``."""
    return duration_text(span_ms).replace("m00s", "m")


class CallCounter:
    """Calls that came. The copies of a send in other accounts, and its corrections, are one."""

    def __init__(self, awaited: Awaited) -> None:
        self._awaited = awaited
        self._known: set[str] = set()
        self.count = 0
        self.sends = 0
        """Sends that were read, whether they match or not."""
        self.unreadable = 0
        """Messages that are no record; what was waited for may be among them."""
        self.uncertain = 0
        """Calls whose records do not say whether they are waited for."""

    @property
    def complete(self) -> bool:
        """Whether as many came as were waited for; of none, whether one came."""
        return self.count >= max(1, self._awaited.count)

    def take(self, records: Iterable[Record]) -> tuple[Record, ...]:
        """Return the records of calls that count, up to the one that completes them."""
        counted = []
        for record in records:
            self.sends += record.kind == "send"
            self.unreadable += record.kind == "unreadable"
            matches = self._awaited.matches(record)
            if matches is False or self._is_known(record):
                continue
            if matches is None:
                self.uncertain += record.kind != "unreadable"
                continue
            self.count += 1
            counted.append(record)
            if self.complete:
                break
        return tuple(counted)

    def _is_known(self, record: Record) -> bool:
        names = {record.event_id, record.shared_id, record.corrects} - {""}
        known = not names.isdisjoint(self._known)
        self._known |= names
        return known


def asks_kind(node: Node) -> bool:
    """Tell whether a filter says itself which kinds of records it wants."""
    match node:
        case Term(field, _):
            return field == "kind"
        case Not(inner):
            return asks_kind(inner)
        case And(nodes) | Or(nodes):
            return any(map(asks_kind, nodes))
        case _:
            return False
