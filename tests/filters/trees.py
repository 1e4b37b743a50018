"""Random filters and random records, for the laws of the filter language."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from sestrail_tui.core.record import Record
from sestrail_tui.filters.fields.choices import Choice
from sestrail_tui.filters.fields.field import Field
from sestrail_tui.filters.fields.pattern import ANY, NONE, Pattern
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.fields.time import Time
from sestrail_tui.filters.syntax.tree import All, Node, Not, Term, Text, any_one, every_one

NASTY = [
    "",
    "(none)",
    "-x",
    "a b",
    'q"',
    "\\",
    "a*b",
    "x:y",
    "a|b",
    "(",
    "\u202e",
    "İ",
    "\u3000",
    "A",
    "AND",
    "OR",
    "NOT",
    "!x",
    "=",
    "!=x",
    "config",
    "config=x",
    "a=b",
    "a&&b",
    "a!b",
    "<5",
    "<a@b>",
]
TIMES = [
    "20:02..20:05",
    "23:50..00:10Z",
    "..12:00",
    "2026-04-11",
    "2026-04-11T20:02..20:05",
    "2026-04-11T20:02Z..",
    "..1970-06-01T00:00:00.5Z",
]
MOMENTS = [1_775_937_600_000 + hours * 3_600_000 for hours in range(30)]
"""Around 2026-04-11 20:00 UTC."""

values = st.sampled_from(NASTY) | st.text(max_size=6) | st.sampled_from(["a", "b", "ab", "ba"])
some_values = values.filter(bool)
patterns = (
    st.builds(Pattern.literal, some_values)
    | st.builds(Pattern.of, st.lists(values, min_size=2, max_size=4))
    | st.just(ANY)
)


@st.composite
def terms(draw: st.DrawFn) -> Node:
    name = draw(st.sampled_from(list(FIELDS)))
    field = FIELDS[name]
    if isinstance(field, Time):
        return Term(name, draw(st.builds(Pattern.literal, st.sampled_from(TIMES)) | st.just(NONE)))
    if isinstance(field, Choice):
        literal = st.builds(Pattern.literal, st.sampled_from(field.choices))
        return Term(name, draw(literal | st.sampled_from([ANY, NONE])))
    return Term(name, field.canonical(draw(patterns | st.just(NONE))))


def joined(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    some = st.lists(inner, min_size=1, max_size=3)
    return st.builds(every_one, some) | st.builds(any_one, some) | st.builds(Not, inner)


leaves: st.SearchStrategy[Node] = terms() | st.builds(Text, patterns)
nodes: st.SearchStrategy[Node] = st.recursive(leaves, joined, max_leaves=8)
trees: st.SearchStrategy[Node] = st.just(All()) | nodes


DRAWN_APART = ("agent", "client", "call", "tags")
"""Columns that say alike things, or several."""
TEXTS = sorted(
    {column for field in FIELDS.values() if type(field) is Field for column in field.columns}
    - set(DRAWN_APART)
)
"""Columns with any text, of every field that has one."""


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Any record whatever its columns say; what its JSON says is another matter."""
    columns: dict[str, Any] = {column: draw(st.just("") | values) for column in TEXTS}
    agent = draw(st.just("") | values)
    call = draw(st.sampled_from(["", "SendEmail v1", "SendEmail v2", "DeleteIdentity"]))
    raw = json.dumps(
        draw(st.dictionaries(values, values, max_size=3)), ensure_ascii=draw(st.booleans())
    ).encode("utf-8", "replace")
    return Record(
        raw=raw,
        time_ms=draw(st.none() | st.sampled_from(MOMENTS) | st.integers(-(10**13), 10**13)),
        kind=draw(st.sampled_from(["send", "change", "other"])),
        call=call,
        name=call.partition(" ")[0],
        agent=agent,
        client=agent[:3],
        console=draw(st.sampled_from(["yes", "no"])),
        mfa=draw(st.sampled_from(["yes", "no", ""])),
        tags=tuple(draw(st.lists(some_values, max_size=2))),
        **columns,
    )
