from __future__ import annotations

import pytest

from sestrail_tui.core.record import Record
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.syntax.help import help_rows
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import Term


@pytest.mark.parametrize(("example", "what"), help_rows())
def test_every_example_is_a_filter(example: str, what: str) -> None:
    parse(example)
    assert what
    assert "\n" not in what


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_is_explained(name: str) -> None:
    field = FIELDS[name]
    example = parse(field.example)
    assert isinstance(example, Term)
    assert example.field == field.name == name
    assert (field.example, field.help) in help_rows()
    assert set(field.columns) <= set(Record.__struct_fields__)


def test_no_word_suggests_two_fields_or_is_one() -> None:
    words = [word for field in FIELDS.values() for word in (field.name, *field.also)]
    assert len(set(words)) == len(words)
