from __future__ import annotations

import pytest

from sestrail_tui.core.decoding.address import address


@pytest.mark.parametrize(
    ("sender", "bare"),
    [
        ("Example Orders <orders@example.com>", "orders@example.com"),
        ('"Doe, Jane" <jane@example.com> ', "jane@example.com"),
        ("orders@example.com", "orders@example.com"),
        ("example.com", "example.com"),
        ("Broken <orders@example.com", "Broken <orders@example.com"),
        ("Nobody <>", "Nobody <>"),
        ("", ""),
    ],
)
def test_the_address_alone_where_there_is_one(sender: str, bare: str) -> None:
    assert address(sender) == bare
