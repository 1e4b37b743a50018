"""CloudTrail's JSON as delivered: only the fields that columns are made of, every one optional.

A field is `None` when it is absent or null (both occur for every field, whatever the reference
says). Where AWS itself varies the type, the type says so; any other odd type costs the fast path,
not the record (see `tolerant`). Names: AWS "CloudTrail record contents" and the SES v1 and v2
APIs, whose members appear with a small first letter.
"""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec import field

TRUE: Final = ("true", True)
"""How AWS writes that something holds."""


class Wire(msgspec.Struct, gc=False, rename="camel", kw_only=True):
    """A JSON object; fields it does not name are skipped."""


class SessionAttributes(Wire):
    """``sessionContext.attributes``; AWS writes the boolean as a string."""

    creation_date: str | None = None
    mfa_authenticated: str | bool | None = None


class SessionIssuer(Wire):
    """The role, user or root whose credentials started the session."""

    arn: str | None = None
    user_name: str | None = None


class SessionContext(Wire):
    """``userIdentity.sessionContext``."""

    session_issuer: SessionIssuer | None = None
    attributes: SessionAttributes | None = None


class OnBehalfOf(Wire):
    """The IAM Identity Center user for whom the call was made."""

    user_id: str | None = None


class Identity(Wire):
    """``userIdentity``; AWS service events leave out even ``type``."""

    type: str | None = None
    principal_id: str | None = None
    arn: str | None = None
    account_id: str | None = None
    user_name: str | None = None
    invoked_by: str | None = None
    identity_provider: str | None = None
    session_context: SessionContext | None = None
    on_behalf_of: OnBehalfOf | None = None


class MessageTag(Wire):
    """A message tag."""

    name: str | None = None
    value: str | None = None


class TemplateContent(Wire):
    """``content.template`` of v2; ``templateName`` may be left out for an ARN."""

    template_name: str | None = None
    template_arn: str | None = None


class Content(Wire):
    """``content`` (v2 SendEmail) or ``defaultContent`` (v2 SendBulkEmail)."""

    template: TemplateContent | None = None


class Present(Wire):
    """An object of which only the presence matters."""


class NamedObject(Wire):
    """An object known by its name."""

    name: str | None = None


class BulkEntry(Wire):
    """One of ``bulkEmailEntries`` (v2) or of ``destinations`` (v1 SendBulkTemplatedEmail)."""

    replacement_tags: list[MessageTag] | None = None


class Parameters(Wire):
    """``requestParameters`` of the SES calls, v1 and v2 in one.

    Where they are larger than 100 KB CloudTrail writes ``{"reason": "requestParameters too large",
    "omitted": true, "originalSize": 149893}`` instead (elastic/detection-rules #4788).
    """

    omitted: bool | str | None = None

    source: str | None = None
    from_email_address: str | None = None
    message: Present | str | None = None
    content: Content | str | None = None
    default_content: Content | str | None = None
    template: TemplateContent | str | None = None
    """A name when sending with v1; an object in CreateTemplate."""
    template_arn: str | None = None
    template_name: str | None = None
    tags: list[MessageTag] | None = None
    default_tags: list[MessageTag] | None = None
    email_tags: list[MessageTag] | None = None
    default_email_tags: list[MessageTag] | None = None
    bulk_email_entries: list[BulkEntry] | str | None = None
    destinations: list[BulkEntry | str] | str | None = None
    configuration_set_name: str | None = None
    configuration_set: NamedObject | str | None = None
    """CreateConfigurationSet of v1 has an object."""
    identity: str | None = None
    email_identity: str | None = None
    email_address: str | None = None
    domain: str | None = None


class AdditionalData(Wire):
    """``additionalEventData``; how a bulk send's several ids appear is not documented."""

    ses_message_id: str | list[str] | None = None
    omitted: bool | str | None = None
    """That it was left out, as `Parameters` may be."""


class RecordResource(Wire):
    """One of ``resources``: the identity, configuration set or template used."""

    arn: str | None = field(name="ARN", default=None)


class TlsDetails(Wire):
    """``tlsDetails``; absent when an AWS service called, or the console by proxy."""

    tls_version: str | None = None
    client_provided_host_header: str | None = None


class Addendum(Wire):
    """Why a record came late, or which record it corrects."""

    original_event_id: str | None = field(name="originalEventID", default=None)


class Event(Wire):
    """One record of CloudTrail."""

    event_id: str | None = field(name="eventID", default=None)
    event_time: str | None = None
    event_name: str | None = None
    event_source: str | None = None
    event_type: str | None = None
    event_category: str | None = None
    management_event: bool | str | None = None
    user_identity: msgspec.Raw = msgspec.Raw()
    """An `Identity`, read by `shared_parts.caller_part`."""
    aws_region: str | None = None
    source_ip_address: str | None = field(name="sourceIPAddress", default=None)
    user_agent: str | None = None
    error_code: str | None = None
    error_message: str | None = None
    request_parameters: msgspec.Raw = msgspec.Raw()
    """`Parameters`, read by `shared_parts.request_part`."""
    additional_event_data: AdditionalData | None = None
    request_id: str | None = field(name="requestID", default=None)
    resources: msgspec.Raw = msgspec.Raw()
    """A list of `RecordResource`, read by `shared_parts.resources_part`."""
    recipient_account_id: str | None = None
    shared_event_id: str | None = field(name="sharedEventID", default=None)
    addendum: Addendum | None = None
    session_credential_from_console: str | bool | None = None
    tls_details: TlsDetails | None = None
    class_uid: int | str | None = field(name="class_uid", default=None)
    """Set only in a record that a pipeline rewrote to OCSF."""
