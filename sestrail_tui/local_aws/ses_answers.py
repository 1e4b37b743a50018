"""What SES answers: a send's message ids, moto's own answers, refusals; v1 in XML, v2 in JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from .answer import Answer, AwsError, query_error, rest_json_error
from .protocol import check_result, operation_model, service_model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .answer import Call
    from .moto_ses import Reply


def refusal(error: AwsError, service: str, request_id: str) -> Answer:
    """Word a refusal for the API that was called."""
    if service == "sesv2":
        return rest_json_error(error)
    return query_error(error, namespace(), request_id)


def namespace() -> str:
    """Give the XML namespace of v1."""
    return str(service_model("ses").metadata["xmlNamespace"])


def accepted(call: Call, message_ids: Sequence[str], request_id: str) -> Answer:
    """Answer an accepted send."""
    bulk = "Bulk" in call.operation
    success = "SUCCESS" if call.service == "sesv2" else "Success"
    entries = [{"Status": success, "MessageId": one} for one in message_ids]
    member = "BulkEmailEntryResults" if call.service == "sesv2" else "Status"
    result: dict[str, Any] = {member: entries} if bulk else {"MessageId": message_ids[0]}
    check_result(operation_model(call.service, call.operation), result)
    if call.service == "sesv2":
        return Answer(msgspec.json.encode(result), content_type="application/json")
    name = call.operation
    xml = (
        f'<{name}Response xmlns="{namespace()}"><{name}Result>{elements(result)}</{name}Result>'
        f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></{name}Response>"
    )
    return Answer(xml.encode(), content_type="text/xml")


def elements(value: Any) -> str:
    """Write a result as the query protocol does; ids need no escaping."""
    if isinstance(value, dict):
        return "".join(f"<{name}>{elements(one)}</{name}>" for name, one in value.items())
    if isinstance(value, list):
        return "".join(f"<member>{elements(one)}</member>" for one in value)
    return str(value)


def passed_on(reply: Reply, request_id: str) -> Answer:
    """Hand on moto's answer under our request id."""
    own_id = f"<RequestId>{request_id}</RequestId>".encode()
    body = re.sub(rb"<RequestId>.*?</RequestId>", own_id, reply.body)
    return Answer(body, reply.status, reply.content_type)
