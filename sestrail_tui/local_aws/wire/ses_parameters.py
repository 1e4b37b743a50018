"""What calls of SES name in their parameters, v1 or v2."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SENDS: Final = frozenset(
    {"SendEmail", "SendRawEmail", "SendTemplatedEmail", "SendBulkTemplatedEmail", "SendBulkEmail"}
)
"""AWS: "Logging Amazon SES API calls with AWS CloudTrail", the data events."""


def template(params: Mapping[str, Any]) -> str:
    """Return the template's name wherever the API has it, be it within an ARN."""
    given = (params.get("Content") or params.get("DefaultContent") or {}).get("Template") or {}
    arn = str(params.get("TemplateArn") or given.get("TemplateArn") or "")
    name = params.get("Template") or given.get("TemplateName")
    return str(name or arn.partition(":template/")[2])


def sender(params: Mapping[str, Any]) -> str:
    """Return the bare address a send is made from, ``""`` where only the message has it."""
    return parseaddr(params.get("Source") or params.get("FromEmailAddress") or "")[1]
