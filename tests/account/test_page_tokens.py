from __future__ import annotations

import pytest

from sestrail_tui.account.page_tokens import EndlessPagesError, PageTokens


def test_tokens_are_followed_to_the_page_without_one() -> None:
    tokens = PageTokens("a list")
    assert [tokens.take(one) for one in ("a", "b", "c", None)] == ["a", "b", "c", None]
    assert PageTokens("a list").take("") is None


@pytest.mark.parametrize("given", [["a", "a"], ["a", "b", "a"]])
def test_a_token_that_comes_again_is_a_fault(given: list[str]) -> None:
    tokens = PageTokens("log group \x1b[31m")
    for one in given[:-1]:
        tokens.take(one)
    with pytest.raises(EndlessPagesError, match="token came again") as raised:
        tokens.take(given[-1])
    assert "\x1b" not in raised.value.message


def test_pages_without_an_end_are_a_fault() -> None:
    tokens = PageTokens("a list", most=100)
    for number in range(100):
        tokens.take(str(number))
    with pytest.raises(EndlessPagesError, match="100 pages came without an end"):
        tokens.take("more")
