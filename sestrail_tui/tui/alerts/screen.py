"""The screen that tells alerts: a word, a bell, a notification; never taking the keyboard."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from textual import work

from sestrail_tui.alerts.rule_names import RULES, TITLES
from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.alerts.alarms import SINCE_MS
from sestrail_tui.tui.alerts.desktop import notification
from sestrail_tui.tui.preferences.screen import PreferencesScreen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sestrail_tui.alerts.rule_names import RuleName
    from sestrail_tui.alerts.settings import Way
    from sestrail_tui.core.record import Record
    from sestrail_tui.tui.app.more_commands import Command

_ALERT_S = 8
"""Seconds for which an alert's word stays."""
_WAYS: dict[Way, str] = {
    "toast": "a word on the screen",
    "bell": "the terminal's bell",
    "desktop": "a desktop notification",
}


class AlertScreen(PreferencesScreen):
    """`PreferencesScreen` with alerts."""

    def commands(self) -> Iterator[Command]:
        """Offer to turn each alert, and each way to tell them, on or off."""
        yield from super().commands()
        for rule in RULES:
            turn = "stop" if rule in self.alarms.watch.rules else "start"
            yield f"Alerts: {turn} telling when {TITLES[rule]}", "", f"turn_alert('{rule}')"
        for way, words in _WAYS.items():
            turn = "not by" if way in self.alarms.settings.tell else "also by"
            yield f"Alerts: tell them {turn} {words}", "", f"turn_way('{way}')"

    def action_turn_alert(self, rule: RuleName) -> None:
        """Turn an alert on or off."""
        is_on = self.alarms.turn(rule)
        self.notify(f"Alert when {TITLES[rule]}: {'on' if is_on else 'off'}.")
        self.arm()

    def action_turn_way(self, way: Way) -> None:
        """Tell alerts in a way, or not any more."""
        is_on = self.alarms.turn_way(way)
        self.notify(f"Alerts by {_WAYS[way]}: {'on' if is_on else 'off'}.")

    def caught_up(self) -> None:
        """Judge what comes from now on."""
        super().caught_up()
        self.arm()

    def arm(self) -> None:
        """Once the backlog was read, learn from it what is usual."""
        if self.was_caught_up and self.alarms.wanted and not self.alarms.armed:
            self._learn()

    @work(exclusive=True, group="alerts")
    async def _learn(self) -> None:
        from sestrail_tui.store.stats.counts import SendCounts

        if self.listing is None:
            return
        tally = SendCounts(self.listing.store.columns, self.clock.now_ms() - SINCE_MS)
        for _ in tally.segments():
            await asyncio.sleep(0)
        self.alarms.arm(tally)

    def take(self, records: Sequence[Record]) -> None:
        """Judge what comes in."""
        first = 0 if self.listing is None else self.listing.store.end_row
        super().take(records)
        if told := self.alarms.judge(first, records, self.clock.monotonic()):
            self._tell(told)

    def _tell(self, told: Sequence[str]) -> None:
        tell = self.alarms.settings.tell
        words = "\n".join(map(safe, told))
        if "toast" in tell:
            self.notify(words, title="Alert", severity="warning", timeout=_ALERT_S, markup=False)
        sequence = notification("; ".join(told), os.environ) if "desktop" in tell else ""
        if sequence:
            self.write_terminal(sequence)
        if "bell" in tell or ("desktop" in tell and not sequence):
            self.app.bell()
