"""What lets the caller do what was refused: an inline policy of its own user or role. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.account.aws_cli import compact
from sestrail_tui.account.errors.denials import may_be_allowed
from sestrail_tui.account.iam.permissions import of
from sestrail_tui.account.iam.policy import allowing
from sestrail_tui.account.report import Fix

if TYPE_CHECKING:
    from sestrail_tui.account.aws_cli import AwsCli
    from sestrail_tui.account.iam.permissions import Permission
    from sestrail_tui.account.iam.resource_arns import ResourceArns
    from sestrail_tui.core.errors import AccessDenied

SSO: Final = "AWSReservedSSO_"
"""AWS: IAM Identity Center user guide: how the roles that it makes are named; they cannot be
changed in IAM."""


def permissions(use: str, *actions: str) -> tuple[Permission, ...]:
    """Return the permissions of a use in the table; only some ``actions``, where any are named."""
    return tuple(one for one in of(use) if not actions or one.action in actions)


def allow(
    refusal: AccessDenied,
    caller: str,
    name: str,
    granted: tuple[Permission, ...],
    *,
    resources: ResourceArns,
    aws: AwsCli,
) -> Fix | None:
    """Return what puts a policy called ``sestrail-NAME`` on the caller (an ARN, ``""``: unknown).

    Where that would not let the call through, say whose policy has to be changed; ``None`` where
    it is no policy.
    """
    if not may_be_allowed(refusal):
        if not refusal.policy:
            return None
        return Fix(note=f"No IAM policy that is added helps: {refusal.policy} refuses it.")
    document = allowing(granted, resources)
    policy = ("--policy-name", f"sestrail-{name}", "--policy-document", compact(document))
    kind, who = _who(caller)
    if kind == "user":
        return Fix((aws("iam", "put-user-policy", "--user-name", who, *policy),))
    if kind == "role":
        return Fix((aws("iam", "put-role-policy", "--role-name", who, *policy),))
    if kind == "sso":
        return Fix(
            console=f"IAM Identity Center > Permission sets > {who} > Inline policy",
            note=f"Add this: {compact(document)}",
        )
    return Fix(console="IAM > Policies", note=f"Let the caller have this: {compact(document)}")


def _who(caller: str) -> tuple[str, str]:
    """Give whose policy it is: of a user, a role, a permission set, or nobody's that is known."""
    resource = caller.split(":", 5)[-1] if caller.startswith("arn:") else ""
    match resource.split("/"):
        case ["user", *_, name]:
            return "user", name
        case ["assumed-role", name, _] if name.startswith(SSO):
            return "sso", name.removeprefix(SSO).rpartition("_")[0]
        case ["assumed-role", name, _]:
            return "role", name
    return "", ""
