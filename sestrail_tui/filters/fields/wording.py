"""How a field's value is put together of words that stand in the record.

A column may say more than the record does: ``role (Identity Center)/session``, ``boto3 1.43``,
``name=value``. So a pattern is taken apart at the signs that we put between, and the words of our
own are left out. What is left occurs in the record, in upper or lower case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sestrail_tui.filters.fields.pattern import Pattern


@dataclass(frozen=True, slots=True)
class FieldWording:
    """Which signs and words of a value are ours."""

    signs: str = ""
    """Signs that may stand between two pieces of the record."""
    ours: tuple[str, ...] = ()
    """Words, in small letters, that may be ours and not the record's."""

    def words(self, pattern: Pattern) -> tuple[str, ...]:
        """Return the words, in small letters, that the record holds where ``pattern`` matches."""
        return tuple(dict.fromkeys(word for part in pattern.folded() for word in self._split(part)))

    def _split(self, text: str) -> Iterable[str]:
        pieces = re.split(f"[{re.escape(self.signs)}]+", text) if self.signs else [text]
        return (word for word in pieces if word and not any(word in ours for ours in self.ours))


VERBATIM: Final = FieldWording()
"""The value is one piece of the record."""
PRINCIPAL: Final = FieldWording(
    " /()",
    ("identity", "center", "federated", "saml", "web", "account", "root", "hidden", "user"),
)
CLIENT: Final = FieldWording(
    " ", ("js", ".net", "c++", "edge", "opera", "firefox", "chrome", "browser", "on")
)
"""A browser says ``Edg/``, ``OPR/``, ``FxiOS/`` or ``CriOS/``."""
CALL: Final = FieldWording(" ", ("v1", "v2"))
SEVERAL: Final = FieldWording(" ")
"""Several values joined by a blank."""
TAG: Final = FieldWording("=")


def joined(wordings: Iterable[FieldWording]) -> FieldWording:
    """Return the wording of a text that may stand in a value of any of ``wordings``."""
    every = tuple(wordings)
    signs = "".join(dict.fromkeys(sign for wording in every for sign in wording.signs))
    return FieldWording(
        signs, tuple(dict.fromkeys(word for wording in every for word in wording.ours))
    )
