"""What a field of the filter language is: a name, its help, and a way to match a value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from sestrail_tui.core.record import UNKNOWN

if TYPE_CHECKING:
    from sestrail_tui.core.record import Record
    from sestrail_tui.filters.fields.pattern import Pattern

Value = str | tuple[str, ...]
"""One value of a `Record` column; absent is ``""`` or ``()``."""
Test = Callable[[Value], bool]


def is_unknown(value: Value) -> bool:
    """Return whether a value is what CloudTrail left out."""
    return value in (UNKNOWN, (UNKNOWN,))


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
    may_be_unknown: ClassVar[bool] = False
    """Whether CloudTrail may leave the value out of a record: it is `UNKNOWN` then."""
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
        if pattern.is_unknown:
            return is_unknown
        if pattern.is_any:
            return lambda value: bool(value) and not is_unknown(value)
        matches, forms = self.matcher(pattern), self.forms

        def test(value: Value) -> bool:
            if is_unknown(value):
                return False
            values = (value,) if isinstance(value, str) else value
            return any(matches(form) for one in values if one for form in forms(one))

        return test

    def is_hidden(self, record: Record) -> bool:
        """Return whether the value may be another than the record says: CloudTrail masks it."""
        return any(is_unknown(getattr(record, column, "")) for column in self.columns)

    def canonical(self, pattern: Pattern) -> Pattern:
        """Return the pattern for a value as a person may write it; most fields take it as it is."""
        return pattern

    def matcher(self, pattern: Pattern) -> Callable[[str], bool]:
        """Give the test of one way to write a value, for neither ``(none)`` nor ``*``."""
        return pattern.whole()
