"""A filter as an SQL condition of Trino's, which CloudTrail Lake and Athena both take.

The condition holds for every record that the filter keeps, and maybe for more: whoever reads still
matches. It is made of *and* and *or* over comparisons each of which is true, not unknown, wherever
its part of the filter matches: so NULL (a record without the value) can lose nothing.

Our comparisons fold case as Unicode does, Trino's do not, and JSON may escape any sign. Therefore
texts are compared in plain ASCII only, and a record with any other sign in it, or a backslash, or
``=?`` (an encoded word of a mail header), always comes. The words of a person stand in SQL as texts
in quotes, in ASCII, the quote doubled.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.fields.network import is_network
from sestrail_tui.filters.fields.pattern import Pattern
from sestrail_tui.filters.pushdown.sql.words import ANYWHERE, WORDINGS, FieldWording, words
from sestrail_tui.filters.syntax.tree import And, Node, Not, Or, Term, Text, conjuncts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_NEVER: Final = "1 = 0"
_YES: Final = frozenset({"yes", "y", "true"})
_CHOICES: Final = {"console": _YES, "mfa": _YES, "kind": frozenset({"send"})}
"""By field: the values that can be asked for."""
_PRESENT: Final = {
    "error": "error",
    "reason": "error",
    "console": "console",
    "mfa": "mfa",
    "kind": "send",
}
"""By field: the key of `Table.present`. Refused calls are few: all of them may come."""


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Where the value of a field is."""

    texts: tuple[str, ...]
    """SQL of texts; every piece of the value is in one of them."""
    otherwise: str = ""
    """A condition for records whose value may be elsewhere."""


@dataclass(frozen=True, slots=True)
class TableDialect:
    """Where the values of a record are, in the SQL of one kind of table."""

    places: Mapping[str, FieldPlace]
    """By field; one that is missing is not asked for."""
    whole: str = ""
    """The text of the whole record, which bare words are looked for in."""
    present: Mapping[str, str] = field(default_factory=dict)
    """The conditions of ``error`` (there is one), ``console``, ``mfa`` (yes) and ``send``."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """By field: the one column that is its value, for what is excluded."""
    others: tuple[str, ...] = ()
    """Conditions for records whose fields lie elsewhere, which always come."""


@dataclass(frozen=True, slots=True)
class _Clause:
    sql: str
    texts: tuple[str, ...] = ()
    """What was compared as a text."""


def condition(node: Node, table: TableDialect, most: int) -> str:
    """Give the SQL, of at most so many characters; ``""`` where every record has to come.

    Of the parts that must all hold, those are asked for, in their order, that fit.
    """
    kept: list[_Clause] = []
    for part in conjuncts(node):
        clause = _wanted(part, table)
        if clause is not None and len(_written([*kept, clause], table)) <= most:
            kept.append(clause)
    return _written(kept, table)


def literal(text: str) -> str:
    """Write a text in SQL."""
    return "'" + text.replace("'", "''") + "'"


def _written(clauses: Sequence[_Clause], table: TableDialect) -> str:
    if not clauses:
        return ""
    texts = dict.fromkeys(text for clause in clauses for text in clause.texts)
    odd = [f"regexp_like({text}, '[^ -~]|\\\\|=[?]')" for text in texts]
    asked = " AND ".join(f"({clause.sql})" for clause in clauses)
    return " OR ".join([f"({asked})", *odd, *table.others])


def _wanted(node: Node, table: TableDialect) -> _Clause | None:
    """Give a clause that is true wherever ``node`` matches; ``None`` where all records may."""
    match node:
        case Not(inner):
            return _unwanted(inner, table)
        case And(nodes):
            return _every(_wanted(one, table) for one in nodes)
        case Or(nodes):
            return _some(_wanted(one, table) for one in nodes)
        case Term(name, pattern):
            return _term(name, pattern, table)
        case Text(pattern):
            return _held(pattern, ANYWHERE, FieldPlace((table.whole,))) if table.whole else None
    return None


def _unwanted(node: Node, table: TableDialect) -> _Clause | None:
    """Give a clause that is true wherever ``node`` does not match; ``None`` as above."""
    match node:
        case Not(inner):
            return _wanted(inner, table)
        case And(nodes):
            return _some(_unwanted(one, table) for one in nodes)
        case Or(nodes):
            return _every(_unwanted(one, table) for one in nodes)
        case Term(name, pattern) if name in table.columns:
            value = (pattern.value or "").casefold()
            if not value.isascii() or not value.isprintable() or not value or is_network(value):
                return None
            column = table.columns[name]
            other = f"{column} IS NULL OR lower({column}) <> {literal(value)}"
            return _Clause(other, (column,))
    return None


def _term(name: str, pattern: Pattern, table: TableDialect) -> _Clause | None:
    value = (pattern.value or "").casefold()
    if pattern.is_none or pattern.is_unknown or (name in _CHOICES and value not in _CHOICES[name]):
        return None
    if name in _PRESENT:
        return _present(_PRESENT[name], table)
    if name not in table.places:
        return None
    if name == "ip" and ":" in "".join(pattern.parts):
        return None  # an IPv6 address has many spellings
    if name == "ip" and is_network(value):
        beginning = _beginning(value)
        return _held(beginning, FieldWording(), table.places[name]) if beginning else None
    return _held(pattern, WORDINGS.get(name, FieldWording()), table.places[name])


def _present(what: str, table: TableDialect) -> _Clause | None:
    texts = (table.whole,) if table.whole else ()
    return _Clause(table.present[what], texts) if what in table.present else None


def _beginning(network: str) -> Pattern | None:
    """Give how every address of an IPv4 network begins; ``None`` where they have nothing alike."""
    found = ipaddress.ip_network(network, strict=False)
    octets = str(found.network_address).split(".")[: found.prefixlen // 8]
    if found.version != 4 or not octets:
        return None
    return Pattern.literal(".".join(octets) + ("" if len(octets) == 4 else "."))


def _held(pattern: Pattern, wording: FieldWording, place: FieldPlace) -> _Clause | None:
    """Ask for every word of a pattern, each in one of the texts."""
    found = words(pattern, wording)
    if found is None:
        return _Clause(" OR ".join(filter(None, (_NEVER, place.otherwise))), place.texts)
    if not found:
        return None
    every = " AND ".join(
        _joined(f"lower({text}) LIKE {literal(_pattern(word))}" for text in place.texts)
        for word in found
    )
    return _Clause(f"({every}) OR {place.otherwise}" if place.otherwise else every, place.texts)


def _pattern(word: str) -> str:
    """Write a word for LIKE, in which ``_`` is any one sign: so it may find a little more."""
    return f"%{word.replace('%', '_')}%"


def _joined(conditions: Iterable[str]) -> str:
    several = list(conditions)
    return several[0] if len(several) == 1 else f"({' OR '.join(several)})"


def _every(clauses: Iterable[_Clause | None]) -> _Clause | None:
    """Join by *and*; a clause that is not known is left out."""
    known = [clause for clause in clauses if clause is not None]
    return _with(known, " AND ") if known else None


def _some(clauses: Iterable[_Clause | None]) -> _Clause | None:
    """Join by *or*; where one is not known, neither is the whole."""
    every = list(clauses)
    known = [clause for clause in every if clause is not None]
    return _with(known, " OR ") if len(known) == len(every) else None


def _with(clauses: Sequence[_Clause], sign: str) -> _Clause:
    texts = tuple(dict.fromkeys(text for clause in clauses for text in clause.texts))
    return _Clause(sign.join(f"({clause.sql})" for clause in clauses), texts)
