"""What a filter pattern compares with: texts with ``*``, numbers, regular expressions.

AWS: "Filter pattern syntax for metric filters, subscription filters, filter log events, and Live
Tail", CloudWatch Logs user guide. Where the guide is silent the stricter reading is taken, so that
a pattern that finds a record here finds it on AWS too; each such choice says so.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    Test = Callable[[object], bool]
    """Does one value of a log event satisfy the condition?"""

REGEX_CHARACTERS: Final = re.compile(r"[A-Za-z0-9:_#=@/;,\-^$?\[\]{}|\\*+. ]*", re.ASCII)
"""AWS: "Supported regex syntax"; the blank is not listed but stands in one of its examples."""
REGEX_ESCAPES: Final = re.compile(r"\\(?:[dDsSwWtn]|x[0-9A-Fa-f]{2}|[^A-Za-z0-9])", re.ASCII)
NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?", re.ASCII)


class PatternError(ValueError):
    """A filter pattern that CloudWatch Logs would refuse with ``InvalidParameterException``."""


def regex(body: str) -> re.Pattern[str]:
    """Compile what stands between two ``%``; it is searched for, not matched whole."""
    if not body or REGEX_CHARACTERS.fullmatch(body) is None:
        raise PatternError(f"Invalid character(s) in regular expression '%{body}%'")
    if "\\" in REGEX_ESCAPES.sub("", body):
        raise PatternError(f"Unsupported escape in regular expression '%{body}%'")
    try:
        with warnings.catch_warnings():
            # Python warns of "[[" and "--" in a class, which AWS takes as they stand
            warnings.simplefilter("ignore", FutureWarning)
            return re.compile(body, re.ASCII)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"Invalid regular expression '%{body}%': {error}") from None


def wildcard(text: str) -> Callable[[str], bool]:
    """Compile a text in which each ``*`` stands for any characters; compared whole, with case."""
    if "*" not in text:
        return text.__eq__
    parts = (re.escape(part) for part in re.sub(r"\*+", "*", text).split("*"))
    return re.compile(".*".join(parts), re.DOTALL).fullmatch  # type: ignore[return-value]


def is_number(value: object) -> bool:
    """Tell JSON numbers from everything else (JSON ``true`` is not one)."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def text_equals(text: str, *, quoted: bool) -> Test:
    """Compile ``= "text"`` or ``= text``.

    A quoted text equals strings only. An unquoted one with ``*`` also equals numbers by their text
    (AWS: "Use the asterisk as a wild card to match numbers").
    """
    same = wildcard(text)
    numbers_too = not quoted and "*" in text

    def test(value: object) -> bool:
        if isinstance(value, str):
            return bool(same(value))
        return numbers_too and is_number(value) and bool(same(str(value)))

    return test


def number_equals(text: str) -> Test:
    """Compile ``= 400``: numbers by value, strings by text."""
    number = float(text)

    def test(value: object) -> bool:
        if isinstance(value, str):
            return value == text
        return is_number(value) and value == number

    return test


def regex_matches(pattern: re.Pattern[str]) -> Test:
    """Compile ``= %regex%``: searched for in strings, and in the text of numbers."""

    def test(value: object) -> bool:
        if isinstance(value, str):
            return pattern.search(value) is not None
        return is_number(value) and pattern.search(str(value)) is not None

    return test


def differs(equal: Test) -> Test:
    """Compile ``!=``: the contrary of ``=``, but only for values that are there.

    The guide does not say what ``!=`` makes of an absent property; the stricter reading is that
    nothing compares with what is not there. Null, booleans, arrays and objects never match.
    """

    def test(value: object) -> bool:
        return (isinstance(value, str) or is_number(value)) and not equal(value)

    return test


def ordered(operator: Callable[[float, float], bool], text: str) -> Test:
    """Compile ``<``, ``<=``, ``>``, ``>=``: numbers only."""
    number = float(text)

    def test(value: object) -> bool:
        return isinstance(value, int | float) and is_number(value) and operator(value, number)

    return test
