from __future__ import annotations

from sestrail_tui.places.reader import Claims


def test_the_first_that_finds_a_place_keeps_it() -> None:
    claims = Claims()
    first, second = object(), object()
    assert claims.claim(first, "lake", "1")
    assert not claims.claim(second, "lake", "1")
    assert claims.claim(second, "lake", "2")
    assert claims.claim(first, "lake", "1")
