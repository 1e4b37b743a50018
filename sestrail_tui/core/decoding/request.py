"""What the request of a send or a change says: version, sender, configuration set, template, tags.

AWS: SES v1 and v2 API references; "Logging Amazon SES API calls with AWS CloudTrail".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.core.decoding.address import decoded_header
from sestrail_tui.core.decoding.kinds import HIDDEN
from sestrail_tui.core.decoding.wire import Content

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sestrail_tui.core.decoding.wire import BulkEntry, MessageTag, Parameters

_TEMPLATE: Final = ":template/"


def send_email_of(parameters: Parameters) -> str:
    """Tell SendEmail of v1 from that of v2 by the members given; it alone is in both APIs."""
    v1 = parameters.source is not None or parameters.message is not None
    v2 = parameters.from_email_address is not None or parameters.content is not None
    if v1 == v2:
        return "SendEmail"
    return "SendEmail v1" if v1 else "SendEmail v2"


def sender_of(parameters: Parameters) -> str:
    """Return the From header, read; ``""`` where it is left to the message itself, or masked."""
    sender = parameters.from_email_address or parameters.source or ""
    return "" if sender == HIDDEN else decoded_header(sender)


def about(parameters: Parameters) -> str:
    """Return the identity that a change is about."""
    return (
        parameters.identity
        or parameters.email_identity
        or parameters.email_address
        or parameters.domain
        or ""
    )


def config_set_of(parameters: Parameters) -> str:
    """Return the configuration set named in the call."""
    if parameters.configuration_set_name:
        return parameters.configuration_set_name
    given = parameters.configuration_set
    if given is None or isinstance(given, str):
        return given or ""
    return given.name or ""


def template_of(parameters: Parameters) -> str:
    """Return the template's name from where each of the calls has it."""
    content = parameters.content or parameters.default_content
    given = content.template if isinstance(content, Content) else parameters.template
    if given is None:
        name, arn = parameters.template_name, parameters.template_arn
    elif isinstance(given, str):
        return given
    else:
        name, arn = given.template_name, given.template_arn
    return name or (arn.partition(_TEMPLATE)[2] or arn if arn else "")


def tags_of(parameters: Parameters) -> tuple[str, ...]:
    """Return the message tags as ``name=value``, those of a bulk call's entries too, each once."""
    tags = [
        *(
            parameters.email_tags
            or parameters.tags
            or parameters.default_email_tags
            or parameters.default_tags
            or ()
        ),
        *_entry_tags(parameters.bulk_email_entries),
        *_entry_tags(parameters.destinations),
    ]
    return tuple(dict.fromkeys([f"{tag.name}={tag.value or ''}" for tag in tags if tag.name]))


def _entry_tags(entries: Sequence[BulkEntry | str] | str | None) -> Iterator[MessageTag]:
    for entry in entries or ():
        if not isinstance(entry, str):
            yield from entry.replacement_tags or ()
