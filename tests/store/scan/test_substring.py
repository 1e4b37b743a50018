"""A text is found wherever it stands, whatever its case, and nowhere else."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.store.scan.substring import Substring, folded

LETTERS = st.text(st.sampled_from('aAbBzZ09@`[{]}^~_"\x7f'), max_size=60)


def places(substring: bytes, text: bytes) -> list[int]:
    octets = np.frombuffer(text, np.uint8)
    small = folded(octets)
    return list(map(int, Substring(substring, small).positions(octets, small)))


def expected(substring: bytes, text: bytes) -> list[int]:
    low = text.lower()
    return [at for at in range(len(low)) if low.startswith(substring, at)]


@given(LETTERS.filter(bool), LETTERS)
def test_it_is_found_as_in_the_text_in_small_letters(substring: str, text: str) -> None:
    wanted = substring.lower().encode()[:4]
    assert places(wanted, text.encode()) == expected(wanted, text.encode())


def test_it_is_found_where_it_stands_often() -> None:
    text = b"aBc" * 2_000
    assert places(b"abc", text) == expected(b"abc", text)


def test_a_text_that_is_longer_than_the_other_is_not_in_it() -> None:
    assert places(b"abcdef", b"abc") == []
    assert places(b"abc", b"") == []
