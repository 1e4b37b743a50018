"""A record in full, in words: the sections of the detail pane."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.core.decoding.aggregate import dimensions
from sestrail_tui.core.decoding.decode import load_object
from sestrail_tui.core.details.call import message_section, request_section, resources_section
from sestrail_tui.core.details.caller import identity_section, tls_section
from sestrail_tui.core.details.section import DetailLine, Section, at, given, moment_text, text_at
from sestrail_tui.core.units import duration_text

if TYPE_CHECKING:
    from sestrail_tui.core.record import Record

__all__ = ["DetailLine", "Section", "overview"]

_BULK: Final = ("SendBulkEmail", "SendBulkTemplatedEmail")
_BULK_NOTE: Final = "A bulk call is accepted as a whole: entries refused one by one may not show."
_REASONS: Final = {
    "DELIVERY_DELAY": "CloudTrail delivered this record late",
    "UPDATED_DATA": "this record corrects an earlier one",
    "SERVICE_OUTAGE": "an outage kept CloudTrail from recording it in time",
}


def overview(record: Record) -> tuple[Section, ...]:
    """Read the record's bytes again, in full, and say what they say.

    Pure, and never raises; the texts are the record's own, so every sink makes them safe.
    Times are UTC.
    """
    data = load_object(record.raw)
    if data is None:
        return _unreadable(record), _delivery(record, {})
    if record.kind == "aggregate":
        return _sum(data), *_dimensions(data), _delivery(record, data)
    sections = [
        _outcome(record, data),
        identity_section(record, data),
        tls_section(data),
        resources_section(record, data),
    ]
    if record.kind == "send":
        sections.append(message_section(record, data))
    return (*sections, request_section(record, data), _delivery(record, data))


def _outcome(record: Record, data: dict[str, Any]) -> Section:
    if record.error:
        lines = [DetailLine("Refused", record.error, "bad")]
        lines += given("Why", record.error_message, "bad")
        if record.kind == "send":
            lines.append(DetailLine("", "This call sent no mail."))
    elif record.kind == "send":
        lines = [
            DetailLine(
                "Accepted",
                "SES accepted the call. That does not say that mail was delivered: a send to a "
                "suppressed recipient is accepted too.",
            )
        ]
        if record.name in _BULK:
            lines.append(
                DetailLine(
                    "",
                    "A bulk call is accepted as a whole: entries refused one by one may not show.",
                )
            )
    else:
        lines = [DetailLine("Accepted", f"{record.call or 'the call'} went through")]
    if "class_uid" in data:
        lines.append(
            DetailLine(
                "Rewritten",
                "A pipeline turned this record into OCSF; what that left out is not here.",
                "warn",
            )
        )
    return Section("Outcome", tuple(lines))


def _delivery(record: Record, data: dict[str, Any]) -> Section:
    lines = [DetailLine("Event time", moment_text(record.time_ms))]
    if record.delivered_ms is not None:
        lines.append(DetailLine("Delivered", moment_text(record.delivered_ms)))
    if record.lag_ms is not None:
        lines.append(DetailLine("Lag", duration_text(record.lag_ms)))
    lines += given("Source", record.source)
    if record.shared_id:
        lines.append(DetailLine("Shared event", record.shared_id))
        lines.append(
            DetailLine(
                "", "Another account received this call too, under an event id of its own.", "dim"
            )
        )
    reason = text_at(data, "addendum.reason")
    if reason or at(data, "addendum") is not None:
        lines.append(
            DetailLine("Addendum", _REASONS.get(reason, reason or "no reason given"), "warn")
        )
        lines += given("Corrects event", record.corrects)
        lines += given("Of request", text_at(data, "addendum.originalRequestID"))
        lines += given("Updated fields", text_at(data, "addendum.updatedFields"))
    return Section("Delivery", tuple(lines))


def _unreadable(record: Record) -> Section:
    return Section(
        "Unreadable",
        (
            DetailLine(
                "", "These bytes hold no JSON object, so nothing is known of the call.", "warn"
            ),
            DetailLine("Size", f"{len(record.raw):,} bytes"),
        ),
    )


def _sum(data: dict[str, Any]) -> Section:
    start, end = (text_at(data, f"timeWindow.window{edge}") for edge in ("Start", "End"))
    return Section(
        "Aggregate",
        (
            DetailLine(
                "",
                "CloudTrail's sum of many calls, not one call: who called, from where and with "
                "what is not in it.",
                "warn",
            ),
            DetailLine("Service", text_at(data, "eventSource")),
            DetailLine("Window", f"{start or '?'} to {end or '?'}"),
            DetailLine("Event id", text_at(data, "eventId") or "none"),
        ),
    )


def _dimensions(data: dict[str, Any]) -> tuple[Section, ...]:
    return tuple(
        Section(
            dimension.name or "Counts",
            tuple(DetailLine(f"{count:,}", name) for name, count in dimension.counts),
        )
        for dimension in dimensions(data)
        if dimension.counts
    )
