"""What a feed counts of one source, which the source itself cannot tell."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from contextvars import Context, copy_context
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sestrail_tui.account.traffic import ByteCounter
from sestrail_tui.follow.health import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.core.parsing.record_formats import NoRecord
    from sestrail_tui.core.record import Record
    from sestrail_tui.follow.health import Health

_LAGS: Final = 101
"""Latest records of which a source's lag is the median."""


class SourceTotals:
    """Counts what is new of a source, what is left out, and the bytes of AWS's answers to it."""

    def __init__(self) -> None:
        self.left_out: Counter[NoRecord] = Counter()
        """Messages that hold no records."""
        self.new_bytes = 0
        """Bytes of the messages that it gave."""
        self._others = 0
        self._unreadable = 0
        self._lags: deque[int] = deque(maxlen=_LAGS)
        self._counter = ByteCounter()
        self.begun_s = 0.0
        """When reading began, by the loop's time."""

    def context(self) -> Context:
        """Return the context for the source's task: AWS's answers there are counted here."""
        context = copy_context()
        context.run(self._counter.begin)
        return context

    def count(self, record: Record) -> bool:
        """Count a record; return whether it is to be shown, and not another service's."""
        if record.kind == "other":
            self._others += 1
            return False
        self._unreadable += record.kind == "unreadable"
        if record.lag_ms is not None:
            self._lags.append(record.lag_ms)
        return True

    def complete(self, health: Health) -> Health:
        """Return the source's health with all that is counted; at its end in sentences, too."""
        if self._counter.read:
            health = replace(
                health,
                read_bytes=self._counter.read,
                new_bytes=self.new_bytes,
                reading_s=asyncio.get_running_loop().time() - self.begun_s,
            )
        others = health.others + self._others
        unreadable = health.unreadable + self._unreadable
        left_out = tuple(kind.said(count) for kind, count in self.left_out.items())
        health = replace(
            health,
            lag_ms=sorted(self._lags)[len(self._lags) // 2] if self._lags else health.lag_ms,
            others=others,
            unreadable=unreadable,
            left_out=(*health.left_out, *left_out),
        )
        if health.state not in (State.ENDED, State.INCOMPLETE):
            return health
        sentences = (health.sentence, *health.left_out, *_sentences(others, unreadable))
        return replace(
            health,
            state=State.INCOMPLETE if unreadable else health.state,
            sentence=" ".join(filter(None, sentences)),
        )


def _sentences(others: int, unreadable: int) -> Iterator[str]:
    if others:
        yield (
            "1 record of another service is left out."
            if others == 1
            else f"{others:,} records of other services are left out."
        )
    if unreadable:
        yield (
            "1 line or document holds no record that can be read: it is shown as unreadable."
            if unreadable == 1
            else f"{unreadable:,} lines or documents hold no record that can be read: "
            "they are shown as unreadable."
        )
