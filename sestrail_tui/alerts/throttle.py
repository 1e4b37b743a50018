"""How often a rule alerts: once in a while, with how many more there were."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sestrail_tui.alerts.rule_names import RuleName
    from sestrail_tui.alerts.rules import Alert


class AlertThrottle:
    """Lets a rule alert once in ``every_s`` seconds."""

    def __init__(self, every_s: float) -> None:
        self._every_s = every_s
        self._alerted_s: dict[RuleName, float] = {}
        self.held_back: Counter[RuleName] = Counter()
        """Alerts of each rule since its last sentence."""

    def due(self, alerts: Iterable[Alert], now_s: float) -> list[str]:
        """Return the sentences to show now, not safe; ``now_s`` never runs backwards."""
        first: dict[RuleName, Alert] = {}
        more: Counter[RuleName] = Counter()
        for alert in alerts:
            if alert.rule in first:
                more[alert.rule] += 1
            elif now_s - self._alerted_s.get(alert.rule, -self._every_s) >= self._every_s:
                first[alert.rule] = alert
            else:
                self.held_back[alert.rule] += 1
        return [self._sentence(rule, alert, more[rule], now_s) for rule, alert in first.items()]

    def _sentence(self, rule: RuleName, alert: Alert, more: int, now_s: float) -> str:
        self._alerted_s[rule] = now_s
        more += self.held_back.pop(rule, 0)
        return f"{alert.sentence} ({more} more like it)" if more else alert.sentence
