"""What a field of the filter language is: a row of the table, all that is said about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sestrail_tui.core.record import ABSENT, UNKNOWN
from sestrail_tui.filters.fields.conditions.field_conditions import NOT_ASKED, FieldConditions
from sestrail_tui.filters.fields.pattern import Pattern

if TYPE_CHECKING:
    from sestrail_tui.core.record import Record
    from sestrail_tui.filters.fields.column_layout import ColumnLayout
    from sestrail_tui.filters.fields.conditions.raw import RawClauses
    from sestrail_tui.filters.fields.conditions.sql import SqlField
    from sestrail_tui.filters.fields.wording import FieldWording

Value = str | tuple[str, ...]
"""One value of a `Record` column; absent is ``""`` or ``()``."""
Test = Callable[[Value], bool]


def is_unknown(value: Value) -> bool:
    """Return whether a value is what CloudTrail left out."""
    return value in (UNKNOWN, (UNKNOWN,))


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field; what its row does not say is: matched as a whole, shown nowhere, pushed nowhere."""

    name: str
    title: str
    """Of its column, its facet, and what of a record can be copied."""
    help: str
    """What it looks at, in a few words: a line of the help screen and of the completion."""
    example: str
    """A filter that shows its use."""
    columns: tuple[str, ...]
    """Attributes of `Record`, absent together. A term is true when the value of any of them
    passes the test. The first is the one whose values are counted, listed, copied and written."""
    also: tuple[str, ...] = ()
    """Words that people may try instead of the name; a mistake with one suggests this field."""

    # how it matches
    forms: Callable[[str], Iterable[str]] = lambda value: (value,)
    """Returns the ways to write a value; a pattern matches when it matches one of them."""
    canonical: Callable[[Pattern], Pattern] = lambda pattern: pattern
    """Returns the pattern for a value as a person may write it."""
    matcher: Callable[[Pattern], Callable[[str], bool]] = Pattern.whole
    """Returns the test of one form of a value, for a pattern that is neither ``(none)`` nor ``*``.
    Raises ValueError, with a sentence, when the pattern can never match."""
    may_be_unknown: bool = False
    """Whether CloudTrail may leave the value out of a record: it is `UNKNOWN` then."""
    may_hide: Callable[[Record], bool] = lambda _: False
    """Returns whether the record's real value may be another one, which CloudTrail masks."""
    wording: FieldWording | None = None
    """How the value is made of words of the record. ``None``: its words are our own, and a bare
    word is not looked for among them."""

    # where it is shown
    column_layout: ColumnLayout | None = None
    csv: str = ""
    """The name of its CSV column, if it has one."""
    plural: str = ""
    """The title of the list that its values can be picked from, if there is one."""
    has_facet: bool = False
    is_charted: bool = False
    """Whether the timeline can tell sends apart by it."""
    identifies_a_kind_of_call: bool = False
    """Whether "such calls" as a record's are those that have its value."""
    absent: str = ABSENT
    """What an absent value means, on the timeline."""
    lists_absent: bool = True
    """Whether the facet counts the absent value."""

    # what may be asked of the places that records come from
    cloudwatch: FieldConditions[str] = NOT_ASKED
    insights: FieldConditions[str] = NOT_ASKED
    sql: SqlField | None = None
    raw: FieldConditions[RawClauses] = NOT_ASKED

    @property
    def column(self) -> str:
        """The column whose values are counted and listed."""
        return self.columns[0]

    def compile(self, pattern: Pattern) -> Test:
        """Return the test of one value of one of the columns.

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
            texts = (value,) if isinstance(value, str) else value
            return any(matches(form) for text in texts if text for form in forms(text))

        return test

    def is_hidden(self, record: Record) -> bool:
        """Return whether the value may be another than the record says: CloudTrail masks it."""
        unknown = any(is_unknown(getattr(record, column, "")) for column in self.columns)
        return unknown or self.may_hide(record)
