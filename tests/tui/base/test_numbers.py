from __future__ import annotations

import pytest

from sestrail_tui.tui.base.numbers import count_text, rate_text, sparkline


@pytest.mark.parametrize(
    ("rate", "text"), [(0, ""), (3.14, "3.1/s"), (0.05, "3.0/min"), (1204.4, "1,204/s")]
)
def test_rate(rate: float, text: str) -> None:
    assert rate_text(rate) == text


def test_sparkline_keeps_small_counts_apart_from_none() -> None:
    assert sparkline([]) == ""
    assert sparkline([0, 0]) == ""
    assert sparkline([0, 1, 1000]) == "▁▂█"


def test_count() -> None:
    assert count_text(98_331) == "98,331"
