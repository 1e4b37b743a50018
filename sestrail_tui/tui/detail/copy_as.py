"""What of a record can be copied, besides its JSON: fields, filters, commands, links. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.details import links
from sestrail_tui.core.safe_text import safe
from sestrail_tui.core.units import time_text
from sestrail_tui.filters.fields.choices import Choice
from sestrail_tui.filters.fields.pattern import Pattern
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.fields.time import Time
from sestrail_tui.filters.syntax.tree import Term, every_one, to_text
from sestrail_tui.writers.writer import FORMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sestrail_tui.core.details.links import Origin
    from sestrail_tui.core.record import Record
    from sestrail_tui.filters.columns import Column
    from sestrail_tui.filters.fields.field import Field


@dataclass(frozen=True, slots=True)
class Offer:
    """A text to copy, under its title; ``lack`` says why there is none."""

    title: str
    text: str = ""
    lack: str = ""

    @property
    def what(self) -> str:
        """Name it in a sentence: ``the AWS CLI command``."""
        first = self.title.split()[0]
        return f"the {self.title if first in _NAMES else self.title[0].lower() + self.title[1:]}"


_NAMES: Final = ("AWS", "JSON,", "Logs", "Markdown", "SES", "TLS")
"""Words that begin with a capital letter anywhere."""
_KIND_OF_CALL: Final = [field for field in FIELDS.values() if field.identifies_a_kind_of_call]


def offers(record: Record, origin: Origin, column: Column | None) -> tuple[Offer, ...]:
    """Return what can be copied of ``record``; the value in ``column`` comes second.

    Only the JSON is as delivered: values that a terminal would act on are made safe.
    """
    under = "" if column is None else column.field
    values = {
        field.name: Offer(field.title, value)
        for field in FIELDS.values()
        if (value := _value(record, field))
    }
    under_cursor = values.pop(under, None)
    raw = record.raw.decode("utf-8", "replace")
    return (
        Offer("JSON, as delivered", raw),
        *([] if under_cursor is None else [under_cursor]),
        _filter("Filter for this record", record, [FIELDS["id"]], lack=not record.event_id),
        _filter("Filter for such calls", record, _KIND_OF_CALL),
        _offer("AWS CLI command", lambda: links.cli_command(record, origin)),
        _offer("Logs Insights query", lambda: links.insights_query(record)),
        _offer("Link to the AWS console", lambda: links.console_link(record, origin)),
        Offer("Markdown for a ticket", FORMS["markdown"].whole([record]).decode()),
        *values.values(),
        Offer("Time, in UTC", time_text(record.time_ms)),
    )


def _value(record: Record, field: Field) -> str:
    value = "" if isinstance(field, Choice | Time) else getattr(record, field.column)
    return safe(value if isinstance(value, str) else " ".join(value))


def _filter(title: str, record: Record, fields: Iterable[Field], *, lack: bool = False) -> Offer:
    """Offer the filter that asks for the record's own values of some fields."""
    if lack or record.kind == "unreadable":
        return Offer(title, lack="The record has no values that a filter could ask for.")
    terms = [Term(field.name, Pattern.literal(getattr(record, field.column))) for field in fields]
    return Offer(title, to_text(every_one(terms)))


def _offer(title: str, make: Callable[[], str]) -> Offer:
    try:
        return Offer(title, make())
    except links.NotThere as reason:
        return Offer(title, lack=str(reason))
