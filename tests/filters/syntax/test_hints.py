from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.filters.syntax.help import help_rows
from sestrail_tui.filters.syntax.hints import hint


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "not error:*",
            '"not" is searched for as a word; NOT in capitals or a minus sign excludes.',
        ),
        ("from:a and error:*", '"and" is searched for as a word; a space or AND'),
        ("a Or b", '"Or" is searched for as a word; OR in capitals or "|" means either.'),
        ("a & b", '"&" is searched for'),
        ("sender=x", "sender=x is searched for as a word; is from:x meant?"),
        ("status!=failed", "is -error:failed meant?"),
        ("+error:*", "+error:* is searched for as a word; is error:* meant?"),
        ("config:!a", "config:!a asks for a value that begins with the sign; is -config:a meant?"),
        ("config:-a", "is -config:a meant?"),
        ("config:=a", "is config:a meant?"),
        ("config:(a|!b)", "is -config:b meant?"),
        ("config:(unknown)", 'what CloudTrail left out is config:"(unknown)".'),
        ("config : a", "config and : are searched for as words; no space: config:"),
        ("config :a", "no space: config:a"),
        ("from:x \u201ca b\u201d", "These quotes are searched for"),
        ("config:'a b'", "These quotes are searched for"),
        ("config:\u201cab\u201d", "These quotes are searched for"),
        ("'two words'", "straight ones"),
        ("not \u202e", '"not" is searched for'),
    ],
)
def test_what_looks_like_an_operator_is_said_to_be_text(written: str, said: str) -> None:
    assert said in hint(written)
    assert hint(written).isprintable()


@pytest.mark.parametrize(
    "written",
    [
        *("", "not", "and", "or", "error and", '"not" a', "a NOT b", "a AND b", "android", "a=b"),
        *("tag:a=b", "tag:a!=b", "page=3", '"sender=x"', "-error:*", "!error:*", "config:a-b", "&"),
        *(
            "from:*@example.com",
            "https://x.example/?a=1&b=2",
            "config:(none)",
            "from:=?utf-8?Q?a?=",
        ),
    ],
)
def test_what_is_meant_as_it_stands_needs_no_word(written: str) -> None:
    assert hint(written) == ""


@pytest.mark.parametrize("example", [example for example, _ in help_rows()])
def test_the_examples_of_the_help_need_none(example: str) -> None:
    assert hint(example) == ""


@pytest.mark.slow
def test_a_flood_is_judged_in_linear_time() -> None:
    assert hint("a " * 100_000) == hint(f"{'a ' * 100_000}not") == ""


@given(st.text(max_size=30))
def test_any_text_has_one_or_none(text: str) -> None:
    assert "\n" not in hint(text)
