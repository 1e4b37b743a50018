"""Which policy refused a call, by AWS's own words, and what would allow it.

The one place that tells an Allow that is missing in an IAM policy from all else that refuses.

AWS: IAM user guide, "Troubleshoot access denied error messages": "with an explicit deny in a
service control policy", "because no VPC endpoint policy allows the ... action".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.errors import AccessDenied, CredentialsRejected
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from sestrail_tui.account.errors.call import CallName

_KEY: Final = re.compile(r"\bkms:\w+|arn:aws[\w-]*:kms:|\bKMS\b|customer master key")


def advice(call: CallName, message: str) -> tuple[str, str]:
    """Return the rest of a sentence that begins "CALL was refused (CODE)", and whose policy it is.

    The latter is ``""`` where an IAM policy of who calls is what would allow the call.
    """
    if _KEY.search(message) and not call.action.startswith("kms:"):
        return (
            " for want of a KMS key: allow kms:Decrypt to who calls, in the policy of the key that "
            f"encrypts {safe(call.target) or 'it'}, and in an IAM policy of theirs"
        ), "the policy of a KMS key"
    for pattern, policy, text in _BY_POLICY:
        if pattern.search(message):
            return text.format(action=call.action, target=_on(call)), policy
    return f": allow the action {call.action}{_on(call)} in an IAM policy of who calls", ""


def may_be_allowed(refusal: AccessDenied) -> bool:
    """Return whether an Allow in an IAM policy of who calls would let the call through."""
    return not refusal.policy and not isinstance(refusal, CredentialsRejected)


def _on(call: CallName) -> str:
    return f" on {safe(call.target)}".replace("{", "").replace("}", "") if call.target else ""


def _policy(name: str) -> re.Pattern[str]:
    """Match AWS's words for a policy that denies, or that does not allow."""
    return re.compile(rf"(?i)(explicit deny in an?|no) {name}")


_BY_POLICY: Final = (
    (
        _policy("service control polic"),
        "a service control policy of the organization",
        " by a service control policy of the organization, which no IAM policy overrules: ask "
        "those who manage the organization to allow {action}",
    ),
    (
        _policy("resource control polic"),
        "a resource control policy of the organization",
        " by a resource control policy of the organization, which no IAM policy overrules: ask "
        "those who manage the organization to allow {action}",
    ),
    (
        _policy("VPC endpoint polic"),
        "the policy of the VPC endpoint",
        " by the policy of the VPC endpoint that the call went through: allow the action {action}"
        "{target} there",
    ),
    (
        _policy("permissions boundar"),
        "the permissions boundary of who calls",
        " by the permissions boundary of who calls: allow the action {action}{target} there too",
    ),
    (
        _policy("session polic"),
        "the session policy of who calls",
        " by the session policy that the session of who calls was begun with: begin one whose "
        "policy allows the action {action}{target}",
    ),
    (
        _policy("role trust polic"),
        "the trust policy of a role",
        " by the role's trust policy: let it trust who calls",
    ),
    (
        _policy("resource-based polic"),
        "the policy of what is read",
        " by the policy of what is read{target}: allow the action {action} there to who calls",
    ),
    (
        re.compile(r"(?i)explicit deny in an? identity-based polic"),
        "a Deny in an IAM policy of who calls",
        " by a Deny in an IAM policy of who calls, which no Allow overrules: take the action "
        "{action}{target} out of it",
    ),
    (
        re.compile(r"(?i)explicit deny"),
        "a Deny in a policy that AWS does not name",
        " by a Deny in a policy that AWS does not name, which no Allow overrules: take the action "
        "{action}{target} out of it",
    ),
)
"""What AWS says, whose policy that is, and the advice; first match wins."""
