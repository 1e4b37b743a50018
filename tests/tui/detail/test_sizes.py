from __future__ import annotations

import pytest

from sestrail_tui.tui.detail.sizes import size_text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1 kB"),
        (2399, "2.3 kB"),
        (74_994, "74 kB"),
        (999_999, "999 kB"),
        (1_250_000, "1.2 MB"),
        (2_170_000_000, "2,170 MB"),
    ],
)
def test_sizes(size: int, text: str) -> None:
    assert size_text(size) == text
