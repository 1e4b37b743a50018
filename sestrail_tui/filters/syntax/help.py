"""The help of the filter language; what the fields say is in their classes."""

from __future__ import annotations

from typing import Final

from sestrail_tui.filters.fields.registry import FIELDS

GRAMMAR: Final = (
    ("hoge", "a word anywhere in the record, in upper or lower case"),
    ('"two words"', "a text with blanks, or with any sign that means something here"),
    ("config:a error:*", "a space is and"),
    ("config:a | config:b", "a bar is or, and binds less than the space"),
    ("config:(a|b)", "the same, in short"),
    ("-principal:ci-*", "a minus sign excludes"),
    ("(console:yes | mfa:no) -error:*", "parentheses group"),
    ("config=a AND NOT error:*", "the same as config:a -error:*; so are && and ! and !="),
    ("config:a OR config:b", 'the same as a bar; so is ||. In quotes "OR" is text'),
    ("from:*@example.com", "* is any characters; a field's value is compared whole"),
    ("template:*", "any value at all"),
    ("config:(none)", "no value in the record"),
    ('config:"(unknown)"', "left out of the record by CloudTrail, as too large"),
    ('principal:"a b\\*"', r"in quotes \" \\ and \* are the signs themselves, * alone a wildcard"),
    ("https://example.com", "addresses and ARNs are searched for as text, in spite of the colon"),
)
"""How the language is put together: an example, and what it does."""


def help_rows() -> tuple[tuple[str, str], ...]:
    """Return every row of the help, an example and what it does: the grammar, then the fields."""
    return (*GRAMMAR, *((field.example, field.help) for field in FIELDS.values()))
