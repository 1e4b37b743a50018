"""SES v1 and v2: moto judges, and each call that it settles becomes a CloudTrail record.

Sends are answered here, everything else is passed to moto. Calls that are malformed or
that fail inside moto leave no record.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sestrail_tui.local_aws.cloudtrail.records import Exchange, record
from sestrail_tui.local_aws.moto.in_process import FORM, Reply
from sestrail_tui.local_aws.ses import behaviour
from sestrail_tui.local_aws.ses.answers import accepted, passed_on, refusal, told
from sestrail_tui.local_aws.ses.defaults import DEFAULTS
from sestrail_tui.local_aws.ses.sending_account import OPERATIONS, need_sending
from sestrail_tui.local_aws.ses.sends import from_addresses, judge, message_ids, recipients
from sestrail_tui.local_aws.ses.templates import V1_ACTIONS, template_call
from sestrail_tui.local_aws.wire.answer import Answer, ApiCall, AwsError
from sestrail_tui.local_aws.wire.protocol import validated
from sestrail_tui.local_aws.wire.requests import read_query, read_rest, written_rest
from sestrail_tui.local_aws.wire.ses_parameters import SENDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.local_aws.moto.in_process import Moto
    from sestrail_tui.local_aws.ses.account import SendingAccount

    Settled = str | Reply | AwsError | dict[str, Any]
    """A send's identity, moto's answer, a refusal, or an answer of our own."""

V2_PATHS: Final = ("/v2/", "/v1/")
"""One operation of v2 was once below /v1/; v1 itself has no paths."""
INVALID: Final = {"ses": "ValidationError", "sesv2": "BadRequestException"}


@dataclass(frozen=True, slots=True)
class SesRequest:
    """An HTTP request to SES, and where it came from."""

    method: str
    path: str
    """Still percent-encoded."""
    query: Mapping[str, str]
    body: bytes
    region: str
    access_key: str
    agent: str
    ip: str
    ago_ms: int = 0
    """How far back the sample app dates a call, ms."""

    @property
    def service(self) -> str:
        """Tell v1 from v2."""
        return "sesv2" if self.path.startswith(V2_PATHS) else "ses"


async def answer(
    account: SendingAccount, moto: Moto, request: SesRequest, request_id: str
) -> Answer:
    """Answer one SES call and have it recorded."""
    try:
        call = read(request)
        principal = account.principal(call.access_key)
        await behaviour.hold_up(account, call)
        account.faults.refuse(call, principal.arn)
        account.grants.check(call, principal.arn)
        behaviour.throttle(account, call)
        result: Settled | None
        if call.operation in OPERATIONS:
            result = OPERATIONS[call.operation](account, call)
        else:
            result = behaviour.rejection(account, call)
        if result is None:
            loop = asyncio.get_running_loop()
            result = await loop.run_in_executor(moto.thread, settle, moto, call, request, account)
    except AwsError as error:
        return refusal(error, request.service, request_id)
    now = account.clock.now_ms() - request.ago_ms
    sent = message_ids(call, now) if isinstance(result, str) else []
    exchange = Exchange(
        call=call,
        principal=principal,
        time=now,
        request_id=request_id,
        event_id=account.event_id(),
        agent=request.agent,
        ip=request.ip,
        identity=result if isinstance(result, str) else next(iter(from_addresses(call.params)), ""),
        message_ids=sent,
        error=result if isinstance(result, AwsError) else None,
    )
    account.delivery.deliver(record(exchange), now)
    if isinstance(result, AwsError):
        return refusal(result, request.service, request_id)
    if sent:
        account.count_sent(call.region, sum(map(len, recipients(call.params))))
    if isinstance(result, dict):
        return told(call, result, request_id)
    if isinstance(result, Reply):
        return passed_on(result, request_id)
    return accepted(call, sent, request_id)


def read(request: SesRequest) -> ApiCall:
    """Read and validate a request; `AwsError` for one that AWS would not even look at."""
    if request.service == "sesv2":
        operation, params = read_rest(
            "sesv2", request.method, request.path, request.query, request.body
        )
    else:
        operation, params = read_query("ses", request.body)
    checked = validated(operation.input_shape, params, INVALID[request.service])
    return ApiCall(request.service, operation.name, request.region, request.access_key, checked)


def settle(moto: Moto, call: ApiCall, request: SesRequest, account: SendingAccount) -> Settled:
    """Have moto judge a call, in its thread.

    Gives a send's identity, the answer to anything else, or the refusal; `AwsError` is raised only
    where moto could not settle it.
    """
    try:
        if call.operation in SENDS:
            need_sending(account, call)
            if account.settings.any_sender:
                behaviour.welcome(moto, call.region, from_addresses(call.params))
            return judge(moto, call)
        moto.forget()
        if call.operation in V1_ACTIONS and call.service == "sesv2":
            return template_call(moto, call)
        if call.operation in DEFAULTS:
            DEFAULTS[call.operation](moto, call)
            return Reply(200, "application/json", b"{}")
        if call.service == "ses":
            reply = moto.request(call.region, "POST", "/", FORM, request.body)
        else:
            method, path, body = written_rest(call)
            reply = moto.request(call.region, method, path, "application/json", body)
    except AwsError as error:
        if error.status >= 500:
            raise
        return error
    if reply.status < 400:
        return reply
    return refused(reply, call)


def refused(reply: Reply, call: ApiCall) -> AwsError:
    """Read moto's refusal of a management call."""
    if not reply.body:
        raise AwsError("UnknownOperationException", f"moto has no {call.operation}", 404)
    if call.service == "ses":
        return reply.refusal()
    answer: dict[str, Any] = msgspec.json.decode(reply.body)
    code = str(answer.get("__type") or answer.get("code") or "BadRequestException")
    return AwsError(code, str(answer.get("message") or answer.get("Message") or ""), reply.status)
