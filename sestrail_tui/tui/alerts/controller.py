"""Alerts: turned on and off, learnt for, and told by a toast, the bell or the desktop."""

from __future__ import annotations

import asyncio
import os
from functools import partial
from typing import TYPE_CHECKING, Protocol

from sestrail_tui.alerts.rule_names import RULES, TITLES
from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.alerts.alarms import SINCE_MS
from sestrail_tui.tui.alerts.desktop import notification
from sestrail_tui.tui.base.view import ScreenView

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sestrail_tui.alerts.rule_names import RuleName
    from sestrail_tui.alerts.settings import Way
    from sestrail_tui.core.record import Record
    from sestrail_tui.tui.alerts.alarms import Alarms
    from sestrail_tui.tui.base.view import Command
    from sestrail_tui.tui.table.listing import Listing
    from sestrail_tui.tui.table.state import ScreenState

_ALERT_S = 8
"""Seconds for which an alert's toast stays."""
_WAYS: dict[Way, str] = {
    "toast": "a word on the screen",
    "bell": "the terminal's bell",
    "desktop": "a desktop notification",
}


class AlertView(ScreenView, Protocol):
    """What `AlertController` asks of the screen."""

    def write_terminal(self, sequence: str) -> None:
        """Write a sequence to the terminal, past the screen."""

    def ring(self) -> None:
        """Ring the terminal's bell."""


class AlertController:
    """Judges what comes in, once the backlog was learnt from; it never takes the keyboard."""

    def __init__(self, view: AlertView, state: ScreenState, alarms: Alarms) -> None:
        self.alarms = alarms
        self._view = view
        self._state = state
        self._is_caught_up = False

    def commands(self) -> Iterator[Command]:
        """Offer to turn each alert, and each way to tell them, on or off."""
        for rule in RULES:
            turn = "stop" if rule in self.alarms.watch.rules else "start"
            text = f"Alerts: {turn} telling when {TITLES[rule]}"
            yield text, "", partial(self.turn_rule, rule)
        for way, words in _WAYS.items():
            turn = "not by" if way in self.alarms.settings.tell else "also by"
            yield f"Alerts: tell them {turn} {words}", "", partial(self.turn_way, way)

    def turn_rule(self, rule: RuleName) -> None:
        """Turn an alert on or off."""
        is_on = self.alarms.turn(rule)
        self._view.notify(f"Alert when {TITLES[rule]}: {'on' if is_on else 'off'}.")
        self._arm()

    def turn_way(self, way: Way) -> None:
        """Tell alerts in a way, or not any more."""
        is_on = self.alarms.turn_way(way)
        self._view.notify(f"Alerts by {_WAYS[way]}: {'on' if is_on else 'off'}.")

    def caught_up(self) -> None:
        """Judge what comes from now on: all that was there at first has been read."""
        self._is_caught_up = True
        self._arm()

    def _arm(self) -> None:
        listing = self._state.listing
        is_due = self._is_caught_up and self.alarms.has_rules and not self.alarms.armed
        if is_due and listing is not None:
            self._view.run_worker(self._learn(listing), group="alerts", exclusive=True)

    async def _learn(self, listing: Listing) -> None:
        """Learn from the backlog what is usual."""
        from sestrail_tui.store.stats.counts import SendCounts

        counts = SendCounts(listing.store.columns, self._state.clock.now_ms() - SINCE_MS)
        for _ in counts.segments():
            await asyncio.sleep(0)
        self.alarms.arm(counts)

    def judge(self, first: int, records: Sequence[Record]) -> None:
        """Look for alerts in records that became the rows from ``first`` on."""
        if sentences := self.alarms.judge(first, records, self._state.clock.monotonic()):
            self._tell(sentences)

    def _tell(self, sentences: Sequence[str]) -> None:
        ways = self.alarms.settings.tell
        if "toast" in ways:
            text = "\n".join(map(safe, sentences))
            self._view.notify(
                text, title="Alert", severity="warning", timeout=_ALERT_S, markup=False
            )
        sequence = notification("; ".join(sentences), os.environ) if "desktop" in ways else ""
        if sequence:
            self._view.write_terminal(sequence)
        if "bell" in ways or ("desktop" in ways and not sequence):
            self._view.ring()
