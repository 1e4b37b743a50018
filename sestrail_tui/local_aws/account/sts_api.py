"""STS: who am I, and taking a role. AWS: GetCallerIdentity and AssumeRole API references.

Any role of any account may be assumed, unless a fault says otherwise; who calls with the keys that
come back is then a session of it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.account.principals import session
from sestrail_tui.local_aws.wire.answer import ApiCall, AwsError
from sestrail_tui.local_aws.wire.protocol import validated
from sestrail_tui.local_aws.wire.query_answers import query_answer
from sestrail_tui.local_aws.wire.requests import read_query

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sestrail_tui.local_aws.account.account import BaseAccount
    from sestrail_tui.local_aws.wire.answer import Answer

DEFAULT_S: Final = 3600
"""AWS: AssumeRole, ``DurationSeconds``."""


def get_caller_identity(account: BaseAccount, call: ApiCall) -> dict[str, Any]:
    """Tell who calls."""
    principal = account.principal(call.access_key)
    return {
        "UserId": principal.user_id,
        "Account": str(principal.identity["accountId"]),
        "Arn": principal.arn,
    }


def assume_role(account: BaseAccount, call: ApiCall) -> dict[str, Any]:
    """Return keys of a role's session."""
    match call.params["RoleArn"].split(":", 5):
        case ["arn", _, "iam", _, owner, resource] if owner and resource.startswith("role/"):
            role = resource.rpartition("/")[2]
        case _:
            raise AwsError("ValidationError", f"{call.params['RoleArn']} is invalid")
    now = account.clock.now_ms()
    taken = session(owner, role, call.params["RoleSessionName"], now)
    account.people[taken.access_key] = taken
    until = now // 1000 + int(call.params.get("DurationSeconds", DEFAULT_S))
    return {
        "Credentials": {
            "AccessKeyId": taken.access_key,
            "SecretAccessKey": account.settings.secret_key,
            "SessionToken": f"session-of-{taken.user_id}",
            "Expiration": datetime.fromtimestamp(until, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
        "AssumedRoleUser": {"AssumedRoleId": taken.user_id, "Arn": taken.arn},
    }


OPERATIONS: Final[Mapping[str, Callable[[BaseAccount, ApiCall], dict[str, Any]]]] = {
    "GetCallerIdentity": get_caller_identity,
    "AssumeRole": assume_role,
}


def answer(
    account: BaseAccount, access_key: str, region: str, body: bytes, request_id: str
) -> Answer:
    """Answer a query-protocol request; an operation that is not here is refused."""
    operation, params = read_query("sts", body)
    name = operation.name
    if name not in OPERATIONS:
        raise AwsError("InvalidAction", f"The embedded AWS has no {name}")
    checked = validated(operation.input_shape, params, "ValidationError")
    call = ApiCall("sts", name, region, access_key, checked)
    arn = account.principal(access_key).arn
    account.faults.refuse(call, arn)
    account.grants.check(call, arn)
    result = OPERATIONS[name](account, call)
    return query_answer(call, result, request_id)
