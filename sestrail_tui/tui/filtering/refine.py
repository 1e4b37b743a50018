"""What the filtering keys do: a tree and a row in, a tree out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.record import TEXT_COLUMNS
from sestrail_tui.filters.fields.pattern import Pattern
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.syntax.edit import exclude, picked, toggle, with_values
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import Term
from sestrail_tui.tui.filtering.facets import Facet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.filters.columns import Column
    from sestrail_tui.filters.syntax.tree import Node
    from sestrail_tui.tui.table.listing import Listing

FACETS: Final = tuple(field for field in FIELDS.values() if field.has_facet)
"""Facets from top to bottom."""


def errors_only(node: Node) -> Node:
    """Show refused sends only, or all again."""
    return toggle(node, parse("error:*"))


def own(listing: Listing, row: int, field: str) -> Node:
    """Ask for the row's own value of a picked field as well; once more takes back only that."""
    value = _value(listing, row, FIELDS[field].column)
    return toggle(listing.node, Term(field, Pattern.literal(value)))


def without(listing: Listing, row: int, column: Column) -> Node | None:
    """Exclude the row's value in a column; ``None`` where a column has no value to exclude."""
    if not column.field:
        return None
    return exclude(listing.node, column.field, _value(listing, row, column.attribute))


def choose(node: Node, field: str, value: str, *, leave_out: bool) -> Node:
    """Add a facet's value to those chosen, take it back, or exclude it."""
    if leave_out:
        return exclude(node, field, value)
    chosen = picked(node, field)
    values = [other for other in chosen if other != value] if value in chosen else [*chosen, value]
    return with_values(node, field, values)


def choices(listing: Listing, field: str) -> Sequence[tuple[str, int]]:
    """Return every value of a picked field that the store holds, with counts."""
    return [(str(value), number) for value, number in listing.store.counts(FIELDS[field].column)]


def facets(listing: Listing) -> list[Facet]:
    """Count the values of the shown rows."""
    found = []
    counted = listing.view.facets(field.column for field in FACETS)
    for field, counts in zip(FACETS, counted, strict=True):
        values = [(str(value), number) for value, number in counts]
        if not field.lists_absent:
            values = [pair for pair in values if pair[0]]
        if values:
            found.append(Facet(field.name, field.title, values))
    return found


def chosen(node: Node) -> dict[str, tuple[str, ...]]:
    """Return the values that the filter picks, by field."""
    return {field.name: values for field in FACETS if (values := picked(node, field.name))}


def seen(listing: Listing, field: str) -> Sequence[tuple[str, int]]:
    """Return the values of a filter's field that the store holds, for completion."""
    if (column := FIELDS[field].column) not in TEXT_COLUMNS:
        return ()
    numbers: Counter[str] = Counter()
    for value, number in listing.store.counts(column):
        for text in (value,) if isinstance(value, str) else value:
            numbers[text] += number
    return numbers.most_common()


def _value(listing: Listing, row: int, column: str) -> str:
    return str(listing.store.value(row, column))
