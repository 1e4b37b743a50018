"""CloudWatch Logs filter patterns: compile once, then ask of each log event's message.

AWS: "Filter pattern syntax", CloudWatch Logs user guide. Patterns over JSON and over plain text are
evaluated; those for space-delimited messages (``[a, b]``) are refused, for no CloudTrail record is
one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from sestrail_tui.local_aws.logs.patterns.json_pattern import Parser
from sestrail_tui.local_aws.logs.patterns.term_pattern import compile_terms
from sestrail_tui.local_aws.logs.patterns.value import PatternError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["MAX_CHARACTERS", "PatternError", "compile_pattern"]

MAX_CHARACTERS: Final = 1024
"""AWS: FilterLogEvents API reference, ``filterPattern``."""


def compile_pattern(text: str) -> Callable[[bytes | str], bool]:
    """Compile a filter pattern to a function that tells whether a message matches.

    An empty pattern matches everything. A JSON pattern matches no message that is not JSON. The
    function never raises; this one raises `PatternError` for a pattern that AWS refuses.
    """
    if len(text) > MAX_CHARACTERS:
        raise PatternError(f"Invalid filter pattern: more than {MAX_CHARACTERS} characters")
    start = text.strip()
    if start.startswith("["):
        raise PatternError("Invalid filter pattern: space-delimited ones are not evaluated here")
    if not start.startswith("{"):
        terms = compile_terms(text)
        return lambda message: terms(as_text(message))
    match = Parser(text).parse()

    def predicate(message: bytes | str) -> bool:
        try:
            event = msgspec.json.decode(message)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            return False
        return match(event)

    return predicate


def as_text(message: bytes | str) -> str:
    """Return a message as text; bytes that are no UTF-8 become replacement characters."""
    return message if isinstance(message, str) else message.decode("utf-8", "replace")
