from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.alerts.rule_names import RULES
from sestrail_tui.alerts.rules import (
    MINUTE_MS,
    ErrorShare,
    FirstNetwork,
    FirstPrincipal,
    VolumeJump,
    network_of,
)
from sestrail_tui.alerts.settings import AlertSettings
from sestrail_tui.alerts.throttle import Telling
from sestrail_tui.alerts.watch import Watch
from sestrail_tui.core.record import Record

names = st.sampled_from(["a", "b", "c", "d", ""])


def send(**told: Any) -> Record:
    return Record(b"", kind="send", config_set="set", **told)


@given(st.sets(names), st.lists(names))
def test_a_principal_is_told_once_and_only_if_it_was_not_known(
    known: set[str], sent: list[str]
) -> None:
    rule = FirstPrincipal()
    rule.known = set(known)
    told = [name for name in sent if rule.look(send(principal=name))]
    assert told == [name for name in dict.fromkeys(sent) if name and name not in known]


@pytest.mark.parametrize(
    ("ip", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("cloudformation.amazonaws.com", "cloudformation.amazonaws.com"),
        ("", ""),
        ("1.2.3", "1.2.3"),
    ],
)
def test_networks(ip: str, network: str) -> None:
    assert network_of(ip) == network


def test_an_address_of_a_known_network_is_nothing_new() -> None:
    rule = FirstNetwork()
    assert rule.look(send(ip="203.0.113.7", principal="p")) == (
        "First send seen from 203.0.113.0/24, by p"
    )
    assert not rule.look(send(ip="203.0.113.99"))
    assert rule.look(send(ip="203.0.114.1"))


@given(st.lists(st.booleans(), max_size=60), st.integers(5, 12), st.floats(0.1, 1))
def test_the_share_of_errors_is_that_of_the_latest_sends(
    refused: list[bool], window: int, share: float
) -> None:
    rule = ErrorShare(AlertSettings(error_window=window, error_share=share))
    told = False
    for number, one in enumerate(refused, 1):
        said = rule.look(send(error="Throttling" if one else ""))
        latest = refused[max(0, number - window) : number]
        now = sum(latest) / len(latest)
        over = len(latest) == window and now >= share
        assert bool(said) == (over and not told)
        told = over or (told and now > share / 2)


def minute(rule: VolumeJump, number: int, count: int) -> list[str]:
    return [
        said
        for one in range(count)
        if (said := rule.look(send(time_ms=number * MINUTE_MS + one * 10)))
    ]


def test_a_jump_is_told_once_and_says_what_is_usual() -> None:
    rule = VolumeJump(AlertSettings(volume_factor=4, volume_least=30))
    assert not [said for number in range(10) for said in minute(rule, number, 10)]
    assert minute(rule, 10, 200) == ["40 sends in the minute of 00:10 UTC, where 10 are usual"]
    assert not minute(rule, 11, 200)
    assert not [said for number in range(22, 40) for said in minute(rule, number, 39)]


def test_nothing_jumps_from_nothing_known() -> None:
    rule = VolumeJump(AlertSettings(volume_least=30))
    assert not minute(rule, 0, 500)
    assert not minute(rule, 2, 500)
    assert not rule.look(send(time_ms=None))


@given(st.lists(st.integers(0, 2000), max_size=400))
def test_few_minutes_are_kept(minutes: list[int]) -> None:
    rule = VolumeJump(AlertSettings())
    for number in minutes:
        rule.look(send(time_ms=number * MINUTE_MS))
    assert len(rule.minutes) <= 240


def test_only_rules_that_are_on_and_only_sends() -> None:
    told = [
        Record(b"", kind="change", principal="x"),
        Record(b"", kind="send", principal="x", console="yes", ip="1.2.3.4"),
        send(principal="y", console="yes", ip="1.2.3.5"),
    ]
    every = Watch(AlertSettings(rules=RULES)).judge(10, told)
    assert [(alert.rule, alert.row) for alert in every] == [
        ("principal", 11),
        ("network", 11),
        ("no-config", 11),
        ("console", 11),
        ("principal", 12),
        ("console", 12),
    ]
    assert Watch(AlertSettings()).judge(10, told) == []
    watch = Watch(AlertSettings(rules=("principal", "network")))
    watch.seed({"x"}, {"1.2.3.77"}, {})
    assert [alert.sentence for alert in watch.judge(0, told)] == ["First send seen of y"]


@given(st.lists(st.tuples(st.floats(0, 30), st.lists(names.filter(bool), max_size=4))))
def test_a_rule_is_told_once_in_a_while_and_none_is_forgotten(
    steps: list[tuple[float, list[str]]],
) -> None:
    telling = Telling(10)
    now, alerts, last = 0.0, 0, -10.0
    told = 0
    for wait, principals in steps:
        now += wait
        watch = Watch(AlertSettings(rules=("no-config",)))
        found = watch.judge(0, [Record(b"", kind="send", principal=one) for one in principals])
        alerts += len(found)
        for sentence in telling.due(found, now):
            assert now - last >= 10
            last = now
            more = sentence.partition("(")[2].partition(" ")[0]
            told += 1 + int(more or 0)
    kept_back = sum(telling._kept_back.values())
    assert told + kept_back == alerts
