"""How a text of a record is asked for in the raw message, as CloudWatch Logs Insights' filter.

Everything is asked of ``@message``: fields are discovered in log groups of the Standard class
only, and 200 of them at most (AWS: "Supported logs and discovered fields"). AWS does not say which
regular expressions it takes beyond its examples, so ours have no backslash, which dialects read
differently: what would need one is asked for as any character.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.filters.fields.pattern import Pattern
    from sestrail_tui.filters.fields.wording import FieldWording

NEVER: Final = "@message like /[^ -~]/"
"""Holds for no record that is not kept anyway (`KEPT`)."""
KEPT: Final = (
    '@message like /[^ -~]|[^ -Z^-~]u|"[{]|=[?]/ or @message like /"class_uid"|AwsAggregatedEvent/'
)
"""What is kept whatever is asked, as its fields are elsewhere or written otherwise: a character
outside printable ASCII (upper and lower case are more than letters there; white space), a character
written by its number (a backslash, or a bracket, before a ``u``), an object written as a text, an
encoded word of a mail header; and records rewritten to OCSF, and aggregated events."""
_BARE: Final = "[-0-9tfNI]"
"""How a number, or true or false, begins that stands where a text is expected."""
_PLAIN: Final = re.compile(r"[A-Za-z0-9_@:,;=~!%&<> -]")
_QUOTABLE: Final = ".+*?(){}$|"
_MOST_PARTS: Final = 5
"""Parts of a pattern that are looked for in their order, which may take long."""
_WHOLE: Final = (
    '^[{] *"eventVersion".*("(eventCategory|sessionCredentialFromConsole)" *: *"[a-zA-Z]*"'
    '|"clientProvidedHostHeader" *: *"[^"]*" *[}]) *[}]$'
)
"""One whole record, not cut off and not wrapped: it begins and ends as CloudTrail's own do."""


def like(regex: str, *, caseless: bool = True) -> str:
    """Ask that the message holds a regular expression."""
    return f"@message like /{'(?i)' if caseless else ''}{regex}/"


def unless(regex: str, *, caseless: bool = True) -> str:
    """Ask that the message does not hold it; what is not one whole record is kept."""
    held = like(regex, caseless=caseless).replace(" like ", " not like ", 1)
    return f"@message not like /{_WHOLE}/ or {held}"


NOT_WHOLE: Final = f"@message not like /{_WHOLE}/"


def text(part: str) -> str | None:
    """Write a text that is looked for; ``None`` where only what is `KEPT` can hold it."""
    return "".join(map(_character, part)) if part.isascii() else None


def _character(character: str) -> str:
    """Write one character, which JSON may write in two."""
    if _PLAIN.match(character):
        return character
    return f"[{character}]" if character in _QUOTABLE else ".{1,2}"


def value(pattern: Pattern) -> str | None:
    """Write a whole value, its wildcards too; ``None`` as above."""
    first, *rest = pattern.folded()
    if len(rest) > _MOST_PARTS:
        *middle, last = rest
        longest = set(sorted(middle, key=len)[-_MOST_PARTS + 1 :])
        rest = [*(part for part in middle if part in longest), last]
    written = [text(part) for part in (first, *rest)]
    return None if None in written else ".*".join(map(str, written))


def has(keys: str, written: str | None) -> str:
    """Ask that one of the keys (a regular expression) has the value written so."""
    return NEVER if written is None else like(f'"({keys})" *: *("({written})"|{_BARE})')


def filled(keys: str) -> str:
    """Ask that one of the keys has a value that is neither null nor empty."""
    return like(f'"({keys})" *: *("[^"]|{_BARE}|[{{])')


def words(pattern: Pattern, wording: FieldWording) -> str | None:
    """Ask for each word of the pattern anywhere; ``None`` where it may be in any record.

    This is for texts that are put together: a caller's ``role/session``, a client's name.
    """
    written = [text(word) for word in wording.words(pattern)]
    if None in written:
        return NEVER
    return every([like(word) for word in written if word is not None]) if written else None


def every(conditions: Sequence[str]) -> str:
    """Join conditions by *and*; one alone stays as it is."""
    return _joined(conditions, " and ")


def any_of(conditions: Sequence[str]) -> str:
    """Join conditions by *or*; one alone stays as it is."""
    return _joined(conditions, " or ")


def _joined(conditions: Sequence[str], word: str) -> str:
    if len(conditions) == 1:
        return conditions[0]
    return word.join(f"({condition})" for condition in conditions)
