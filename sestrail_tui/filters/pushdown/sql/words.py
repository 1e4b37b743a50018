"""Words that a record's text surely holds where a pattern matches one of its values.

A column may say more than the record does: ``role (Identity Center)/session``, ``boto3 1.43``,
``name=value``. So a pattern is taken apart at the signs that we put between, and the words of our
own are left out. What is left occurs in the record, in upper or lower case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.filters.fields.pattern import Pattern

_PLAIN: Final = re.compile(r"[ -~]*")


@dataclass(frozen=True, slots=True)
class FieldWording:
    """How a field's value is put together."""

    signs: str = ""
    """Signs that may stand between two pieces of the record."""
    ours: tuple[str, ...] = ()
    """Words, in small letters, that may be ours and not the record's."""

    def split(self, text: str) -> list[str]:
        """Give the words of the record in a part of a value."""
        pieces = re.split(f"[{re.escape(self.signs)}]+", text) if self.signs else [text]
        return [one for one in pieces if one and not any(one in word for word in self.ours)]


_PRINCIPAL: Final = FieldWording(
    " /()",
    ("identity", "center", "federated", "saml", "web", "account", "root", "hidden", "user"),
)
_CLIENT: Final = FieldWording(
    " ", ("js", ".net", "c++", "edge", "opera", "firefox", "chrome", "browser", "on")
)
"""A browser says ``Edg/``, ``OPR/``, ``FxiOS/`` or ``CriOS/``."""
_CALL: Final = FieldWording(" ", ("v1", "v2"))
_AS_IT_IS: Final = FieldWording()
WORDINGS: Final[Mapping[str, FieldWording]] = {
    "principal": _PRINCIPAL,
    "client": _CLIENT,
    "agent": _CLIENT,
    "call": _CALL,
    "message": FieldWording(" "),
    "tag": FieldWording("="),
}
"""By field, where a value is not one piece of the record."""
ANYWHERE: Final = FieldWording(" /()=", (*_PRINCIPAL.ours, *_CLIENT.ours, *_CALL.ours, "error"))
"""Of a bare word, which may be found in the record's JSON or in any column."""


def words(pattern: Pattern, wording: FieldWording = _AS_IT_IS) -> tuple[str, ...] | None:
    """Give the words, in small letters; ``None`` where no record of plain ASCII can match."""
    parts = pattern.folded()
    if any(_PLAIN.fullmatch(part) is None for part in parts):
        return None
    return tuple(dict.fromkeys(word for part in parts for word in wording.split(part)))
