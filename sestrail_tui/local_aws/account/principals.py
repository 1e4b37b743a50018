"""Who calls: access keys of the sample app's people and machines, as ``userIdentity`` writes them.

AWS: "CloudTrail userIdentity element", CloudTrail user guide. The access key tells the caller; a
key that nobody here has is taken for the IAM user ``your-app``, so that readers find their own
sends. Ids are examples, made from the names.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

UNKNOWN_USER = "your-app"


@dataclass(frozen=True, slots=True)
class CallingPrincipal:
    """One caller."""

    access_key: str
    identity: dict[str, Any]
    """The ``userIdentity`` element."""
    console: bool = False
    """Whether the credentials come from a console session (``sessionCredentialFromConsole``)."""

    @property
    def arn(self) -> str:
        """Return the caller's ARN, as GetCallerIdentity does."""
        return str(self.identity["arn"])

    @property
    def user_id(self) -> str:
        """Return the caller's unique id, as GetCallerIdentity does."""
        return str(self.identity["principalId"])


def unique(prefix: str, name: str) -> str:
    """Make an id of AWS's look: a prefix (AKIA, ASIA, AROA, AIDA) and capital letters."""
    digits = hashlib.sha256(f"{prefix}{name}".encode()).hexdigest().upper()
    return prefix + digits.translate(str.maketrans("01", "XY"))[:16]


def iso(ms: int) -> str:
    """Write ms UTC the way records do, in whole seconds."""
    return datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def user(account: str, name: str, access_key: str = "") -> CallingPrincipal:
    """Make an IAM user with a long-term key."""
    key = access_key or unique("AKIA", name)
    return CallingPrincipal(
        key,
        {
            "type": "IAMUser",
            "principalId": unique("AIDA", name),
            "arn": f"arn:aws:iam::{account}:user/{name}",
            "accountId": account,
            "accessKeyId": key,
            "userName": name,
        },
    )


def root(account: str) -> CallingPrincipal:
    """Make the root user."""
    key = unique("AKIA", f"root {account}")
    identity = {
        "type": "Root",
        "principalId": account,
        "arn": f"arn:aws:iam::{account}:root",
        "accountId": account,
        "accessKeyId": key,
    }
    return CallingPrincipal(key, identity)


def session(
    account: str,
    role: str,
    name: str,
    since: int,
    *,
    path: str = "",
    mfa: bool = False,
    console: bool = False,
) -> CallingPrincipal:
    """Make a session of an assumed role, opened at ``since`` (ms UTC)."""
    key = unique("ASIA", f"{role}/{name}")
    role_id = unique("AROA", role)
    identity = {
        "type": "AssumedRole",
        "principalId": f"{role_id}:{name}",
        "arn": f"arn:aws:sts::{account}:assumed-role/{role}/{name}",
        "accountId": account,
        "accessKeyId": key,
        "sessionContext": {
            "sessionIssuer": {
                "type": "Role",
                "principalId": role_id,
                "arn": f"arn:aws:iam::{account}:role/{path}{role}",
                "accountId": account,
                "userName": role,
            },
            "attributes": {"creationDate": iso(since), "mfaAuthenticated": str(mfa).lower()},
        },
    }
    return CallingPrincipal(key, identity, console)


def roster(account: str, now: int) -> dict[str, CallingPrincipal]:
    """Return everyone the account knows, by a name of ours; sessions began before ``now`` (ms)."""
    minute = 60_000
    sso = "AWSReservedSSO_MailOperator_1f0c2d3e4a5b6c7d"
    return {
        "orders": session(account, "orders-service", "i-0abc12de34f567890", now - 47 * minute),
        "lambda": session(account, "lambda-mailer", "newsletter-sender", now - 9 * minute),
        "batch": session(account, "batch-reports", "nightly-reports", now - 3 * minute),
        "ci": session(account, "ci-deploy", "GitHubActions", now - 2 * minute),
        "console": session(
            account, "hoge-iwasa", "hoge-iwasa", now - 29 * minute, mfa=True, console=True
        ),
        "sso": session(
            account, sso, "mika@example.com", now - 90 * minute,
            path="aws-reserved/sso.amazonaws.com/", mfa=True,
        ),
        "deploy": user(account, "deploy"),
        "legacy": user(account, "legacy-smtp-bridge"),
        "root": root(account),
    }  # fmt: skip
