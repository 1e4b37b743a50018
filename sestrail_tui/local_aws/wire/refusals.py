"""How each service words a refusal that all of them know: what it calls it, and the HTTP status.

The query protocol's services (SES v1, STS, IAM, CloudFormation) say ``AccessDenied`` and
``ExpiredToken`` with 403, those of json 1.1 (Logs, CloudTrail, Athena) ``AccessDeniedException``
with 400. SQS, which was of the query protocol, keeps its names. AWS: "Common errors" of each API
reference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.wire.answer import AwsError
from sestrail_tui.local_aws.wire.ses_parameters import SENDS, sender

if TYPE_CHECKING:
    from sestrail_tui.local_aws.wire.answer import ApiCall

QUERY: Final = frozenset({"ses", "sts", "iam", "cloudformation"})
"""Services of the query protocol."""
PLAIN: Final = QUERY | {"s3", "sqs"}
"""Services whose error codes do not end in ``Exception``."""
FORBIDDEN: Final = PLAIN | {"sesv2"}
"""Services that refuse with 403 what is not allowed; the others use 400."""


def code(call: ApiCall, name: str) -> str:
    """Spell an error code as the service of a call does."""
    return name if call.service in PLAIN else f"{name}Exception"


def denied(call: ApiCall, arn: str, action: str) -> AwsError:
    """Word that a caller may not make a call."""
    status = 403 if call.service in FORBIDDEN else 400
    return AwsError(code(call, "AccessDenied"), words(call, arn, action), status)


def words(call: ApiCall, arn: str, action: str) -> str:
    """Say who may not do what; SES has words of its own for sends."""
    if call.operation not in SENDS:
        return (
            f"User: {arn} is not authorized to perform: {action} because no identity-based policy "
            f"allows the {action} action"
        )
    sentence = f"User `{arn}' is not authorized to perform `{action}'"
    if address := sender(call.params):
        account = arn.split(":")[4]
        sentence += f" on resource `arn:aws:ses:{call.region}:{account}:identity/{address}'"
    return sentence


def expired(call: ApiCall) -> AwsError:
    """Word that a caller's session has ended."""
    if call.service == "s3":
        return AwsError("ExpiredToken", "The provided token has expired.", 400)
    status = 403 if call.service in FORBIDDEN else 400
    text = "The security token included in the request is expired"
    return AwsError(code(call, "ExpiredToken"), text, status)


def action_of(call: ApiCall) -> str:
    """Return the action of IAM that a call needs.

    v2's SendEmail with a raw message needs SES's action of v1.
    """
    service = call.service.removesuffix("v2")
    content: dict[str, Any] = call.params.get("Content") or {}
    raw = call.service == "sesv2" and call.operation == "SendEmail" and "Raw" in content
    operation = "SendRawEmail" if raw else ACTIONS.get(call.operation, call.operation)
    return f"{service}:{operation}"


ACTIONS: Final = {
    "ListObjectsV2": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
    "HeadObject": "GetObject",
    "DeleteObjects": "DeleteObject",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "": "ListBucket",
}
"""IAM's names, where they are not the operations'."""
