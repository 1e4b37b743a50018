"""What of a record can be copied, besides its JSON: fields, filters, commands, links. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.details import links
from sestrail_tui.core.safe_text import safe
from sestrail_tui.core.units import time_text
from sestrail_tui.core.writers.writer import FORMS
from sestrail_tui.filters.fields.pattern import Pattern
from sestrail_tui.filters.syntax.tree import Term, every_one, to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.core.details.links import Origin
    from sestrail_tui.core.record import Record
    from sestrail_tui.tui.table.columns import Column


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
_FIELDS: Final = (
    ("From", "sender"),
    ("Principal", "principal"),
    ("Config set", "config_set"),
    ("SES message id", "message_id"),
    ("Event id", "event_id"),
    ("Request id", "request_id"),
    ("Error", "error"),
    ("Error message", "error_message"),
    ("Template", "template"),
    ("Tags", "tags"),
    ("Source address", "ip"),
    ("User agent", "agent"),
    ("Client", "client"),
    ("Call", "call"),
    ("Host", "host"),
    ("TLS", "tls"),
    ("Region", "region"),
    ("Account", "account"),
    ("Source", "source"),
)
"""Titles and attributes of `Record`."""


def offers(record: Record, origin: Origin, here: Column | None) -> tuple[Offer, ...]:
    """Give what can be copied of ``record``; the value under the cursor, in ``here``, comes second.

    Only the JSON is as delivered: values that a terminal would act on are made safe.
    """
    under = "" if here is None else here.attribute
    fields = [(title, name, _value(record, name)) for title, name in _FIELDS]
    first = [Offer(title, value) for title, name, value in fields if name == under and value]
    rest = [Offer(title, value) for title, name, value in fields if name != under and value]
    raw = record.raw.decode("utf-8", "replace")
    return (
        Offer("JSON, as delivered", raw),
        *first,
        _filter("Filter for this record", record, ("id", "event_id")),
        _filter(
            "Filter for such calls",
            record,
            ("call", "call"),
            ("principal", "principal"),
            ("config", "config_set"),
        ),
        _offer("AWS CLI command", lambda: links.cli_command(record, origin)),
        _offer("Logs Insights query", lambda: links.insights_query(record)),
        _offer("Link to the AWS console", lambda: links.console_link(record, origin)),
        Offer("Markdown for a ticket", FORMS["markdown"].whole([record]).decode()),
        *rest,
        Offer("Time, in UTC", time_text(record.time_ms)),
    )


def _value(record: Record, name: str) -> str:
    value = getattr(record, name)
    return safe(value if isinstance(value, str) else " ".join(value))


def _filter(title: str, record: Record, *fields: tuple[str, str]) -> Offer:
    """Offer the filter that asks for the record's own values, by field and attribute."""
    if record.kind == "unreadable" or (title.endswith("record") and not record.event_id):
        return Offer(title, lack="The record has no values that a filter could ask for.")
    terms = [Term(field, Pattern.literal(getattr(record, name))) for field, name in fields]
    return Offer(title, to_text(every_one(terms)))


def _offer(title: str, make: Callable[[], str]) -> Offer:
    try:
        return Offer(title, make())
    except links.NotThere as reason:
        return Offer(title, lack=str(reason))
