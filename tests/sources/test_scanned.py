from __future__ import annotations

import pytest

from sestrail_tui.sources.scanned import size


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (999_499, "999 kB"),
        (999_500, "1 MB"),
        (1_234_000_000, "1.23 GB"),
    ],
)
def test_bytes_in_words(count: int, text: str) -> None:
    assert size(count) == text
