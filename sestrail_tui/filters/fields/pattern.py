"""A pattern: fixed text with ``*`` wildcards between, compared by `fold`.

A pattern is held as the fixed texts between its wildcards, so that a star in a value and a
wildcard can never be mistaken for each other: ``a*b`` is ``("a", "b")``, ``*`` is ``("", "")``,
``abc`` is ``("abc",)``, and the absent value, ``(none)``, is ``("",)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, AnyStr, Final
from unicodedata import normalize

from sestrail_tui.core.record import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def fold(text: str) -> str:
    """Return a text as it is compared: without regard to case, and composed (Unicode's NFC)."""
    if text.isascii():
        return text.lower()
    return normalize("NFC", normalize("NFC", text).casefold())


@dataclass(frozen=True, slots=True)
class Pattern:
    """Fixed texts between wildcards; only the first and the last part may be empty."""

    parts: tuple[str, ...]

    @classmethod
    def literal(cls, value: str) -> Pattern:
        """Return the pattern that only ``value`` itself matches; ``""`` is the absent value."""
        return cls((value,))

    @classmethod
    def of(cls, parts: Sequence[str]) -> Pattern:
        """Return the pattern with a wildcard between ``parts``; neighbouring wildcards are one."""
        if len(parts) < 2:
            return cls(tuple(parts) or ("",))
        return cls((parts[0], *filter(None, parts[1:-1]), parts[-1]))

    @property
    def value(self) -> str | None:
        """The one value that matches, or ``None`` where there are wildcards."""
        return self.parts[0] if len(self.parts) == 1 else None

    @property
    def is_none(self) -> bool:
        """Whether this is ``(none)``: the value is absent."""
        return self == NONE

    @property
    def is_unknown(self) -> bool:
        """Whether this asks for what CloudTrail left out of the record."""
        return self.value == UNKNOWN

    @property
    def is_any(self) -> bool:
        """Whether this is ``*``: there is a value, whatever it is."""
        return self == ANY

    def folded(self) -> tuple[str, ...]:
        """Return the parts without regard to case."""
        return tuple(fold(part) for part in self.parts)

    def whole(self) -> Callable[[str], bool]:
        """Return the test that a whole value matches."""
        first, *rest = self.folded()
        if not rest:
            return lambda text: fold(text) == first
        *middle, last = rest

        def test(text: str) -> bool:
            text = fold(text)
            if not text.startswith(first) or len(text) < len(first) + len(last):
                return False
            return text.endswith(last) and in_turn(middle, text[len(first) : len(text) - len(last)])

        return test


NONE: Final = Pattern(("",))
"""The absent value."""
ANY: Final = Pattern(("", ""))
"""Any value that is there."""


def in_turn(parts: Sequence[AnyStr], text: AnyStr) -> bool:
    """Return whether ``text`` holds all ``parts``, one after the other; in linear time."""
    at = 0
    for part in parts:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True
