from __future__ import annotations

import pytest

from sestrail_tui.core.units import bill_text, dollars_text, size_text


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1 kB"),
        (999_499, "999 kB"),
        (999_500, "1 MB"),
        (1_234_000_000, "1.23 GB"),
    ],
)
def test_bytes_in_words(count: int, text: str) -> None:
    assert size_text(count) == text


@pytest.mark.parametrize(
    ("usd", "text"),
    [
        (0, "$0"),
        (0.00001, "under $0.0001"),
        (0.0001, "$0.0001"),
        (0.00614, "$0.0061"),
        (0.5, "$0.50"),
        (1204.5, "$1,204.50"),
    ],
)
def test_a_small_price_is_no_zero(usd: float, text: str) -> None:
    assert dollars_text(usd) == text


def test_what_is_not_known_is_not_said() -> None:
    assert bill_text(1_230_000_000, 0.0061) == "1.23 GB scanned, $0.0061"
    assert bill_text(1_230_000_000, None) == "1.23 GB scanned"
    assert bill_text(None, 0.05) == "$0.05"
    assert bill_text(None, None) == ""
