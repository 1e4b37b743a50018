"""A field that no place of records was told of is asked of none: all records come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sestrail_tui.filters.fields.field import Field
from sestrail_tui.filters.fields.pattern import ANY, NONE, Pattern
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.pushdown.filter_pattern import SES_PATTERN, filter_pattern
from sestrail_tui.filters.pushdown.insights import SES_MESSAGES, insights_filter
from sestrail_tui.filters.pushdown.raw import raw_test
from sestrail_tui.filters.pushdown.sql.athena import athena_condition
from sestrail_tui.filters.pushdown.sql.lake import lake_condition
from sestrail_tui.filters.syntax.tree import And, Not, Or, Term
from sestrail_tui.local_aws.account.settings import Settings
from sestrail_tui.local_aws.athena.default_table import default_table

if TYPE_CHECKING:
    from sestrail_tui.filters.syntax.tree import Node

COLUMNS = {name: kind.written for name, kind in default_table(Settings()).columns.items()}


WEATHER = Field(
    name="weather",
    title="Weather",
    help="how the weather was",
    example="weather:fair",
    columns=("name",),
)
"""A field that was added today."""


@pytest.mark.parametrize("pattern", [ANY, NONE, Pattern.literal("fair"), Pattern(("fa", ""))])
def test_a_new_field_is_asked_of_no_place(
    pattern: Pattern, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FIELDS, "weather", WEATHER)
    term: Node = Term("weather", pattern)
    known = Term("config", Pattern.literal("billing"))
    for node in (term, Not(term), Or((term, known)), Not(And((term, known)))):
        assert filter_pattern(node) == SES_PATTERN
        assert insights_filter(node) == SES_MESSAGES
        assert lake_condition(node) == ""
        assert athena_condition(node, COLUMNS) == ""
        assert raw_test(node) is None
