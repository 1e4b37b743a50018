"""moto's S3, SQS and IAM, called in process as its SES is, with the faults readers may meet."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit
from xml.sax.saxutils import escape

import msgspec

from sestrail_tui.local_aws.account.grants import policies_in
from sestrail_tui.local_aws.moto.in_process import host
from sestrail_tui.local_aws.wire.answer import Answer, ApiCall, AwsError, query_error
from sestrail_tui.local_aws.wire.faults import REFUSALS, SPOILING, refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.local_aws.moto.in_process import Moto
    from sestrail_tui.local_aws.storage.account import StorageAccount
    from sestrail_tui.local_aws.wire.faults import Fault

SERVICES: Final = frozenset({"s3", "sqs", "iam"})
SECONDS: Final = 0.1
"""How often a long poll looks."""
OF_OBJECTS: Final = {"GET": "GetObject", "HEAD": "HeadObject", "PUT": "PutObject"}
OF_BUCKETS: Final = {
    ("PUT", ""): "CreateBucket",
    ("DELETE", ""): "DeleteBucket",
    ("GET", "list-type"): "ListObjectsV2",
    ("GET", "versions"): "ListObjectVersions",
    ("POST", "delete"): "DeleteObjects",
    ("PUT", "tagging"): "PutBucketTagging",
    ("PUT", "policy"): "PutBucketPolicy",
    ("DELETE", "policy"): "DeleteBucketPolicy",
    ("PUT", "lifecycle"): "PutBucketLifecycleConfiguration",
    ("PUT", "publicAccessBlock"): "PutPublicAccessBlock",
}
"""S3's operations by method and the first name in the query."""
OURS: Final = frozenset({"content-length", "content-type", "date", "server", "connection"})
"""Headers that the server sets itself."""


@dataclass(frozen=True, slots=True)
class StoreRequest:
    """One HTTP request for S3, SQS or IAM."""

    service: str
    region: str
    access_key: str
    method: str
    path: str
    """As it came, percent-encoded, with its query."""
    headers: Mapping[str, str]
    """Found in any case where they came over HTTP: the SDK of JavaScript writes them small."""
    body: bytes = b""

    @property
    def operation(self) -> str:
        """Name the operation, ``""`` for S3's that nobody here asks for."""
        if self.service in {"iam", "sqs"}:
            target = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
            return target or dict(parse_qsl(self.body.decode("utf-8", "replace"))).get("Action", "")
        parts = urlsplit(self.path)
        has_key = bool(parts.path.lstrip("/").partition("/")[2])
        if has_key:
            return OF_OBJECTS.get(self.method, "")
        names = parse_qs(parts.query, keep_blank_values=True).keys() - {"x-id"} or {""}
        return next(
            (OF_BUCKETS[one] for name in names if (one := (self.method, name)) in OF_BUCKETS), ""
        )

    @property
    def place(self) -> str:
        """Return the key or prefix that is asked for; ``""`` for SQS and IAM."""
        if self.service != "s3":
            return ""
        parts = urlsplit(self.path)
        key = unquote(parts.path).lstrip("/").partition("/")[2]
        return key or parse_qs(parts.query).get("prefix", [""])[0]


async def answer(account: StorageAccount, moto: Moto, request: StoreRequest) -> Answer:
    """Answer a call: refused, or as moto answers it, or that spoilt."""
    fault = account.faults.take(REFUSALS, request.operation, request.place)
    if fault is not None:
        return worded(request, refused(account, request, fault))
    try:
        allowed(account, request)
        if request.operation == "ReceiveMessage":
            return await long_poll(account, moto, request)
        got = await call(moto, request)
        if request.service == "iam" and got.status == 200:
            for put in policies_in(request.body):
                account.grants.put(*put)
    except AwsError as error:
        return worded(request, error)
    if request.operation == "GetObject" and got.status == 200:
        spoilt = account.faults.take(SPOILING, request.operation, request.place)
        return got if spoilt is None else spoil(got, spoilt.name)
    return got


def allowed(account: StorageAccount, request: StoreRequest) -> None:
    """Raise `AwsError` where the caller may not make a call."""
    named = ApiCall(request.service, request.operation, request.region, request.access_key)
    bucket, _, key = unquote(urlsplit(request.path).path).lstrip("/").partition("/")
    if request.operation == "DeleteObjects":
        key = "*"
    place = f"arn:aws:s3:::{bucket}/{key}" if key else f"arn:aws:s3:::{bucket}"
    arn = account.principal(request.access_key).arn
    account.grants.check(named, arn, place if request.service == "s3" else "")


async def call(moto: Moto, request: StoreRequest) -> Answer:
    """Hand a call to moto."""
    loop = asyncio.get_running_loop()
    reply = await loop.run_in_executor(
        moto.thread,
        lambda: moto.forward(
            host(request.service, request.region),
            request.method,
            request.path,
            request.headers,
            request.body,
        ),
    )
    kept = OURS - {"content-length"} if request.method == "HEAD" else OURS
    headers = {name: value for name, value in reply.headers.items() if name.lower() not in kept}
    return Answer(reply.body, reply.status, reply.content_type, headers)


async def long_poll(account: StorageAccount, moto: Moto, request: StoreRequest) -> Answer:
    """Wait for a message here: moto would hold up all other calls meanwhile."""
    clock = account.clock
    seconds, once = without_waiting(request)
    deadline = clock.monotonic() + seconds
    while True:
        got = await call(moto, once)
        found = got.status != 200 or b'"Messages"' in got.body or b"<Message>" in got.body
        if found or clock.monotonic() >= deadline:
            return got
        await clock.sleep(SECONDS)


def without_waiting(request: StoreRequest) -> tuple[int, StoreRequest]:
    """Return how long a ReceiveMessage waits, and one that does not.

    SQS speaks json 1.0, and to clients from before November 2023 the query protocol.
    """
    if "X-Amz-Target" in request.headers:
        params: dict[str, Any] = msgspec.json.decode(request.body)
        at_once = msgspec.json.encode({**params, "WaitTimeSeconds": 0})
    else:
        params = dict(parse_qsl(request.body.decode("utf-8", "replace")))
        at_once = urlencode({**params, "WaitTimeSeconds": "0"}).encode()
    return int(params.get("WaitTimeSeconds", 0)), replace(request, body=at_once)


def spoil(got: Answer, how: str) -> Answer:
    """Damage an object on its way; its checksum is left out, as if it lay there like that."""
    body = bytearray(got.body)
    middle = len(body) // 2
    if how == "truncated_gzip":
        del body[middle:]
    else:
        body[middle : middle + 8] = bytes(byte ^ 0xFF for byte in body[middle : middle + 8])
    headers = {
        name: value
        for name, value in got.headers.items()
        if not name.lower().startswith("x-amz-checksum")
    }
    return replace(got, body=bytes(body), headers=headers)


def refused(account: StorageAccount, request: StoreRequest, fault: Fault) -> AwsError:
    """Word a fault as the service words it."""
    arn = account.principal(request.access_key).arn
    named = ApiCall(request.service, request.operation, request.region, request.access_key)
    error = refusal(fault, named, arn)
    if request.service == "s3" and fault.name == "5xx" and fault.status == 500:
        return AwsError("InternalError", "We encountered an internal error.", 500)
    return error


def worded(request: StoreRequest, error: AwsError) -> Answer:
    """Put an error into the wire form of S3, SQS (AWS: json 1.0) or IAM."""
    if request.service == "iam":
        return query_error(error, "https://iam.amazonaws.com/doc/2010-05-08/", "0")
    if request.service == "sqs" and "X-Amz-Target" not in request.headers:
        return query_error(error, "http://queue.amazonaws.com/doc/2012-11-05/", "0")
    if request.service == "sqs":
        body = msgspec.json.encode(
            {"__type": f"com.amazonaws.sqs#{error.code}", "message": error.message}
        )
        headers = {"x-amzn-query-error": f"{error.code};Sender"}
        return Answer(body, error.status, "application/x-amz-json-1.0", headers)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{error.code}</Code><Message>{escape(error.message)}</Message></Error>"
    )
    return Answer(text.encode(), error.status, "application/xml")
