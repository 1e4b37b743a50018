"""The screen over a feed of any rate: ``python -m tests.benchmarks.busy_app ROWS RATE``.

ROWS sends are there at the beginning, then RATE come a second, decoded as the real ones are.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
from typing import TYPE_CHECKING

from sestrail_tui.core.clock import SystemClock
from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.process import garbage_collector
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Arrivals, Recording
from tests.benchmarks.corpus import event_id, sends
from tests.places.no_history import NoHistory

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from sestrail_tui.core.record import Record

_EVERY_S = 0.1
_AT_ONCE = 100
"""Records made in one turn of the loop: a feed decodes twice as many, but makes none."""
_KEPT = 20_000
"""Sends made beforehand, given again and again with ids of their own."""


class BusyFeed:
    """`Feed` of that rate."""

    label, account, region = "CloudTrail/logs", "123456789012", "us-east-1"

    def __init__(self, rows: int, rate: int) -> None:
        self._rows, self._rate = rows, rate

    async def recording(self, since_ms: int) -> Recording:
        """Say that all sends were recorded."""
        return Recording()

    async def news(self) -> AsyncGenerator[Arrivals | Health, None]:
        """Give the rows at once, then what the rate asks for ten times a second."""
        health = Health(self.label, State.CATCHING_UP)
        yield health
        made = sends(self._rows)
        while part := list(itertools.islice(made, 500)):
            yield Arrivals(tuple(decode(raw, source=self.label) for raw in part))
        raws = list(sends(_KEPT, first=self._rows))
        yield Health(self.label, State.LIVE)
        numbers = itertools.count(self._rows + _KEPT)
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due += _EVERY_S
            await asyncio.sleep(max(0.0, due - loop.time()))
            if not self._rate:
                continue
            records: list[Record] = []
            for number in itertools.islice(numbers, round(self._rate * _EVERY_S)):
                if len(records) % _AT_ONCE == 0:
                    await asyncio.sleep(0)
                raw = raws[number % _KEPT]
                old = event_id(self._rows + number % _KEPT).encode()
                new = raw.replace(old, event_id(number).encode())
                records.append(decode(new, source=self.label))
            yield Arrivals(tuple(records))

    async def close(self) -> None:
        """Nothing is open."""


class BusyConnection(NoHistory):
    """`Connection` to it."""

    def __init__(self, rows: int, rate: int) -> None:
        self._feed = BusyFeed(rows, rate)

    async def open(self) -> BusyFeed:
        """Give the feed."""
        return self._feed

    def login(self) -> None:
        """Nobody has to."""


def main() -> None:
    """Run the screen."""
    from sestrail_tui.tui.app.app import SestrailApp
    from sestrail_tui.tui.preferences.preferences import Preferences

    garbage_collector.rest()  # as the command does
    rows, rate = map(int, sys.argv[1:3])
    SestrailApp(BusyConnection(rows, rate), clock=SystemClock(), preferences=Preferences).run()


if __name__ == "__main__":
    main()
