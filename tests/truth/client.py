"""aiobotocore's session and clients over a simulated AWS: no HTTP, and time that jumps.

A client takes and gives what aiobotocore's would: parameters as Python writes them, answers with
their metadata and date, botocore's own errors, and botocore's events for who registered for them.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import datetime
from email.utils import formatdate
from functools import cache, partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from botocore import xform_name
from botocore.exceptions import ClientError
from botocore.hooks import HierarchicalEmitter

from sestrail_tui.local_aws.account import sts_api
from sestrail_tui.local_aws.json_apis import JSON_APIS
from sestrail_tui.local_aws.logs import live_tail as live_tail_api
from sestrail_tui.local_aws.wire.answer import ApiCall, AwsError
from sestrail_tui.local_aws.wire.protocol import operation_model, service_model, validated
from tests.truth.store_apis import STORE_APIS

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from botocore.model import Shape

    from tests.truth.faults import CallFaults
    from tests.truth.world import World

ROUND_TRIP_S: Final = 0.1
SIGNED_MS: Final = 300_000
"""AWS: "Create a signed AWS API request"."""
OUTDATED: Final = {
    "s3": ("RequestTimeTooSkewed", 403),
    "sts": ("SignatureDoesNotMatch", 403),
}
INVALID: Final = {"cloudtrail": "ValidationException"}


class FakeSession:
    """Stands where `aiobotocore.session.AioSession` does."""

    def __init__(self, world: World, faults: CallFaults) -> None:
        self._world = world
        self._faults = faults

    def register_component(self, *_: object) -> None:
        pass

    def warm_up_loader_caches(self, *_: object) -> None:
        pass

    @asynccontextmanager
    async def create_client(
        self, service: str, region_name: str = "", **_: object
    ) -> AsyncIterator[FakeClient]:
        yield FakeClient(self._world, self._faults, service, region_name)


class FakeClient:
    """Stands where an aiobotocore client of one service does."""

    def __init__(self, world: World, faults: CallFaults, service: str, region: str) -> None:
        self._world = world
        self._faults = faults
        self._service = service
        self._region = region
        self.meta = SimpleNamespace(
            endpoint_url=f"https://{service}.{region}.amazonaws.com",
            config=SimpleNamespace(inject_host_prefix=True),
            events=HierarchicalEmitter(),
            region_name=region,
        )

    def __getattr__(self, name: str) -> Any:
        operation = _operations(self._service).get(name)
        if operation is None:
            raise AttributeError(name)
        return partial(self._call, operation)

    async def _call(self, operation: str, **params: Any) -> dict[str, Any]:
        world, context = self._world, dict[str, Any]()
        model = operation_model(self._service, operation)
        name = f"{model.service_model.service_id.hyphenize()}.{operation}"
        self.meta.events.emit_until_response(
            f"before-call.{name}", model=model, params={}, request_signer=None, context=context
        )
        await asyncio.sleep(ROUND_TRIP_S / 2)
        world.catch_up()
        try:
            self._check_signature()
            await self._faults.meet(self._service, operation)
            answer = await self._answer(operation, params)
            status = 200
        except AwsError as error:
            answer = {"Error": {"Code": error.code, "Message": error.message}}
            status = error.status
        date = formatdate(world.timeline.aws_ms() // 1000, usegmt=True)
        answer["ResponseMetadata"] = {"HTTPStatusCode": status, "HTTPHeaders": {"date": date}}
        await asyncio.sleep(ROUND_TRIP_S / 2)
        self.meta.events.emit(
            f"after-call.{name}",
            http_response=SimpleNamespace(status_code=status),
            parsed=answer,
            model=model,
            context=context,
        )
        if status >= 300:
            raise ClientError(answer, operation)
        return answer

    def _check_signature(self) -> None:
        """Refuse what was signed with a clock that is more than five minutes off, as AWS does."""
        if self._world.checks_dates and abs(self._world.timeline.ahead_ms) > SIGNED_MS:
            code, status = OUTDATED.get(self._service, ("InvalidSignatureException", 403))
            raise AwsError(code, "Signature expired: it is earlier than allowed.", status)

    async def _answer(self, operation: str, params: dict[str, Any]) -> dict[str, Any]:
        world, service = self._world, self._service
        if operation in STORE_APIS and service in {"s3", "sqs", "sesv2", "cloudformation"}:
            return await STORE_APIS[operation](world, params)
        shape = operation_model(service, operation).input_shape
        code = INVALID.get(service, "InvalidParameterException")
        asked = validated(shape, _written(params), code)
        call = ApiCall(service, operation, self._region, "AKIATEST", asked)
        if operation == "StartLiveTail":
            return {"responseStream": Stream(world, call)}
        known = sts_api.OPERATIONS if service == "sts" else JSON_APIS.get(service, {})
        if operation not in known:
            world.mistakes.append(f"{service}:{operation} is asked for, and not simulated")
            raise AwsError("UnknownOperationException", operation)
        answer = known[operation](world.account, call)
        output = operation_model(service, operation).output_shape
        return dict(answer) if output is None else _read(output, answer)


class Stream:
    """A Live Tail session's events; it ends when it is closed."""

    def __init__(self, world: World, call: ApiCall) -> None:
        self._world = world
        self._session = live_tail_api.open_session(world.account, call)
        self._open = True

    def close(self) -> None:
        if self._open:
            self._open = False
            live_tail_api.close_session(self._world.account, self._session)

    async def __aiter__(self) -> AsyncGenerator[dict[str, Any], None]:
        yield {"sessionStart": self._session.start}
        while self._open:
            await asyncio.sleep(1.0)
            self._world.catch_up()
            yield {"sessionUpdate": self._session.update(self._world.timeline.aws_ms())}


@cache
def _operations(service: str) -> dict[str, str]:
    """Give botocore's operations by the names of a client's methods."""
    return {xform_name(name): name for name in service_model(service).operation_names}


def _written(value: Any) -> Any:
    """Give parameters as they go over the wire: moments in seconds since the epoch."""
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, dict):
        return {name: _written(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_written(one) for one in value]
    return value


def _read(shape: Shape, value: Any) -> Any:
    """Give an answer as botocore parses it: moments as datetimes."""
    from datetime import UTC

    if shape.type_name == "structure":
        return {name: _read(shape.members[name], one) for name, one in value.items()}
    if shape.type_name == "list":
        if shape.member.type_name == "string":
            return list(value)
        return [_read(shape.member, one) for one in value]
    if shape.type_name == "timestamp" and isinstance(value, int | float):
        return datetime.fromtimestamp(value, UTC)
    return value
