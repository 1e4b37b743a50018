"""The embedded AWS over HTTP: one port on 127.0.0.1 for every service it has.

A json 1.1 call is known by its ``X-Amz-Target``, any other by the service in the credential scope
of its signature. Signatures are not checked. Only requests to 127.0.0.1 or localhost by name are
answered, and none that comes from a web page: neither through a name of the page's own (DNS
rebinding) nor from the page itself (``Origin``).
"""

from __future__ import annotations

import asyncio
import re
import uuid
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import formatdate
from typing import TYPE_CHECKING, Final

import msgspec
from aiohttp import web

from sestrail_tui.core.clock import SystemClock
from sestrail_tui.local_aws.account import sts_api
from sestrail_tui.local_aws.account.settings import Settings
from sestrail_tui.local_aws.athena import api as athena_api
from sestrail_tui.local_aws.cloudformation import api as cloudformation_api
from sestrail_tui.local_aws.json_apis import JSON_APIS, perform
from sestrail_tui.local_aws.logs import live_tail_wire
from sestrail_tui.local_aws.moto.in_process import Moto, start_moto
from sestrail_tui.local_aws.server import admin
from sestrail_tui.local_aws.server.aws_account import AwsAccount, open_account
from sestrail_tui.local_aws.ses import api as ses_api
from sestrail_tui.local_aws.storage import account_resources, bucket_delivery, moto_stores
from sestrail_tui.local_aws.wire import sending
from sestrail_tui.local_aws.wire.answer import Answer, ApiCall, AwsError, json_error, query_error
from sestrail_tui.local_aws.wire.faults import SENDING
from sestrail_tui.local_aws.wire.protocol import operation_model, service_model, validated

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sestrail_tui.core.clock import Clock

HOSTS: Final = frozenset({"127.0.0.1", "localhost"})
STREAMS: Final = {"logs": {live_tail_wire.OPERATION}}
"""Operations that answer with an event stream."""
INVALID: Final = {
    "logs": "InvalidParameterException",
    "cloudtrail": "ValidationException",
    "athena": "InvalidRequestException",
}
SCOPE: Final = re.compile(r"Credential=([^/,\s]+)/\d+/([^/]+)/([^/]+)/aws4_request")
MAX_BODY_BYTES: Final = 64 * 1024 * 1024
"""AWS: SES takes messages up to 40 MB, which base64 lengthens by a third."""
AGO: Final = "X-Sestrail-Ago-Ms"
"""Dates a call back; only the sample app sends it."""


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A running embedded AWS, in this process."""

    endpoint: str
    account: AwsAccount
    moto: Moto


def scope(request: web.Request) -> tuple[str, str, str]:
    """Return access key, Region and service out of the signature."""
    found = SCOPE.search(request.headers.get("Authorization", ""))
    if found is None:
        raise AwsError("MissingAuthenticationTokenException", "Request is missing a signature", 403)
    return found[1], found[2], found[3]


async def json_call(account: AwsAccount, moto: Moto, request: web.Request, body: bytes) -> Answer:
    """Answer a json 1.1 call: validate, count, refuse or do it, validate what comes out."""
    try:
        result = await perform(account, moto, admitted(account, request, body))
    except AwsError as error:
        return json_error(error)
    return Answer(msgspec.json.encode(result))


async def streamed_call(
    account: AwsAccount, request: web.Request, body: bytes, request_id: str
) -> web.StreamResponse:
    """Answer a call whose answer is an event stream, or refuse it as any other."""
    try:
        call = admitted(account, request, body)
        return await live_tail_wire.serve(account, call, request, request_id)
    except AwsError as error:
        return sending.plain(json_error(error), request_id)


def admitted(account: AwsAccount, request: web.Request, body: bytes) -> ApiCall:
    """Read a json 1.1 call, count it, and refuse it where a fault says so."""
    call = read_json_call(request, body)
    if account.settings.quotas:
        account.quotas.spend(call.service, call.operation, call.region)
    arn = account.principal(call.access_key).arn
    account.faults.refuse(call, arn)
    account.grants.check(call, arn)
    return call


def read_json_call(request: web.Request, body: bytes) -> ApiCall:
    """Read and validate a json 1.1 call."""
    access_key, region, _ = scope(request)
    prefix, _, name = request.headers["X-Amz-Target"].rpartition(".")
    service = next((one for one in JSON_APIS if is_target_of(one, prefix)), "")
    if name not in JSON_APIS.get(service, {}) and name not in STREAMS.get(service, ()):
        raise AwsError("UnknownOperationException", f"The embedded AWS has no {name}")
    try:
        params = msgspec.json.decode(body or b"{}")
    except msgspec.DecodeError:
        raise AwsError("SerializationException", "The body is no JSON") from None
    shape = operation_model(service, name).input_shape
    return ApiCall(service, name, region, access_key, validated(shape, params, INVALID[service]))


def is_target_of(service: str, prefix: str) -> bool:
    """Return whether an ``X-Amz-Target`` is of a service.

    Botocore's model names CloudTrail's with a Java package before it, SDKs made from Smithy (of
    JavaScript, Go, Rust, Kotlin) without; AWS takes both, so what counts is the last part.
    """
    own = str(service_model(service).metadata["targetPrefix"])
    return prefix.rpartition(".")[2] == own.rpartition(".")[2]


async def ses_call(
    account: AwsAccount, moto: Moto, request: web.Request, body: bytes, request_id: str
) -> Answer:
    """Hand a SES call on."""
    access_key, region, _ = scope(request)
    return await ses_api.answer(
        account,
        moto,
        ses_api.SesRequest(
            method=request.method,
            path=request.rel_url.raw_path,
            query=request.query,
            body=body,
            region=region,
            access_key=access_key,
            agent=request.headers.get("User-Agent", ""),
            ip=request.headers.get("X-Forwarded-For", request.remote or ""),
            ago_ms=int(request.headers.get(AGO, "0")),
        ),
        request_id,
    )


async def dispatch(account: AwsAccount, moto: Moto, request: web.Request) -> web.StreamResponse:
    """Answer any request."""
    if request.url.host not in HOSTS or "Origin" in request.headers:
        return web.Response(status=403, text="The embedded AWS answers to 127.0.0.1 only\n")
    body = await request.read()
    if request.path.startswith(admin.PREFIX):
        return sending.plain(admin.answer(account, request.method, request.path, body), "")
    request_id = str(uuid.uuid4())
    name = request.headers.get("X-Amz-Target", "").rpartition(".")[2]
    if (store_request := store_call(request, body)) is not None:
        await account_resources.furnish(account, moto)
        found = await moto_stores.answer(account, moto, store_request)
        return await send(account, request, found, store_request.operation, request_id)
    if any(name in names for names in STREAMS.values()):
        return await streamed_call(account, request, body, request_id)
    if name == "StartQueryExecution":
        await athena_api.look_into_s3(account, moto)
    if name:
        found = await json_call(account, moto, request, body)
    else:
        try:
            found = await other_call(account, moto, request, body, request_id)
        except AwsError as error:
            found = query_error(error, service_model("sts").metadata["xmlNamespace"], request_id)
    return await send(account, request, found, name, request_id)


async def send(
    account: AwsAccount, request: web.Request, answer: Answer, operation: str, request_id: str
) -> web.StreamResponse:
    """Send an answer, with the fault on its way that waits for the operation."""
    fault = account.faults.take(SENDING, operation)
    return await sending.send(request, answer, fault, account.clock, request_id)


async def other_call(
    account: AwsAccount, moto: Moto, request: web.Request, body: bytes, request_id: str
) -> Answer:
    """Answer a call that is not json 1.1, by the service its signature is for."""
    access_key, region, service = scope(request)
    if service == "sts":
        return sts_api.answer(account, access_key, region, body, request_id)
    if service == "cloudformation":
        return cloudformation_api.answer(account, moto, (access_key, region), body, request_id)
    if service in {"ses", "email"}:
        return await ses_call(account, moto, request, body, request_id)
    raise AwsError("UnknownOperationException", f"The embedded AWS has no {service}")


def store_call(request: web.Request, body: bytes) -> moto_stores.StoreRequest | None:
    """Read a call to S3, SQS or IAM; ``None`` where it is for another service."""
    try:
        access_key, region, service = scope(request)
    except AwsError:
        return None
    if service not in moto_stores.SERVICES:
        return None
    method, path = request.method, request.raw_path
    return moto_stores.StoreRequest(
        service, region, access_key, method, path, request.headers, body
    )


@asynccontextmanager
async def delivering(account: AwsAccount, moto: Moto) -> AsyncIterator[None]:
    """Write log files meanwhile, if the trail delivers to its bucket."""
    if not account.settings.log_file_s:
        yield
        return
    await bucket_delivery.set_up(account, moto)
    writing = asyncio.create_task(bucket_delivery.deliver(account, moto))
    try:
        yield
    finally:
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)


@asynccontextmanager
async def running(
    settings: Settings | None = None, clock: Clock | None = None, port: int = 0
) -> AsyncIterator[LocalServer]:
    """Run an embedded AWS in this process and event loop, on 127.0.0.1; port 0 is any free one."""
    account = open_account(settings or Settings(), clock or SystemClock())
    moto = start_moto()

    async def handle(request: web.Request) -> web.StreamResponse:
        return await dispatch(account, moto, request)

    async def date(_request: web.BaseRequest, response: web.StreamResponse) -> None:
        response.headers["Date"] = formatdate(account.clock.now_ms() / 1000, usegmt=True)

    application = web.Application(client_max_size=MAX_BODY_BYTES)
    application.on_response_prepare.append(date)
    application.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(
        application, handler_cancellation=True, access_log=None, shutdown_timeout=0.5
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        host, bound = runner.addresses[0][:2]
        async with delivering(account, moto):
            yield LocalServer(f"http://{host}:{bound}", account, moto)
    finally:
        await account.stacks.stop()
        await runner.cleanup()
        await account_resources.clear(moto)
        moto.thread.shutdown(wait=False, cancel_futures=True)
