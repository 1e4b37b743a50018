from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.alerts.recent_values import RecentValues
from sestrail_tui.alerts.rule_names import RULES
from sestrail_tui.alerts.rules import (
    MINUTE_MS,
    ErrorShare,
    FirstNetwork,
    FirstPrincipal,
    Rule,
    VolumeJump,
    network_of,
)
from sestrail_tui.alerts.settings import AlertSettings
from sestrail_tui.alerts.throttle import AlertThrottle
from sestrail_tui.alerts.watch import Watch
from sestrail_tui.core.record import Record

names = st.sampled_from(["a", "b", "c", "d", ""])


def send(**told: Any) -> Record:
    return Record(b"", kind="send", config_set="set", **told)


@given(st.sets(names), st.lists(names))
def test_a_principal_alerts_once_and_only_if_it_was_not_seen(
    before: set[str], sent: list[str]
) -> None:
    rule = FirstPrincipal(before)
    alerts = [name for name in sent if rule.check(send(principal=name))]
    assert alerts == [name for name in dict.fromkeys(sent) if name and name not in before]


@given(st.lists(st.integers(0, 30).map(str), max_size=300), st.integers(1, 20))
def test_what_is_remembered_is_bounded_and_the_latest(values: list[str], limit: int) -> None:
    recent = RecentValues(limit)
    for number, value in enumerate(values):
        latest = [*dict.fromkeys(reversed(values[:number]))][:limit]
        assert recent.add(value) is (value not in latest)
        assert len(recent) <= limit
        assert recent.has_evicted is (len({*values[: number + 1]}) > limit)


@pytest.mark.parametrize(
    ("rule", "sends", "kind"),
    [
        (FirstPrincipal(limit=100), [send(principal=f"p{n}") for n in range(5_000)], "principals"),
        (
            FirstNetwork(limit=100),
            [send(ip=f"10.{n // 250}.{n % 250}.1") for n in range(5_000)],
            "networks",
        ),
    ],
)
def test_a_first_time_says_among_how_many_once_some_are_forgotten(
    rule: Rule, sends: list[Record], kind: str
) -> None:
    sentences = [rule.check(one) for one in sends]
    assert all(sentences)
    assert not any("latest" in sentence for sentence in sentences[:100])
    assert all(f"among the latest 100 {kind}" in sentence for sentence in sentences[100:])
    assert not any(rule.check(one) for one in sends[-100:]), "the latest are remembered"
    assert rule.check(sends[0]), "the first are not"


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
    assert rule.check(send(ip="203.0.113.7", principal="p")) == (
        "First send seen from 203.0.113.0/24, by p"
    )
    assert not rule.check(send(ip="203.0.113.99"))
    assert rule.check(send(ip="203.0.114.1"))


@given(st.lists(st.booleans(), max_size=60), st.integers(5, 12), st.floats(0.1, 1))
def test_the_share_of_errors_is_that_of_the_latest_sends(
    refused: list[bool], window: int, share: float
) -> None:
    rule = ErrorShare(AlertSettings(error_window=window, error_share=share))
    told = False
    for number, one in enumerate(refused, 1):
        said = rule.check(send(error="Throttling" if one else ""))
        latest = refused[max(0, number - window) : number]
        now = sum(latest) / len(latest)
        over = len(latest) == window and now >= share
        assert bool(said) == (over and not told)
        told = over or (told and now > share / 2)


def minute(rule: VolumeJump, number: int, count: int) -> list[str]:
    return [
        said
        for one in range(count)
        if (said := rule.check(send(time_ms=number * MINUTE_MS + one * 10)))
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
    assert not rule.check(send(time_ms=None))


@given(st.lists(st.integers(0, 2000), max_size=400))
def test_few_minutes_are_kept(minutes: list[int]) -> None:
    rule = VolumeJump(AlertSettings())
    for number in minutes:
        rule.check(send(time_ms=number * MINUTE_MS))
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
    throttle = AlertThrottle(10)
    now, alerts, last = 0.0, 0, -10.0
    told = 0
    for wait, principals in steps:
        now += wait
        watch = Watch(AlertSettings(rules=("no-config",)))
        found = watch.judge(0, [Record(b"", kind="send", principal=one) for one in principals])
        alerts += len(found)
        for sentence in throttle.due(found, now):
            assert now - last >= 10
            last = now
            more = sentence.partition("(")[2].partition(" ")[0]
            told += 1 + int(more or 0)
    kept_back = sum(throttle.held_back.values())
    assert told + kept_back == alerts
