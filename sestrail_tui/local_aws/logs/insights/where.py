"""Conditions of a CloudWatch Logs Insights query.

``and``, ``or``, ``not`` and parentheses over ``field = != < <= > >= literal``, ``[not] like``
with a text or a regular expression, ``=~``, ``[not] in [...]`` and ``ispresent(field)``.

AWS: "filter", and "Boolean, comparison, ... functions", CloudWatch Logs user guide.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.logs.insights.tokens import malformed

if TYPE_CHECKING:
    from sestrail_tui.local_aws.logs.insights.tokens import Reader

Row = Mapping[str, Any]
"""A log event's fields by name; absent ones give None."""
Condition = Callable[[Row], bool]
SIGNS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq, "!=": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def condition(words: Reader) -> Condition:
    """Read a condition."""
    parts = [conjunction(words)]
    while words.took("or"):
        parts.append(conjunction(words))
    return parts[0] if len(parts) == 1 else lambda row: any(part(row) for part in parts)


def conjunction(words: Reader) -> Condition:
    """Read conditions joined by *and*."""
    parts = [factor(words)]
    while words.took("and"):
        parts.append(factor(words))
    return parts[0] if len(parts) == 1 else lambda row: all(part(row) for part in parts)


def factor(words: Reader) -> Condition:
    """Read one condition, or one in parentheses."""
    if words.took("not"):
        inner = factor(words)
        return lambda row: not inner(row)
    if words.took("("):
        inner = condition(words)
        words.want(")")
        return inner
    if words.took("ispresent"):
        words.want("(")
        present = field_name(words)
        words.want(")")
        return lambda row: row.get(present) is not None
    return comparison(words, field_name(words))


def field_name(words: Reader) -> str:
    """Read a field's name, in backticks or bare."""
    token = words.next
    if token.kind not in {"word", "field"}:
        words.refuse("a field is wanted")
    words.take()
    return token.text.replace("`", "")


def comparison(words: Reader, name: str) -> Condition:
    """Read what is asked of a field."""
    if words.took("not"):
        read = membership if words.took("in") else likeness
        if read is likeness:
            words.want("like")
        inner = read(words, name)
        return lambda row: not inner(row)
    if words.took("like"):
        return likeness(words, name)
    if words.took("in"):
        return membership(words, name)
    sign = words.took("=~", *SIGNS)
    if sign == "=~":
        return likeness(words, name)
    if not sign:
        words.refuse("a comparison is wanted")
    value, compare = literal(words), SIGNS[sign]
    return lambda row: compared(row.get(name), value, compare)


def compared(found: Any, wanted: str | float, compare: Callable[[Any, Any], bool]) -> bool:
    """Compare as numbers where both are such, else as texts."""
    if found is None:
        return compare is operator.ne
    if isinstance(wanted, float):
        try:
            return compare(float(found), wanted)
        except ValueError:
            return compare is operator.ne
    return compare(str(found), wanted)


def likeness(words: Reader, name: str) -> Condition:
    """Read the text or the regular expression that a field's text is to hold."""
    token = words.take()
    if token.kind == "text":
        text = unquoted(token.text)
        return lambda row: text in str(row.get(name) or "")
    if token.kind != "regex":
        raise malformed(f"unexpected symbol found {token.text!r}: a text or a regex is wanted")
    try:
        regex = re.compile(token.text.replace("\\/", "/"))
    except re.error as error:
        raise malformed(f"invalid regular expression {token.text!r}: {error}") from None
    return lambda row: regex.search(str(row.get(name) or "")) is not None


def membership(words: Reader, name: str) -> Condition:
    """Read ``[literal, ...]``."""
    words.want("[")
    values = [literal(words)]
    while words.took(","):
        values.append(literal(words))
    words.want("]")
    return lambda row: any(compared(row.get(name), one, operator.eq) for one in values)


def literal(words: Reader) -> str | float:
    """Read a text or a number."""
    token = words.take()
    if token.kind == "text":
        return unquoted(token.text)
    if token.kind == "number":
        return float(token.text)
    raise malformed(f"unexpected symbol found {token.text!r}: a text or a number is wanted")


def unquoted(text: str) -> str:
    """Take the quotes off."""
    return re.sub(r"\\(.)", r"\1", text[1:-1])
