"""What a record is of SES: a send, a change, or of another service; and a send's message ids.

AWS: "Logging Amazon SES API calls with AWS CloudTrail".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.core.decoding.wire import TRUE
from sestrail_tui.core.record import UNKNOWN

if TYPE_CHECKING:
    from sestrail_tui.core.decoding.wire import AdditionalData, Event
    from sestrail_tui.core.record import Kind, Record

SES: Final = "ses.amazonaws.com"
SENDS: Final = frozenset(
    ("SendEmail", "SendRawEmail", "SendTemplatedEmail", "SendBulkTemplatedEmail", "SendBulkEmail")
)
"""Every call that SES logs as a data event (v1 and v2 share ``SendEmail``)."""
_DATA: Final = (None, "Data")
HIDDEN: Final = "HIDDEN_DUE_TO_SECURITY_REASONS"
"""What CloudTrail writes in place of recipients and content."""


def kind_of(event: Event) -> Kind:
    """Tell a send from a change; a send carries no management flag, or says that it is data."""
    if event.event_source != SES:
        return "other"
    if event.event_name not in SENDS or event.event_category not in _DATA:
        return "change"
    # asked for False first: it is what a send has, and comparing it with a text takes long
    managed = event.management_event
    return "change" if managed is not False and managed in TRUE else "send"


def is_raw_message(record: Record) -> bool:
    """Return whether a send carries a MIME message, whose headers CloudTrail masks.

    AWS: a header of a raw message may name the configuration set, the tags and the sender ("Sending
    raw email using the Amazon SES API", "Specifying a configuration set when you send email").
    """
    if record.kind != "send":
        return False
    return record.name == "SendRawEmail" or (record.name == "SendEmail" and b'"raw"' in record.raw)


def message_ids_of(data: AdditionalData | None) -> str:
    """Return the SES message id, several joined by a blank; `UNKNOWN` if they were left out."""
    found = None if data is None else data.ses_message_id
    if found is None:
        return UNKNOWN if data is not None and data.omitted in TRUE else ""
    return found if isinstance(found, str) else " ".join(found)
