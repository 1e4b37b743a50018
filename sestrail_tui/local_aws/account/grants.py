"""Who may do what: everybody everything, but for what was denied until an inline policy allows it.

AWS: IAM user guide, "Policy evaluation logic". Of a policy, statements that allow count, with
their actions and resources, where ``*`` and ``?`` match anything; conditions do not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

import msgspec

from sestrail_tui.local_aws.wire.answer import AwsError
from sestrail_tui.local_aws.wire.refusals import action_of, denied

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sestrail_tui.local_aws.wire.answer import ApiCall

PUTS: Final = {"PutUserPolicy": "UserName", "PutRolePolicy": "RoleName"}
"""The operations that put an inline policy on somebody, and how they name them."""
NAMED: Final = (
    "logGroupName", "logGroupIdentifier", "TrailName", "Name", "EventDataStore", "Channel",
)  # fmt: skip
"""Parameters that name what a call is about."""


@dataclass(frozen=True, slots=True)
class Grants:
    """What was denied to a user or role by name, and the inline policies that were put on it."""

    denied: set[tuple[str, str]] = field(default_factory=set)
    """Name and action: ``("your-app", "logs:FilterLogEvents")``."""
    policies: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    """Statements, by whose they are and by the policy's name."""

    def deny(self, name: str, *actions: str) -> None:
        """Deny actions to somebody, until a policy allows them."""
        self.denied.update((name, action) for action in actions)

    def put(self, name: str, policy: str, document: str) -> None:
        """Take an inline policy; one of the same name is replaced."""
        self.policies[name, policy] = statements(document)

    def allows(self, name: str, action: str, resource: str) -> bool:
        """Return whether somebody may act on a resource: an ARN, or a name that ends one."""
        if (name, action) not in self.denied:
            return True
        return any(
            allows(one, action, resource)
            for (whose, _), found in self.policies.items()
            if whose == name
            for one in found
        )

    def check(self, call: ApiCall, arn: str, resource: str = "") -> None:
        """Raise `AwsError` where the caller, of this ARN, may not make a call."""
        action = action_of(call)
        if not self.allows(user_or_role(arn), action, resource or subject(call)):
            raise denied(call, arn, action)


def user_or_role(arn: str) -> str:
    """Return the name that a policy is put on, for the ARN of a user or of a role's session."""
    kind, _, path = arn.rpartition(":")[2].partition("/")
    return path.partition("/")[0] if kind == "assumed-role" else path.rpartition("/")[2]


def subject(call: ApiCall) -> str:
    """Return what a call names, ``""`` for nothing."""
    many = call.params.get("logGroupIdentifiers")
    return str(
        many[0] if many else next((call.params[one] for one in NAMED if one in call.params), "")
    )


def statements(document: str) -> list[dict[str, Any]]:
    """Read a policy document; `AwsError` ``MalformedPolicyDocument``."""
    try:
        policy = msgspec.json.decode(document, type=dict[str, Any])
    except msgspec.MsgspecError:
        raise AwsError("MalformedPolicyDocument", "Syntax errors in policy.") from None
    found = policy.get("Statement", [])
    return found if isinstance(found, list) else [found]


def allows(statement: dict[str, Any], action: str, resource: str) -> bool:
    """Return whether a statement allows an action on a resource."""
    return (
        statement.get("Effect") == "Allow"
        and any(fnmatchcase(action, one) for one in listed(statement.get("Action")))
        and any(is_on(one, resource) for one in listed(statement.get("Resource")))
    )


def is_on(pattern: str, resource: str) -> bool:
    """Tell whether a pattern of ARNs covers a resource, of which perhaps only the name is known."""
    if resource.startswith("arn:"):
        return fnmatchcase(resource, pattern)
    return not resource or pattern == "*" or fnmatchcase(f"/{resource}", f"*{tail(pattern)}")


def tail(pattern: str) -> str:
    """Return the end of an ARN's pattern, from its resource's name on."""
    name = pattern.split(":", 5)[-1].removeprefix("log-group:").removesuffix(":*")
    kind, slash, rest = name.partition("/")
    return f"/{rest}" if slash and kind in {"trail", "channel", "eventdatastore"} else f"/{name}"


def listed(value: Any) -> Iterable[str]:
    """Return one text or several."""
    return [value] if isinstance(value, str) else value or ()


def policies_in(body: bytes) -> Iterator[tuple[str, str, str]]:
    """Return whom, the name and the document of a call that puts an inline policy."""
    form = dict(parse_qsl(body.decode("utf-8", "replace")))
    if whose := form.get(PUTS.get(form.get("Action", ""), "")):
        yield whose, form.get("PolicyName", ""), form.get("PolicyDocument", "")
