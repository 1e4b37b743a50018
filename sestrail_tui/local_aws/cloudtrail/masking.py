"""How a call's parameters look in a record: lower camel case, what is private hidden.

AWS: the sample records of "Logging Amazon SES API calls with AWS CloudTrail", SES developer guide.
They show addresses of recipients and reply-to, subject and body data and template data hidden. Raw
messages, headers, attachments and inline templates appear in no sample; they are hidden here too.
Each list of addresses is one hidden element, as in every sample, however many were given.
"""

from __future__ import annotations

from typing import Any, Final

HIDDEN: Final = "HIDDEN_DUE_TO_SECURITY_REASONS"
ADDRESS_LISTS: Final = frozenset({"toAddresses", "ccAddresses", "bccAddresses", "replyToAddresses"})
TEXTS: Final = frozenset(
    {"data", "templateData", "defaultTemplateData", "replacementTemplateData", "rawContent"}
)
HEADERS: Final = frozenset({"headers", "replacementHeaders"})


def request_parameters(params: Any) -> Any:
    """Return ``requestParameters`` of a send for the parameters of its call."""
    return {
        lower_camel(name): hidden(lower_camel(name), value) for name, value in params.items()
    } or None


def hidden(name: str, value: Any) -> Any:
    """Return a parameter as a record shows it, by its name in the record."""
    if name in TEXTS:
        return HIDDEN
    if name in ADDRESS_LISTS:
        return [HIDDEN]
    if name == "destinations" and value and isinstance(value[0], str):
        return [HIDDEN]
    if name in HEADERS:
        return [{"name": header.get("Name", ""), "value": HIDDEN} for header in value]
    if name == "templateContent":
        return {lower_camel(part): HIDDEN for part in value}
    return renamed(value)


def renamed(value: Any) -> Any:
    """Return nested parameters, each hidden by its own name."""
    if isinstance(value, dict):
        return {lower_camel(name): hidden(lower_camel(name), one) for name, one in value.items()}
    if isinstance(value, list):
        return [renamed(one) for one in value]
    return value


def lower_camel(name: str) -> str:
    """Write an API member's name as records do."""
    return name[:1].lower() + name[1:]
