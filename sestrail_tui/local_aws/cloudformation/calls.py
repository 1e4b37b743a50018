"""Calls that CloudFormation makes on behalf of who made the stack, of the services beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode
from xml.sax.saxutils import unescape

from botocore.serialize import create_serializer

from sestrail_tui.local_aws.json_apis import JSON_APIS, perform
from sestrail_tui.local_aws.storage import account_resources, moto_stores
from sestrail_tui.local_aws.wire.answer import ApiCall, AwsError
from sestrail_tui.local_aws.wire.protocol import operation_model, service_model, validated

if TYPE_CHECKING:
    from sestrail_tui.local_aws.cloudformation.account import StacksAccount
    from sestrail_tui.local_aws.cloudformation.stacks import CallSpec, StoredStack
    from sestrail_tui.local_aws.moto.in_process import Moto
    from sestrail_tui.local_aws.wire.answer import Answer

NAMES: Final = {"s3": "S3", "iam": "Iam", "logs": "CloudWatchLogs", "cloudtrail": "CloudTrail"}
"""How CloudFormation calls each service in its reasons."""


async def make_call(account: StacksAccount, moto: Moto, stack: StoredStack, one: CallSpec) -> None:
    """Make a call as who made the stack. Raises `AwsError`."""
    service, operation, params = one
    if service not in JSON_APIS:
        await account_resources.furnish(account, moto)
        request = written(stack, service, operation, params)
        got = await moto_stores.answer(account, moto, request)
        if got.status >= 400:
            raise AwsError(text_of(got, "Code"), text_of(got, "Message"), got.status)
        return
    shape = operation_model(service, operation).input_shape
    checked = validated(shape, params, "ValidationException")
    call = ApiCall(service, operation, stack.region, stack.access_key, checked)
    arn = account.principal(call.access_key).arn
    account.faults.refuse(call, arn)
    account.grants.check(call, arn)
    await perform(account, moto, call)


def written(
    stack: StoredStack, service: str, operation: str, params: dict[str, Any]
) -> moto_stores.StoreRequest:
    """Write a call to S3 or IAM as an HTTP request."""
    protocol = str(service_model(service).metadata["protocol"])
    model = operation_model(service, operation)
    made = create_serializer(protocol).serialize_to_request(params, model)
    body = made["body"]
    scope = f"{stack.access_key}/20260101/{stack.region}/{service}/aws4_request"
    headers = {
        **made["headers"],
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, Signature=none",
        "Host": "127.0.0.1",
    }
    return moto_stores.StoreRequest(
        service,
        stack.region,
        stack.access_key,
        made["method"],
        made["url_path"],
        headers,
        urlencode(body).encode() if isinstance(body, dict) else body,
    )


def text_of(got: Answer, tag: str) -> str:
    """Return the text of an XML element, ``""`` where there is none."""
    found = re.search(rf"<{tag}>(.*?)</{tag}>", got.body.decode(), re.DOTALL)
    return unescape(found[1]) if found else ""


def reason(one: CallSpec, error: AwsError) -> str:
    """Word a resource's failure as CloudFormation does."""
    sentence = f"{error.message} (Service: {NAMES[one[0]]}, Status Code: {error.status})"
    code = "AccessDenied" if "not authorized" in error.message else "GeneralServiceException"
    return f'Resource handler returned message: "{sentence}" (HandlerErrorCode: {code})'
