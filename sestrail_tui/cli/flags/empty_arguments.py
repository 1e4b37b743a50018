"""Empty words on the command line: nearly always a script's variable that is not set."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.errors import UsageError
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable

_WHY: Final = "is empty. Is a variable unset?"


def check_not_empty(words: Iterable[str]) -> None:
    """Raise `UsageError` for a word, or a ``--flag=`` without a value, that is blank.

    An empty filter, log group or region would silently stand for any.
    """
    for before, word in pairwise(["", *words]):
        flag, sign, value = word.partition("=")
        if word.startswith("--") and sign and not value.strip():
            raise UsageError(f"The value of {safe(flag)} {_WHY}")
        if not word.strip():
            after = f" after {safe(before)}" if before else ""
            raise UsageError(f"The argument{after} {_WHY}")
