"""The screen's alerts: which are on, what they say of new rows, and when that is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from sestrail_tui.alerts.throttle import AlertThrottle
from sestrail_tui.alerts.watch import Watch
from sestrail_tui.core.details.section import DetailLine, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.alerts.rule_names import RuleName
    from sestrail_tui.alerts.rules import Alert
    from sestrail_tui.alerts.settings import AlertSettings, Way
    from sestrail_tui.core.record import Record
    from sestrail_tui.store.stats.counts import SendCounts

SINCE_MS: Final = 3_600_000
"""How far back the usual number of sends a minute is looked for."""
_MOST_MARKED: Final = 50_000


class Alarms:
    """Off until rules are wanted; then silent until the backlog has been learnt from."""

    def __init__(self, settings: AlertSettings) -> None:
        self.settings = settings
        self.watch = Watch(settings)
        self.armed = False
        """Whether new sends are judged."""
        self._throttle = AlertThrottle(settings.every_s)
        self._marked: dict[int, list[Alert]] = {}

    @property
    def has_rules(self) -> bool:
        """Whether any rule is on."""
        return bool(self.watch.rules)

    def arm(self, counts: SendCounts) -> None:
        """Judge what comes from now on by what ``counts`` has seen."""
        self.watch.seed(counts.principals, counts.addresses, counts.minutes)
        self.armed = True

    def judge(self, first: int, records: Sequence[Record], now_s: float) -> list[str]:
        """Look at new rows from ``first`` on; give the sentences to tell now, not safe."""
        if not self.armed or not self.has_rules:
            return []
        alerts = self.watch.judge(first, records)
        if "row" in self.settings.tell:
            for alert in alerts:
                self._marked.setdefault(alert.row, []).append(alert)
            while len(self._marked) > _MOST_MARKED:
                del self._marked[next(iter(self._marked))]
        return self._throttle.due(alerts, now_s)

    def mark(self, row: int) -> str:
        """Give what the flags of a row say: ``! new principal``; ``""`` where there is nothing."""
        alerts = self._marked.get(row)
        if alerts is None:
            return ""
        words = filter(None, (self.watch.marks[alert.rule] for alert in alerts))
        return " ".join(["!", ", ".join(words)]).rstrip()

    def sections(self, row: int) -> tuple[Section, ...]:
        """Return what the detail says of a row besides its record."""
        alerts = self._marked.get(row, ())
        lines = tuple(DetailLine("", alert.sentence, "warn") for alert in alerts)
        return (Section("Alert", lines),) if lines else ()

    def turn(self, rule: RuleName) -> bool:
        """Turn a rule on or off; give whether it is on now. What comes is judged once armed."""
        self.watch.rules ^= {rule}
        self.armed = self.armed and rule not in self.watch.rules
        return rule in self.watch.rules

    def turn_way(self, way: Way) -> bool:
        """Tell alerts in a way, or not any more; give whether they are now."""
        ways = self.settings.tell
        ways = tuple(kept for kept in ways if kept != way) if way in ways else (*ways, way)
        self.settings = msgspec.structs.replace(self.settings, tell=ways)
        return way in ways
