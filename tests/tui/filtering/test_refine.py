from __future__ import annotations

from sestrail_tui.filters.columns import COLUMNS, LAG, TIME
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import to_text
from sestrail_tui.tui.filtering import refine
from sestrail_tui.tui.table.listing import Listing
from tests.tui.world import record


def listing() -> Listing:
    made = Listing()
    made.append([record(1, config="billing"), record(2, config=""), record(3, config="billing")])
    made.catch_up()
    return made


def test_errors_only_goes_on_and_off() -> None:
    node = parse("config:billing")
    there = refine.errors_only(node)
    assert to_text(there) == "config:billing error:*"
    assert refine.errors_only(there) == node


def test_a_rows_own_value_and_back() -> None:
    made = listing()
    made.apply(refine.own(made, 1, "config"))
    assert made.filter_text == "config:(none)"
    made.apply(refine.own(made, 1, "config"))
    assert made.filter_text == ""


def test_a_rows_own_value_leaves_what_was_asked_before() -> None:
    made = listing()
    for before in ("-principal:ci -config:nope x", "config:(billing|nope)", "config:b*"):
        made.apply(parse(before))
        there = refine.own(made, 0, "config")
        assert to_text(there) == f"{before} config:billing"
        made.apply(there)
        assert to_text(refine.own(made, 0, "config")) == before


def test_excluding_the_value_under_the_cursor() -> None:
    made = listing()
    node = refine.without(made, 0, COLUMNS["config"])
    assert node is not None
    assert to_text(node) == "-config:billing"
    assert refine.without(made, 0, TIME) is None
    assert refine.without(made, 0, LAG) is None


def test_facets_add_take_back_and_exclude() -> None:
    node = refine.choose(parse(""), "config", "billing", leave_out=False)
    both = refine.choose(node, "config", "", leave_out=False)
    assert refine.chosen(both) == {"config": ("billing", "")}
    assert refine.choose(both, "config", "", leave_out=False) == node
    assert to_text(refine.choose(parse(""), "config", "", leave_out=True)) == "-config:(none)"


def test_facets_count_the_rows_shown() -> None:
    made = listing()
    made.apply(parse("config:billing"))
    facets = {facet.field: list(facet.values) for facet in refine.facets(made)}
    assert facets["config"] == [("billing", 2)]
    assert "error" not in facets


def test_choices_and_completions_count_all_rows() -> None:
    made = listing()
    made.apply(parse("config:billing"))
    assert list(refine.choices(made, "config")) == [("billing", 2), ("", 1)]
    assert list(refine.seen(made, "config")) == [("billing", 2), ("", 1)]
    assert refine.seen(made, "message") == ()
