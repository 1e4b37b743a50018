"""The walker loses nothing, whatever a dialect knows: proved with a dialect of sets of records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from operator import and_, or_
from random import Random
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sestrail_tui.core.record import UNKNOWN
from sestrail_tui.filters.fields.conditions.field_conditions import FieldConditions
from sestrail_tui.filters.fields.pattern import Pattern
from sestrail_tui.filters.match import compile_node, matches
from sestrail_tui.filters.pushdown.superset import Dialect
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import Not, Term, Text
from tests.examples import examples
from tests.filters.pushdown.records import decoded, joined, terms_about, variations
from tests.filters.trees import trees

if TYPE_CHECKING:
    from sestrail_tui.core.record import Record
    from sestrail_tui.filters.fields.field import Field

RECORDS: Final[list[Record]] = [decoded(record) for record in variations()]
Test = Callable[["Record"], bool]
UNKNOWN_VALUE: Final = Pattern.literal(UNKNOWN)


def found_by(test: Test) -> int:
    """Return the records that pass, a bit each."""
    return sum(1 << number for number, record in enumerate(RECORDS) if test(record))


def dialect(chance: Random, knows: float) -> Dialect[int]:
    """Return a dialect that knows some conditions, each true of all that it must be, or of more."""

    def condition(test: Test) -> int | None:
        more = chance.getrandbits(len(RECORDS)) if chance.random() < 0.3 else 0
        return found_by(test) | more if chance.random() < knows else None

    def of_field(field: Field) -> FieldConditions[int]:
        def matching(patterns: Sequence[Pattern]) -> Test:
            tests = [compile_node(Term(field.name, pattern)) for pattern in patterns]
            # what was left out counts as absent
            if field.may_be_unknown and any(pattern.is_none for pattern in patterns):
                tests.append(compile_node(Term(field.name, UNKNOWN_VALUE)))
            return lambda record: any(test(record) for test in tests)

        return FieldConditions(
            matches=lambda pattern: condition(matching([pattern])),
            differs=lambda pattern: condition(compile_node(Not(Term(field.name, pattern)))),
            matches_any=lambda patterns: condition(matching(patterns)),
        )

    return Dialect(
        of_field=of_field,
        of_text=lambda pattern: condition(compile_node(Text(pattern))),
        every=lambda conditions: reduce(and_, conditions),
        any_of=lambda conditions: reduce(or_, conditions),
    )


@settings(max_examples=examples(300))
@given(st.data(), st.integers(), st.sampled_from([0.3, 0.7, 1.0]))
def test_no_record_is_lost(data: st.DataObject, seed: int, knows: float) -> None:
    about = RECORDS[data.draw(st.integers(0, len(RECORDS) - 1))]
    node = data.draw(st.recursive(terms_about(about) | trees, joined, max_leaves=6))
    for tree in (node, Not(node)):
        found = dialect(Random(seed), knows).superset(tree)
        assert found is None or not found_by(compile_node(tree)) & ~found


def exact(field: Field) -> FieldConditions[int]:
    return FieldConditions(
        matches=lambda pattern: found_by(compile_node(Term(field.name, pattern))),
        differs=lambda pattern: found_by(compile_node(Not(Term(field.name, pattern)))),
    )


@pytest.mark.parametrize(
    "written",
    [
        "config:a call:SendEmail -region:us-east-1",
        "-(config:a | call:SendEmail)",
        "-(config:a call:SendEmail)",
        "call:(SendEmail|SendRawEmail) -(error:* | -config:a)",
        "-error:(none)",
        "-region:*",
    ],
)
def test_what_a_dialect_knows_is_asked(written: str) -> None:
    """Where every term is known exactly, so is the whole."""
    node = parse(written)
    walker = Dialect(
        exact, lambda _: None, lambda all_: reduce(and_, all_), lambda any_: reduce(or_, any_)
    )
    assert walker.superset(node) == found_by(lambda record: matches(node, record))


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("hoge call:SendEmail", "call:SendEmail"),
        ("-(hoge | call:SendEmail)", "-call:SendEmail"),
        ("hoge | call:SendEmail", None),
        ("-(hoge call:SendEmail)", None),
        ("-config:(none)", None),
        ('config:"(unknown)"', None),
        ('-config:"(unknown)"', None),
        ("", None),
    ],
)
def test_what_is_not_known_is_left_out_of_all_but_not_of_any(
    written: str, known: str | None
) -> None:
    walker = Dialect(
        exact, lambda _: None, lambda all_: reduce(and_, all_), lambda any_: reduce(or_, any_)
    )
    assert walker.superset(parse(written)) == (known and found_by(compile_node(parse(known))))
