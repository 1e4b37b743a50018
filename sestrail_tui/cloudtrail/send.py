"""What the request of a send says: kind, call, sender, configuration set, template, tags.

Each answer has a first and a second place to look: ``requestParameters``, then the ARNs of
``resources``, since raw sends may leave the sender to the MIME headers and since an identity may
have a default configuration set (AWS: SES API references; "Logging Amazon SES API calls with AWS
CloudTrail").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.cloudtrail.wire import Content

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.cloudtrail.record import Kind
    from sestrail_tui.cloudtrail.wire import AdditionalData, Event, Parameters, Resource

SES: Final = "ses.amazonaws.com"
SENDS: Final = frozenset(
    ("SendEmail", "SendRawEmail", "SendTemplatedEmail", "SendBulkTemplatedEmail", "SendBulkEmail")
)
"""Every call that SES logs as a data event (v1 and v2 share ``SendEmail``)."""
HIDDEN: Final = "HIDDEN_DUE_TO_SECURITY_REASONS"
"""What CloudTrail writes in place of recipients and content."""
IDENTITY: Final = ":identity/"
CONFIGURATION_SET: Final = ":configuration-set/"
TEMPLATE: Final = ":template/"


def kind_of(event: Event) -> Kind:
    """Tell a send from a change; a send carries no management flag, or says that it is data."""
    if event.event_source != SES:
        return "other"
    is_data = event.event_category in (None, "Data") and event.management_event not in (
        True,
        "true",
    )
    return "send" if is_data and event.event_name in SENDS else "change"


def call_of(name: str, parameters: Parameters | None) -> str:
    """Name the call; only ``SendEmail`` needs its version told, by the members it was given."""
    if name != "SendEmail" or parameters is None:
        return name
    v1 = parameters.source is not None or parameters.message is not None
    v2 = parameters.from_email_address is not None or parameters.content is not None
    if v1 == v2:
        return name
    return "SendEmail v1" if v1 else "SendEmail v2"


def sender_of(parameters: Parameters, resources: Sequence[Resource]) -> str:
    """Give the From address, else the identity used, else the one a change is about."""
    sender = parameters.from_email_address or parameters.source
    if sender and sender != HIDDEN:
        return sender
    return (
        resource_name(resources, IDENTITY)
        or parameters.identity
        or parameters.email_identity
        or parameters.email_address
        or parameters.domain
        or ""
    )


def config_set_of(parameters: Parameters, resources: Sequence[Resource]) -> str:
    """Give the configuration set named in the call, else the one that was used."""
    if parameters.configuration_set_name:
        return parameters.configuration_set_name
    given = parameters.configuration_set
    if given is not None:
        return given if isinstance(given, str) else given.name or ""
    return resource_name(resources, CONFIGURATION_SET)


def template_of(parameters: Parameters, resources: Sequence[Resource]) -> str:
    """Give the template's name from where each of the calls has it."""
    content = parameters.content or parameters.default_content
    given = content.template if isinstance(content, Content) else parameters.template
    if given is not None:
        name = given if isinstance(given, str) else given.template_name
        arn = None if isinstance(given, str) else given.template_arn
    else:
        name, arn = parameters.template_name, parameters.template_arn
    return name or arn_name(arn, TEMPLATE) or resource_name(resources, TEMPLATE)


def tags_of(parameters: Parameters) -> tuple[str, ...]:
    """Give the message tags as ``name=value``; a bulk entry's own (``replacementTags``) are not."""
    tags = (
        parameters.email_tags
        or parameters.tags
        or parameters.default_email_tags
        or parameters.default_tags
    )
    return tuple([f"{tag.name}={tag.value or ''}" for tag in tags if tag.name]) if tags else ()


def message_ids_of(data: AdditionalData | None) -> str:
    """Give the SES message id, or the ids joined by a blank."""
    found = None if data is None else data.ses_message_id
    if found is None:
        return ""
    return found if isinstance(found, str) else " ".join(found)


def resource_name(resources: Sequence[Resource], mark: str) -> str:
    """Give the name after ``mark`` in the first ARN that has it, else ``""``."""
    for resource in resources:
        arn = resource.arn
        if arn is not None and mark in arn:
            return arn.partition(mark)[2]
    return ""


def arn_name(arn: str | None, mark: str) -> str:
    """Give the name after ``mark`` in the ARN; an ARN without it stays whole."""
    if not arn:
        return ""
    return arn.partition(mark)[2] or arn
