"""From a record's bytes to its columns."""

from __future__ import annotations

from typing import Any

import msgspec

from sestrail_tui.core.decoding.aggregate import AGGREGATED, aggregate_record
from sestrail_tui.core.decoding.kinds import kind_of, message_ids_of
from sestrail_tui.core.decoding.ocsf import is_ocsf, to_cloudtrail
from sestrail_tui.core.decoding.shared_parts import (
    NOT_GIVEN,
    caller_part,
    request_part,
    resources_part,
)
from sestrail_tui.core.decoding.user_agent import client_name
from sestrail_tui.core.decoding.wire import TRUE, Event, TlsDetails
from sestrail_tui.core.parsing.tolerant_json import load, pick
from sestrail_tui.core.record import UNKNOWN, Record
from sestrail_tui.core.timestamps import parse_time

_read = msgspec.json.Decoder(Event).decode
_NO_TLS = TlsDetails()


def decode(raw: bytes, *, source: str = "", delivered_ms: int | None = None) -> Record:
    """Decode one record; never raises, and ``raw`` is kept as it is.

    A field of an unexpected type stays empty. Bytes that are no JSON object give a record of kind
    ``unreadable``. ``delivered_ms`` is ms since the epoch, UTC.
    """
    try:
        event = _read(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _decode_unusual(raw, source, delivered_ms)
    if event.class_uid is not None or event.event_type == AGGREGATED:
        return _decode_unusual(raw, source, delivered_ms)
    return _record(event, raw, source, delivered_ms)


def load_object(raw: bytes) -> dict[str, Any] | None:
    """Decode the record in full, an OCSF one in CloudTrail's own shape; `None` if unreadable."""
    try:
        data = load(raw)
        if not isinstance(data, dict):
            return None
        return to_cloudtrail(data) if is_ocsf(data) else data
    except (ValueError, RecursionError):
        return None


def is_read_only(record: Record) -> bool:
    """Return whether a management event changed nothing: ``readOnly`` says so (ListIdentities)."""
    if record.kind != "change" or b'"readOnly"' not in record.raw:
        return False
    return (load_object(record.raw) or {}).get("readOnly") in TRUE


def _decode_unusual(raw: bytes, source: str, delivered_ms: int | None) -> Record:
    data = load_object(raw)
    if data is None:
        return Record(raw=raw, source=source, delivered_ms=delivered_ms)
    if data.get("eventType") == AGGREGATED:
        return aggregate_record(data, raw, source, delivered_ms)
    return _record(pick(Event, data), raw, source, delivered_ms)


def _record(event: Event, raw: bytes, source: str, delivered_ms: int | None) -> Record:
    request = request_part(bytes(event.request_parameters))
    resources = resources_part(bytes(event.resources))
    tls = event.tls_details or _NO_TLS
    caller = caller_part(bytes(event.user_identity))
    name = event.event_name or ""
    agent = event.user_agent or ""
    message = event.error_message or ""
    addendum = event.addendum
    kind = kind_of(event)
    # A send always has a request; AWS does not say how CloudTrail writes one that it leaves out.
    unknown = request.unknown or (UNKNOWN if request is NOT_GIVEN and kind == "send" else "")
    # By position, in the order of Record's fields: by keyword it takes six times as long.
    return Record(
        raw,
        kind,
        event.event_id or "",
        parse_time(event.event_time),
        delivered_ms,
        source,
        name,
        request.send_email if name == "SendEmail" else name,
        caller.principal,
        request.sender or resources.identity or request.about or unknown,
        request.config_set or resources.config_set or unknown,
        client_name(agent),
        agent,
        # Some services give a message without a code; it is a refusal all the same.
        event.error_code or ("Error" if message else ""),
        message,
        "yes" if event.session_credential_from_console in TRUE else "no",
        caller.mfa,
        tls.tls_version or "",
        tls.client_provided_host_header or "",
        event.source_ip_address or "",
        request.template or resources.template or unknown,
        (UNKNOWN,) if unknown else request.tags,
        event.aws_region or "",
        event.recipient_account_id or caller.account,
        message_ids_of(event.additional_event_data),
        event.request_id or "",
        event.shared_event_id or "",
        "" if addendum is None else addendum.original_event_id or "",
    )
