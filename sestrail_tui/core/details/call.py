"""Overview: what was called, with what, and what the call touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.core.decoding.kinds import HIDDEN
from sestrail_tui.core.details.section import (
    DetailLine,
    Section,
    at,
    given,
    json_text,
    left_out,
    text_at,
)
from sestrail_tui.core.parsing.tolerant_json import as_object
from sestrail_tui.core.record import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.core.record import Record

_RESOURCES: Final = {
    "identity": "identity",
    "configuration-set": "configuration set",
    "template": "template",
}
_PARAMETERS: Final = "requestParameters"
_MASKED: Final = "masked by AWS"
_FORMS: Final = {
    "simple": ("message", "content.simple"),
    "raw MIME": ("rawMessage", "content.raw"),
    "template": ("template", "templateData", "content.template", "defaultContent.template"),
}
_NO_REQUEST: Final = "The request is not in the record."
_RECIPIENTS: Final = ("destination", "destinations", "bulkEmailEntries")


def resources_section(record: Record, data: dict[str, Any]) -> Section:
    """Name the identity, configuration set and template that the call touched."""
    lines = list(_resources(record, data))
    if record.kind == "send" and not any(line.label == "configuration set" for line in lines):
        lines.append(_config_set(record))
    if not lines:
        lines.append(DetailLine("", "The record names none.", "dim"))
    return Section("Resources", tuple(lines))


def _config_set(record: Record) -> DetailLine:
    """Say which set the request names: another than none may have been used all the same.

    AWS: "Specifying a configuration set when you send email" (a header of a raw message), and
    "Default configuration sets" of an identity, SES developer guide.
    """
    if record.config_set == UNKNOWN:
        return DetailLine("configuration set", "not known: the request is not in the record", "dim")
    if record.config_set:
        return DetailLine("configuration set", record.config_set)
    return DetailLine(
        "configuration set",
        "not in the request; a header of the message or the identity's default may name one",
        "dim",
    )


def _resources(record: Record, data: dict[str, Any]) -> Iterator[DetailLine]:
    resources = at(data, "resources")
    for resource in resources if isinstance(resources, list) else ():
        arn = text_at(resource, "ARN") or text_at(resource, "arn")
        # arn:partition:ses:region:account:kind/name
        kind, _, name = arn.split(":", 5)[5].partition("/") if arn.count(":") > 4 else ("", "", "")
        if not name:
            yield DetailLine("resource", arn or text_at(resource, "type") or "without a name")
            continue
        owner = text_at(resource, "accountId") or arn.split(":", 5)[4]
        if owner and record.account and owner != record.account:
            name += f" (of account {owner})"
        yield DetailLine(_RESOURCES.get(kind, kind), name)


def message_section(record: Record, data: dict[str, Any]) -> Section:
    """Tell what is known of the mail; recipients and content never are."""
    parameters = as_object(at(data, _PARAMETERS))
    if not isinstance(parameters, dict) or left_out(parameters):
        shown = left_out(parameters) or json_text(parameters) or _NO_REQUEST
        return Section("Message", (DetailLine("", shown, "dim"), *_ids(record)))
    lines = [
        *given("From", record.sender),
        *_recipients(parameters),
        *_masked("Reply to", parameters, "replyToAddresses"),
        *_masked("Return path", parameters, "returnPath"),
        *_masked("Feedback to", parameters, "feedbackForwardingEmailAddress"),
        *_content(parameters),
        *given("Template", record.template),
        *given("Tags", ", ".join(record.tags)),
        *given("Contact list", text_at(parameters, "listManagementOptions.contactListName")),
        *given("Topic", text_at(parameters, "listManagementOptions.topicName")),
        *given("Endpoint", text_at(parameters, "endpointId")),
        *given("Tenant", text_at(parameters, "tenantName")),
        *_ids(record),
    ]
    return Section("Message", tuple(lines))


def _ids(record: Record) -> tuple[DetailLine, ...]:
    if record.message_id == UNKNOWN:
        return (DetailLine("Message id", "not known: CloudTrail left it out as too large", "dim"),)
    if record.message_id:
        return (DetailLine("Message id", record.message_id),)
    return (DetailLine("Message id", "none in the record", "dim"),)


def _recipients(parameters: dict[str, Any]) -> tuple[DetailLine, ...]:
    """Say that they are masked; whether one mask stands for one recipient is not documented."""
    found = " ".join(text_at(parameters, key) for key in _RECIPIENTS).strip()
    if not found:
        return (DetailLine("Recipients", "not in the request", "dim"),)
    if HIDDEN not in found:
        return (DetailLine("Recipients", found),)
    fields = [
        name
        for name in ("to", "cc", "bcc")
        if at(parameters, f"destination.{name}Addresses") not in (None, [])
    ]
    kinds = f" ({', '.join(fields)})" if fields else ""
    return (DetailLine("Recipients", f"{_MASKED}{kinds}: CloudTrail never tells them", "dim"),)


def _masked(label: str, parameters: object, key: str) -> tuple[DetailLine, ...]:
    value = at(parameters, key)
    if value in (None, "", []):
        return ()
    parts = value if isinstance(value, list) else [value]
    if any(part == HIDDEN for part in parts):
        return (DetailLine(label, _MASKED, "dim"),)
    return (DetailLine(label, ", ".join(str(part) for part in parts)),)


def _content(parameters: object) -> tuple[DetailLine, ...]:
    for form, paths in _FORMS.items():
        found = " ".join(text_at(parameters, path) for path in paths).strip()
        if found:
            return (DetailLine("Content", f"{form}, {_MASKED}" if HIDDEN in found else form),)
    return ()


def request_section(record: Record, data: dict[str, Any]) -> Section:
    """Tell which request it was, where it came from and by which program."""
    lines = [
        DetailLine("Call", record.call or "not said"),
        *(_change(data) if record.kind != "send" else ()),
        *given(
            "Service", "" if record.kind in ("send", "change") else text_at(data, "eventSource")
        ),
        *given("Request id", record.request_id),
        *given("Event id", record.event_id),
        *given("Region", record.region),
        *given("Account", record.account),
        *given("Source IP", record.ip),
        *given("VPC endpoint", text_at(data, "vpcEndpointId")),
        *given("Client", record.client),
        *given("User agent", record.agent),
        *_read_only(record, data),
        *given("Event type", text_at(data, "eventType")),
        *given("Record version", text_at(data, "eventVersion")),
    ]
    return Section("Request", tuple(lines))


def _change(data: dict[str, Any]) -> Iterator[DetailLine]:
    """Return the parameters of a management call, which are not masked, one a line."""
    parameters = at(data, _PARAMETERS)
    if left_out(parameters):
        yield DetailLine("Parameters", left_out(parameters), "dim")
    elif isinstance(parameters, dict):
        for name in parameters:
            yield DetailLine(name[:18], json_text(parameters[name]))
    else:
        yield from given("Parameters", text_at(data, _PARAMETERS))


def _read_only(record: Record, data: dict[str, Any]) -> tuple[DetailLine, ...]:
    value = text_at(data, "readOnly")
    if record.kind == "send" and value == "true":
        return (
            DetailLine("Read only", "true: a selector for write events only would miss this send"),
        )
    return given("Read only", value)
