"""How much is read while AWS refuses calls, in virtual time."""

from __future__ import annotations

import pytest

from sestrail_tui.follow.retry.adaptive_rate import AdaptiveRate
from tests.follow import throttling
from tests.follow.throttling import read

RATE = 12.5


def test_one_call_in_ten_refused_leaves_seven_tenths_of_the_rate() -> None:
    for seed in range(3):
        aws = read(throttling.share(0.1, seed), 60, rate=RATE)
        assert aws.answered(0, 60) >= 0.7 * RATE


@pytest.mark.parametrize("groups", [1, 4])
def test_every_seventh_call_refused_changes_nothing_else(groups: int) -> None:
    aws = read(throttling.every(7), 60, rate=RATE, groups=groups)
    assert aws.answered(0, 60) >= 0.84 * RATE


@pytest.mark.parametrize("rate", [12.5, 5.0, 2.5])
@pytest.mark.parametrize("groups", [1, 4])
def test_four_refusals_at_once_are_over_within_five_seconds(rate: float, groups: int) -> None:
    aws = read(throttling.at_once(4, 20), 60, rate=rate, groups=groups)
    assert len(aws.refused_s) == 4
    assert aws.back_at_s(0.9 * rate, 20, within_s=10 / rate) <= 5


@pytest.mark.parametrize("groups", [1, 4])
@pytest.mark.parametrize("per_s", [10.0, 5.0, 2.0])
def test_a_lower_quota_is_used_and_not_hammered(per_s: float, groups: int) -> None:
    aws = read(throttling.bucket(per_s), 180, rate=RATE, groups=groups)
    assert aws.answered(30, 180) >= 0.7 * per_s
    assert len(aws.refused_s) < 180
    assert aws.refused(30, 180) < 0.7


def test_a_quota_that_comes_back_is_used_within_seconds() -> None:
    aws = read(throttling.between(30, 60), 120, rate=RATE, groups=4)
    assert len(aws.refused_s) < 120
    assert aws.back_at_s(0.9 * RATE, 60) <= 20


def test_what_slowness_does_not_help_is_not_slowed_down_for() -> None:
    aws = read(throttling.share(0.25), 120, rate=RATE, groups=4)
    assert aws.answered(0, 120) >= 0.55 * RATE


def test_the_rate_is_never_above_the_full_one_nor_below_a_sixteenth() -> None:
    rate, now_s = AdaptiveRate(8.0), 0.0
    for number in range(3000):
        (rate.answered if number % 97 > 60 else rate.refused)(now_s)
        assert 0.5 <= rate.at(now_s) <= 8.0
        now_s += 1 / rate.at(now_s)
    assert rate.at(now_s + 60) == 8.0
