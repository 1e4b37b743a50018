"""What a field asks of an SQL table over records.

Our comparisons fold case as Unicode does, Trino's do not, and JSON may escape any sign. Therefore
texts are compared in plain ASCII only, and a record with any other sign in it, or a backslash, or
``=?`` (an encoded word of a mail header), always comes. The words of a person stand in SQL as texts
in quotes, in ASCII, the quote doubled.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from sestrail_tui.filters.fields.conditions.field_conditions import FieldConditions
from sestrail_tui.filters.fields.network import as_ipv4, is_network
from sestrail_tui.filters.fields.wording import VERBATIM, FieldWording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sestrail_tui.filters.fields.pattern import Pattern

_NEVER: Final = "1 = 0"
_PLAIN: Final = re.compile(r"[ -~]*")


@dataclass(frozen=True, slots=True)
class SqlClause:
    """A condition that is true, not unknown, for all records that it is made for."""

    sql: str
    texts: tuple[str, ...] = ()
    """What was compared as a text: where one is not plain ASCII, the record always comes."""


class SqlTable(Protocol):
    """A kind of table, and where it has what records say."""

    @property
    def has_whole_records(self) -> bool:
        """Whether its texts are whole records, so that no value is elsewhere."""

    def texts(self, places: Sequence[str]) -> tuple[str, ...]:
        """Return SQL of the texts of some columns; ``()`` where the table lacks one of them."""

    def column(self, name: str) -> str:
        """Return SQL of a column that is a text; ``""`` where there is none."""

    def present(self, presence: SqlPresence) -> SqlClause | None:
        """Return the condition that a record says something."""


class SqlField(Protocol):
    """What a field asks of a table."""

    def conditions(self, table: SqlTable) -> FieldConditions[SqlClause]:
        """Return the field's conditions on a table."""


@dataclass(frozen=True, slots=True)
class SqlText:
    """A field whose every word stands in a record's text."""

    places: tuple[str, ...]
    """Athena's columns that hold the value, after a dot the members that a struct needs."""
    wording: FieldWording = VERBATIM
    column: str = ""
    """Lake's column that is the value itself, for what is denied; Athena has it in small letters"""
    elsewhere: str = ""
    """The condition for records whose value may be in none of those columns."""
    rewritten: Callable[[Pattern], Pattern | None] = lambda pattern: pattern
    """Returns the pattern to look for; ``None`` where there is none."""

    def conditions(self, table: SqlTable) -> FieldConditions[SqlClause]:
        """Return the field's conditions on a table."""
        texts, column = table.texts(self.places), self.column and table.column(self.column)
        elsewhere = "" if table.has_whole_records else self.elsewhere

        def matches(pattern: Pattern) -> SqlClause | None:
            text = None if pattern.is_none or not texts else self.rewritten(pattern)
            return None if text is None else held(text, self.wording, texts, elsewhere)

        def differs(pattern: Pattern) -> SqlClause | None:
            value = (pattern.value or "").casefold()
            if not column or not value.isascii() or not value.isprintable() or is_network(value):
                return None
            other = f"{column} IS NULL OR lower({column}) <> {literal(value)}"
            return SqlClause(other, (column,)) if value else None

        return FieldConditions(matches, differs)


@dataclass(frozen=True, slots=True)
class SqlPresence:
    """A field of which it is asked only whether the record says anything."""

    lake: str
    """The condition; ``{}`` stands for the record's text."""
    athena: str
    """The condition; ``{}`` stand for the texts of `places`."""
    places: tuple[str, ...]
    values: tuple[str, ...] = ()
    """The only values that can be asked for, in small letters; any where there are none."""

    def conditions(self, table: SqlTable) -> FieldConditions[SqlClause]:
        """Return the field's conditions on a table."""

        def matches(pattern: Pattern) -> SqlClause | None:
            value = (pattern.value or "").casefold()
            is_other = pattern.is_none or (self.values and value not in self.values)
            return None if is_other else table.present(self)

        return FieldConditions(matches)


def held(
    pattern: Pattern, wording: FieldWording, texts: Sequence[str], elsewhere: str = ""
) -> SqlClause | None:
    """Return the condition that every word of a pattern stands in one of the texts."""
    words = wording.words(pattern)
    if any(_PLAIN.fullmatch(word) is None for word in words):
        return SqlClause(" OR ".join(filter(None, (_NEVER, elsewhere))), tuple(texts))
    if not words:
        return None
    every = " AND ".join(
        _either(f"lower({text}) LIKE {literal(_pattern(word))}" for text in texts) for word in words
    )
    return SqlClause(f"({every}) OR {elsewhere}" if elsewhere else every, tuple(texts))


def literal(text: str) -> str:
    """Write a text in SQL."""
    return "'" + text.replace("'", "''") + "'"


def _pattern(word: str) -> str:
    """Write a word for LIKE, in which ``_`` is any one sign: so it may find a little more."""
    return f"%{word.replace('%', '_')}%"


def _either(conditions: Iterable[str]) -> str:
    several = list(conditions)
    return several[0] if len(several) == 1 else f"({' OR '.join(several)})"


_YES: Final = ("yes", "y", "true")
OTHER_CALLERS: Final = (
    "useridentity.type IS NULL OR useridentity.type NOT IN ('AssumedRole', 'IAMUser')"
)
"""Callers whose name may be made of members that the struct does not have."""
ERROR: Final = SqlPresence(
    """{0} LIKE '%"errorCode"%' OR {0} LIKE '%"errorMessage"%'""",
    "{0} <> '' OR {1} <> ''",
    ("errorcode", "errormessage"),
)
"""Refused calls are few: all of them may come."""
CONSOLE: Final = SqlPresence(
    """{0} LIKE '%"sessionCredentialFromConsole"%'""",
    "{0} = 'true'",
    ("sessioncredentialfromconsole",),
    _YES,
)
MFA: Final = SqlPresence(
    """{0} LIKE '%"mfaAuthenticated"%'""",
    "{0} LIKE '%true%'",
    ("useridentity.mfaauthenticated",),
    _YES,
)
SEND: Final = SqlPresence("eventName LIKE 'Send%'", "{0} LIKE 'Send%'", ("eventname",), ("send",))
IP: Final = SqlText(("sourceipaddress",), column="sourceIPAddress", rewritten=as_ipv4)
