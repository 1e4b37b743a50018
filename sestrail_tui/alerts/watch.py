"""The rules at work: the backlog teaches them what is usual, what is new is judged."""

from __future__ import annotations

from collections import Counter
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
    network_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sestrail_tui.alerts.rule_names import RuleName
    from sestrail_tui.alerts.settings import AlertSettings
    from sestrail_tui.core.record import Record


class Watch:
    """Holds one of each rule; ``rules`` are those that speak, and then learn."""

    def __init__(self, settings: AlertSettings) -> None:
        self.rules: set[RuleName] = set(settings.rules)
        """Those that are on."""
        self._principals = FirstPrincipal()
        self._networks = FirstNetwork()
        self._volume = VolumeJump(settings)
        self._all: tuple[Rule, ...] = (
            self._principals,
            self._networks,
            ErrorShare(settings),
            self._volume,
            NoConfigSet(),
            ConsoleSend(),
        )
        self.marks = {rule.name: rule.mark for rule in self._all}
        """What a row's flags say of each rule."""

    def seed(
        self, principals: Iterable[str], addresses: Iterable[str], minutes: Mapping[int, int]
    ) -> None:
        """Take note of what was read before: who sent, from where, how often in each minute."""
        self._principals.known = set(principals)
        self._networks.known = set(map(network_of, addresses))
        self._volume.minutes = Counter(minutes)

    def judge(self, first: int, records: Sequence[Record]) -> list[Alert]:
        """Give what the rules that are on say of these; ``first`` is the row of the first."""
        if not self.rules:
            return []
        speaking = [rule for rule in self._all if rule.name in self.rules]
        return [
            Alert(rule.name, row, sentence)
            for row, record in enumerate(records, first)
            if record.kind == "send"
            for rule in speaking
            if (sentence := rule.look(record))
        ]
