"""How conditions of a CloudWatch Logs filter pattern are written.

AWS: "Filter pattern syntax for metric filters, subscription filters, filter log events, and Live
Tail", CloudWatch Logs user guide.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sestrail_tui.filters.fields.pattern import Pattern


def any_of(*conditions: str) -> str:
    """Join conditions by *or*; one alone stays as it is."""
    return conditions[0] if len(conditions) == 1 else " || ".join(f"({c})" for c in conditions)


def absent(selector: str) -> str:
    """Return the condition that there is no value: the property is missing or null."""
    return f"({selector} NOT EXISTS) || ({selector} IS NULL)"


def exact(pattern: Pattern, allowed: str) -> str | None:
    """Write the pattern as a text, in lower case; ``None`` if it has other than ``allowed``."""
    parts = [part.lower() for part in pattern.parts]
    if pattern.is_none or any(re.fullmatch(f"[{allowed}]*", part) is None for part in parts):
        return None
    return f'"{"*".join(parts)}"'


def caseless(text: str) -> str:
    """Write an ASCII text as a regular expression that does not mind its case."""
    return "".join(
        f"[{c.lower()}{c.upper()}]" if c.isalpha() else f"\\{c}" if c in "+." else c for c in text
    )


def all_of(conditions: Iterable[str]) -> str:
    """Join conditions by *and*."""
    return " && ".join(f"({condition})" for condition in dict.fromkeys(conditions))


def other_than(selector: str, text: str) -> str:
    """Return the condition that the value is another, or absent.

    AWS does not say whether ``!=`` holds for what is absent, so that is asked besides.
    """
    return f"({selector} != {text}) || {absent(selector)}"
