from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.tui.base.fuzzy import fuzzy_match, fuzzy_score


@given(st.text("abc-", max_size=5), st.text("abc-", max_size=12))
def test_a_match_is_the_letters_in_order(query: str, candidate: str) -> None:
    places = fuzzy_match(query, candidate)
    letters = iter(candidate)
    assert (places is not None) == all(letter in letters for letter in query)
    if places is not None:
        assert "".join(candidate[at] for at in places) == query
        assert list(places) == sorted(set(places))


def best(query: str, candidates: list[str]) -> str:
    found = [(text, fuzzy_match(query, text)) for text in candidates]
    return max((fuzzy_score(text, at), text) for text, at in found if at is not None)[1]


def test_together_beats_scattered_and_early_beats_late() -> None:
    assert best("ab", ["a-b", "xab", "a--b"]) == "xab"
    assert best("ab", ["xab", "abx"]) == "abx"
    assert best("cm", ["c-mail", "cxxmxx"]) == "c-mail"


def test_repetitive_text_is_answered_at_all() -> None:
    # A matcher that tries every way to place the letters would not come back from this.
    assert fuzzy_match("a" * 30 + "b", "a" * 5_000) is None
