"""Alerts without a terminal: learnt for once caught up, judged, told in the ways that are on."""

from __future__ import annotations

import pytest

from sestrail_tui.alerts.rule_names import RULES
from sestrail_tui.alerts.settings import AlertSettings
from sestrail_tui.tui.alerts.alarms import Alarms
from sestrail_tui.tui.alerts.controller import AlertController
from tests.tui.fake_screen import FakeScreen, listing_of, state_of
from tests.tui.world import record, records


class Made:
    def __init__(self, settings: AlertSettings) -> None:
        self.screen, self.state = FakeScreen(), state_of(records(5))
        self.alerts = AlertController(self.screen, self.state, Alarms(settings))

    def send(self, principal: str) -> None:
        """Let a principal's first send come in."""
        listing, sent = listing_of(self.state), record(99, principal=principal)
        first = listing.store.end_row
        listing.append([sent])
        self.alerts.judge(first, [sent])


async def test_a_send_is_judged_once_the_backlog_was_learnt_from() -> None:
    made = Made(AlertSettings(rules=("principal",)))
    made.send("early")
    assert not made.screen.messages
    made.alerts.caught_up()
    await made.screen.finished()
    made.send("stranger")
    assert made.screen.messages == ["First send seen of stranger"]


async def test_without_rules_nothing_is_learnt_until_one_is_turned_on() -> None:
    made = Made(AlertSettings())
    made.alerts.caught_up()
    await made.screen.finished()
    made.send("stranger")
    assert not made.screen.messages
    made.alerts.turn_rule("principal")
    await made.screen.finished()
    assert made.alerts.alarms.armed
    assert made.screen.messages[0].endswith(": on.")


@pytest.mark.parametrize(("term", "written", "calls"), [("foot", 1, []), ("xterm", 0, ["ring"])])
async def test_a_desktop_notification_is_the_bell_where_there_is_none(
    monkeypatch: pytest.MonkeyPatch, term: str, written: int, calls: list[str]
) -> None:
    for name in ("TERM_PROGRAM", "LC_TERMINAL", "TMUX", "STY", "WEZTERM_PANE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", term)
    made = Made(AlertSettings(rules=("principal",), tell=("desktop",)))
    made.alerts.caught_up()
    await made.screen.finished()
    made.send("stranger")
    assert len(made.screen.written) == written
    assert made.screen.calls == calls
    assert not made.screen.messages


def test_the_palette_offers_every_rule_and_way() -> None:
    made = Made(AlertSettings())
    commands = list(made.alerts.commands())
    assert len(commands) == len(RULES) + 3
    for _, _, run in commands:
        run()
    assert set(made.alerts.alarms.watch.rules) == set(RULES)
