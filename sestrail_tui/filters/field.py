"""What a field of the filter language is: a name, its help, and a way to match a value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from sestrail_tui.filters.pattern import Pattern

Value = str | tuple[str, ...]
"""One value of a `Record` column; absent is ``""`` or ``()``."""
Test = Callable[[Value], bool]


class Field:
    """A field; its class attributes are its documentation."""

    name: ClassVar[str]
    help: ClassVar[str]
    """What it looks at, in a few words: a line of the help screen and of the completion."""
    example: ClassVar[str]
    """A filter that shows its use."""
    columns: ClassVar[tuple[str, ...]]
    """Attributes of `Record`, absent together. A term is true when the value of any of them
    passes the test. The first is the one whose values are counted and listed."""
    also: ClassVar[tuple[str, ...]] = ()
    """Words that people may try instead of the name; a mistake with one suggests this field."""

    @property
    def column(self) -> str:
        """The column whose values are counted and listed."""
        return self.columns[0]

    def forms(self, value: str) -> Iterable[str]:
        """Give the ways to write ``value``; a pattern matches when it matches one of them."""
        return (value,)

    def compile(self, pattern: Pattern) -> Test:
        """Give the test of one value of one of the columns.

        A test looks at nothing but the value, so it need be run but once for each distinct one.
        Raises ValueError, with a sentence, when the pattern can never match.
        """
        if pattern.is_none:
            return lambda value: not value
        if pattern.is_any:
            return bool
        matches, forms = self.matcher(pattern), self.forms

        def test(value: Value) -> bool:
            values = (value,) if isinstance(value, str) else value
            return any(matches(form) for one in values if one for form in forms(one))

        return test

    def matcher(self, pattern: Pattern) -> Callable[[str], bool]:
        """Give the test of one way to write a value, for neither ``(none)`` nor ``*``."""
        return pattern.whole()
