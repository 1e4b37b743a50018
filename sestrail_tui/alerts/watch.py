"""The rules at work: they learn from the backlog what is usual, and judge what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.alerts.rules import (
    Alert,
    ConsoleSend,
    ErrorShare,
    FirstNetwork,
    FirstPrincipal,
    NoConfigSet,
    Rule,
    VolumeJump,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sestrail_tui.alerts.rule_names import RuleName
    from sestrail_tui.alerts.settings import AlertSettings
    from sestrail_tui.core.record import Record


class Watch:
    """Holds one of each rule; ``rules`` are those that alert, and learn only then."""

    def __init__(self, settings: AlertSettings) -> None:
        self.rules: set[RuleName] = set(settings.rules)
        """Those that are on."""
        self._settings = settings
        self._errors = ErrorShare(settings)
        self._all = self._rules_after((), (), {})
        self.marks: dict[RuleName, str] = {rule.name: rule.mark for rule in self._all}
        """What a row's flags say of each rule."""

    def seed(
        self, principals: Iterable[str], addresses: Iterable[str], minutes: Mapping[int, int]
    ) -> None:
        """Learn from what was read before: who sent, from where, how often in each minute."""
        self._all = self._rules_after(principals, addresses, minutes)

    def _rules_after(
        self, principals: Iterable[str], addresses: Iterable[str], minutes: Mapping[int, int]
    ) -> tuple[Rule, ...]:
        return (
            FirstPrincipal(principals),
            FirstNetwork(addresses),
            self._errors,
            VolumeJump(self._settings, minutes),
            NoConfigSet(),
            ConsoleSend(),
        )

    def judge(self, first: int, records: Sequence[Record]) -> list[Alert]:
        """Return the alerts of the rules that are on; ``first`` is the row of the first record."""
        if not self.rules:
            return []
        rules = [rule for rule in self._all if rule.name in self.rules]
        return [
            Alert(rule.name, row, sentence)
            for row, record in enumerate(records, first)
            if record.kind == "send"
            for rule in rules
            if (sentence := rule.check(record))
        ]
