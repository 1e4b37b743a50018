"""Errors as AWS answers them, and its words on which policy refused."""

from __future__ import annotations

from typing import Final

from botocore import exceptions as boto


def client_error(code: str, message: str = "", status: int = 400) -> boto.ClientError:
    return boto.ClientError(
        {
            "Error": {"Code": code, "Message": message},
            "ResponseMetadata": {"HTTPStatusCode": status},
        },
        "FilterLogEvents",
    )


REFUSED_BY: Final = {
    "because no identity-based policy allows the action": "in an IAM policy of who calls",
    "with an explicit deny in an identity-based policy": "take the action",
    "with an explicit deny in a service control policy": "service control policy",
    "because no service control policy allows the action": "service control policy",
    "with an explicit deny in a resource control policy": "resource control policy",
    "because no VPC endpoint policy allows the action": "policy of the VPC endpoint",
    "with an explicit deny in a VPC endpoint policy": "policy of the VPC endpoint",
    "because no permissions boundary allows the action": "permissions boundary",
    "because no session policy allows the action": "session policy",
    "with an explicit deny in a resource-based policy": "policy of what is read",
    "with an explicit deny": "a policy that AWS does not name",
    "because no role trust policy allows the action": "trust policy",
    "(kms:Decrypt on arn:aws:kms:eu-west-1:1:key/k)": "kms:Decrypt",
}
"""AWS's words on which policy refuses, and what the advice says."""
ALLOWED_BY_IAM: Final = next(iter(REFUSED_BY))
