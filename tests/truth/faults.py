"""What goes wrong between the program and AWS, call by call."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Final, Literal

from sestrail_tui.local_aws.wire.answer import AwsError

Kind = Literal["throttled", "refused", "broken", "cut", "stalled", "expired"]
KINDS: Final[tuple[Kind, ...]] = ("throttled", "refused", "broken", "cut", "stalled", "expired")
PASSING: Final[tuple[Kind, ...]] = ("throttled", "broken", "cut", "stalled")
"""Those that go by themselves."""


@dataclass
class CallFault:
    """A fault of the next ``count`` calls of an operation; ``None``: of all that come."""

    operation: str
    kind: Kind
    count: int | None = 1


@dataclass
class CallFaults:
    """The faults that are still to come, oldest first."""

    waiting: list[CallFault] = field(default_factory=list)

    async def meet(self, service: str, operation: str) -> None:
        """Let a call meet the fault that waits for it, if any does: raises as botocore would."""
        fault = next((one for one in self.waiting if one.operation == operation), None)
        if fault is None:
            return
        if fault.count is not None:
            fault.count -= 1
            if fault.count <= 0:
                self.waiting.remove(fault)
        match fault.kind:
            case "throttled":
                code = {"s3": "SlowDown"}.get(service, "ThrottlingException")
                raise AwsError(code, "Rate exceeded", 503 if service == "s3" else 400)
            case "refused":
                action = f"{service.removesuffix('v2')}:{operation}"
                raise AwsError(
                    "AccessDenied" if service in {"s3", "sts"} else "AccessDeniedException",
                    f"User: arn:aws:iam::123456789012:user/reader is not authorized to perform: "
                    f"{action} because no identity-based policy allows the {action} action",
                    403,
                )
            case "broken":
                raise AwsError("ServiceUnavailable", "Please try again.", 503)
            case "expired":
                raise AwsError("ExpiredTokenException", "The security token is expired", 400)
            case "cut":
                from botocore.exceptions import ConnectionClosedError

                raise ConnectionClosedError(endpoint_url=f"https://{service}.amazonaws.com")
            case "stalled":
                await asyncio.sleep(30.0)
                from botocore.exceptions import ReadTimeoutError

                raise ReadTimeoutError(endpoint_url=f"https://{service}.amazonaws.com")
