"""STS: who am I. AWS: GetCallerIdentity API reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from .answer import Answer, AwsError
from .protocol import check_result, operation_model, service_model
from .ses_request import read_query

if TYPE_CHECKING:
    from .account import Account

OPERATION: Final = "GetCallerIdentity"


def answer(account: Account, access_key: str, body: bytes, request_id: str) -> Answer:
    """Answer a query-protocol request; every other operation is refused."""
    operation, _ = read_query("sts", body)
    if operation.name != OPERATION:
        raise AwsError("InvalidAction", f"The embedded AWS has no {operation.name}")
    principal = account.principal(access_key)
    result = {
        "UserId": principal.user_id,
        "Account": str(principal.identity["accountId"]),
        "Arn": principal.arn,
    }
    check_result(operation_model("sts", OPERATION), result)
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in result.items())
    xml = (
        f'<{OPERATION}Response xmlns="{service_model("sts").metadata["xmlNamespace"]}">'
        f"<{OPERATION}Result>{inner}</{OPERATION}Result>"
        f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata>"
        f"</{OPERATION}Response>"
    )
    return Answer(xml.encode(), content_type="text/xml")
