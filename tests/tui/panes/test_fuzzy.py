from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.tui.panes.fuzzy import FuzzySearch, fuzzy_match, fuzzy_score


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


@given(
    st.lists(st.text("abAB-", max_size=6), max_size=12),
    st.lists(st.text("abB ", max_size=3), min_size=1, max_size=4),
)
def test_a_search_has_all_that_match_best_first_whatever_was_typed_before(
    texts: list[str], queries: list[str]
) -> None:
    search = FuzzySearch(len(texts), texts.__getitem__)
    for query in queries:
        for _ in search.narrow(query):
            pass
    folded = [text.lower() for text in texts]
    matches = {
        number: fuzzy_score(text, at)
        for number, text in enumerate(folded)
        if (at := fuzzy_match(queries[-1].strip().lower(), text)) is not None
    }
    assert list(search.found) == sorted(matches, key=lambda number: (-matches[number], number))


def test_many_texts_are_looked_at_in_small_steps_and_shown_at_the_end() -> None:
    looked_at = 0

    def text(number: int) -> str:
        nonlocal looked_at
        looked_at += 1
        return f"role-{number % 97}/session-{number:06}"

    search = FuzzySearch(100_000, text)
    assert looked_at == 0, "opening a list takes no longer the more it holds"
    assert len(search.found) == 100_000
    before, steps = 0, []
    for _ in search.narrow("rs4999"):
        steps.append(looked_at - before)
        before = looked_at
        assert looked_at == 100_000 or len(search.found) == 100_000
    assert max(steps) <= 2_000
    assert search.found[0] == 4_999
