"""What SES answers: a send's message ids, moto's own answers, refusals; v1 in XML, v2 in JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sestrail_tui.local_aws.wire.answer import Answer, AwsError, query_error, rest_json_error
from sestrail_tui.local_aws.wire.protocol import check_result, operation_model, service_model
from sestrail_tui.local_aws.wire.query_answers import query_answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sestrail_tui.local_aws.moto.in_process import Reply
    from sestrail_tui.local_aws.wire.answer import ApiCall


V2_CODES: Final = {
    "MessageRejected": ("MessageRejected", 400),
    "TemplateDoesNotExist": ("NotFoundException", 404),
    "TemplateNameAlreadyExists": ("AlreadyExistsException", 400),
    "ConfigurationSetDoesNotExist": ("NotFoundException", 404),
    "ConfigurationSetSendingPausedException": ("SendingPausedException", 400),
}
"""How v2 names what v1 refuses; anything else is a BadRequestException."""


def in_v2(error: AwsError) -> AwsError:
    """Name a refusal of v1's as v2 does; a failure stays one."""
    if error.status >= 500:
        return error
    code, status = V2_CODES.get(error.code, ("BadRequestException", 400))
    return AwsError(code, error.message, status)


def refusal(error: AwsError, service: str, request_id: str) -> Answer:
    """Word a refusal for the API that was called."""
    if service == "sesv2":
        return rest_json_error(error)
    return query_error(error, service_model("ses").metadata["xmlNamespace"], request_id)


def accepted(call: ApiCall, message_ids: Sequence[str], request_id: str) -> Answer:
    """Answer an accepted send."""
    success = "SUCCESS" if call.service == "sesv2" else "Success"
    entries = [{"Status": success, "MessageId": one} for one in message_ids]
    member = "BulkEmailEntryResults" if call.service == "sesv2" else "Status"
    bulk = "Bulk" in call.operation
    return told(call, {member: entries} if bulk else {"MessageId": message_ids[0]}, request_id)


def told(call: ApiCall, result: Mapping[str, Any], request_id: str) -> Answer:
    """Answer with a result."""
    if call.service == "ses":
        return query_answer(call, result, request_id)
    check_result(operation_model(call.service, call.operation), result)
    return Answer(msgspec.json.encode(result), content_type="application/json")


def passed_on(reply: Reply, request_id: str) -> Answer:
    """Hand on moto's answer under our request id."""
    own_id = f"<RequestId>{request_id}</RequestId>".encode()
    body = re.sub(rb"<RequestId>.*?</RequestId>", own_id, reply.body)
    return Answer(body, reply.status, reply.content_type)
