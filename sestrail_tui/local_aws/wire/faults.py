"""Faults by name: what a test or a curious reader can make the embedded AWS do wrong.

``POST /_sestrail/faults`` with ``{"name": "throttle", "api": "FilterLogEvents", "count": 3}``;
``DELETE`` clears them. ``api`` left out means every API, ``count`` null means until cleared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from sestrail_tui.local_aws.wire.answer import AwsError
from sestrail_tui.local_aws.wire.refusals import action_of, code, denied, expired

if TYPE_CHECKING:
    from sestrail_tui.local_aws.wire.answer import ApiCall

Name = Literal[
    "throttle", "5xx", "access_denied", "expired_token", "missing_group", "invalid_token",
    "reset", "stall", "empty_pages", "duplicate", "late", "limit_exceeded", "invalid_operation",
    "session_timeout", "streaming_error", "truncated_stream", "clean_end", "corrupt_frame",
    "sampled", "missing_bucket", "corrupt_gzip", "truncated_gzip",
    "store_deleted", "query_failed", "query_timed_out", "query_cancelled", "query_unknown",
    "stale", "slow", "reject", "query_denied",
]  # fmt: skip
WIRE: Final = frozenset({"reset", "stall"})
"""Faults of the connection: the call itself is answered."""
SENDING: Final = WIRE | {"truncated_stream", "corrupt_frame"}
"""Faults of an answer that is no event stream, on its way."""
READING: Final = frozenset({"empty_pages"})
STALE: Final = frozenset({"stale"})
QUERYING: Final = frozenset({"query_failed", "query_timed_out"})
"""Faults of a Lake query that is started."""
QUERYING_INSIGHTS: Final = QUERYING | {"query_cancelled", "query_unknown"}
"""Faults of a Logs Insights query that is started."""
QUERYING_ATHENA: Final = QUERYING | {"query_cancelled", "query_denied"}
"""Faults of an Athena query that is started."""
SPOILING: Final = frozenset({"corrupt_gzip", "truncated_gzip"})
"""Faults of an object that is read from a bucket."""
STREAMING: Final = frozenset(
    {"session_timeout", "streaming_error", "truncated_stream", "clean_end", "corrupt_frame"}
)
"""Faults that end a Live Tail session in the middle."""


class Fault(msgspec.Struct):
    """One fault, and how many times it is still to happen."""

    name: Name
    """throttle, 5xx, access_denied, expired_token, missing_group, invalid_token: the call is
    refused so (invalid_token: where it brings a token). reset: half the answer, then TCP RST.
    stall: no byte for ``seconds``. empty_pages: a page without events, but with a token.
    duplicate: the next records are delivered twice. late: they are delivered ``seconds`` later.
    store_deleted: Lake knows no such event data store. query_failed, query_timed_out: so the query
    ends that is started. query_cancelled: of Logs Insights and Athena; somebody else stops it.
    query_unknown: of Logs Insights, which says for a while that it does not know. query_denied: of
    Athena, for want of a permission.
    limit_exceeded, invalid_operation: StartLiveTail is refused so. At a Live Tail session's next
    update: session_timeout, streaming_error: it ends with that exception. truncated_stream: half
    a frame, then an orderly end. clean_end: an orderly end. corrupt_frame: a checksum that does
    not fit. sampled: the update says that it left something out, and left out everything.
    truncated_stream and corrupt_frame also of any other answer: half of it and an orderly end;
    some bytes altered.
    missing_bucket: S3 says NoSuchBucket. corrupt_gzip, truncated_gzip: an object that is read
    comes with some bytes altered, or cut off in the middle. stale: GetEventSelectors still gives
    what there was before the last PutEventSelectors. slow: SES answers ``seconds`` later. reject:
    SES refuses a send (MessageRejected), which is recorded."""
    api: str = ""
    """An operation's name; ``""`` is any. reset and stall know Logs and CloudTrail names only."""
    count: int | None = 1
    """None: until it is cleared."""
    seconds: float = 30.0
    status: int = 503
    """For 5xx."""
    prefix: str = ""
    """For S3: only where the key or prefix that is asked for begins so."""


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults that are still to happen, oldest first."""

    waiting: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        """Let a fault happen from now on."""
        self.waiting.append(fault)

    def clear(self) -> None:
        """Let none happen any more."""
        self.waiting.clear()

    def take(self, names: frozenset[str], api: str = "", place: str = "") -> Fault | None:
        """Return the oldest fault of these names for this API and place, and count it down."""
        for fault in self.waiting:
            if fault.name in names and fault.api in {"", api} and place.startswith(fault.prefix):
                if fault.count is not None:
                    fault.count -= 1
                    if fault.count <= 0:
                        self.waiting.remove(fault)
                return fault
        return None

    def refuse(self, call: ApiCall, arn: str) -> None:
        """Raise `AwsError` where a call is to be refused; ``arn`` is the caller's."""
        if "nextToken" in call.params or "NextToken" in call.params:
            fault = self.take(frozenset({*REFUSALS, "invalid_token"}), call.operation)
        else:
            fault = self.take(REFUSALS, call.operation)
        if fault is not None:
            raise refusal(fault, call, arn)


REFUSALS: Final = frozenset(
    {
        "throttle", "5xx", "access_denied", "expired_token", "missing_group", "limit_exceeded",
        "invalid_operation", "missing_bucket", "store_deleted",
    }
)  # fmt: skip


WORDED: Final = {
    ("throttle", "ses"): ("Throttling", "Maximum sending rate exceeded.", 400),
    ("throttle", "sts"): ("Throttling", "Rate exceeded", 400),
    ("throttle", "iam"): ("Throttling", "Rate exceeded", 400),
    ("throttle", "cloudformation"): ("Throttling", "Rate exceeded", 400),
    ("throttle", "sesv2"): ("TooManyRequestsException", "Too Many Requests", 429),
    ("throttle", "s3"): ("SlowDown", "Please reduce your request rate.", 503),
    ("missing_bucket", ""): ("NoSuchBucket", "The specified bucket does not exist", 404),
    ("missing_group", "sqs"): ("QueueDoesNotExist", "The specified queue does not exist.", 400),
    ("throttle", ""): ("ThrottlingException", "Rate exceeded", 400),
    ("missing_group", ""): (
        "ResourceNotFoundException",
        "The specified log group does not exist.",
        400,
    ),
    ("store_deleted", ""): (
        "EventDataStoreNotFoundException",
        "The specified event data store was not found.",
        400,
    ),
    ("limit_exceeded", ""): (
        "LimitExceededException",
        "You have reached the maximum number of resources that can be created.",
        400,
    ),
    ("invalid_operation", ""): ("InvalidOperationException", "The operation is not valid.", 400),
    ("invalid_token", "cloudtrail"): (
        "InvalidNextTokenException",
        "The NextToken is not valid.",
        400,
    ),
    ("invalid_token", "athena"): ("InvalidRequestException", "Invalid NextToken", 400),
    ("invalid_token", ""): (
        "InvalidParameterException",
        "The specified nextToken is invalid.",
        400,
    ),
}
"""By fault and service, as AWS words them; "" is every other service."""


def refusal(fault: Fault, call: ApiCall, arn: str) -> AwsError:
    """Word a fault as AWS words it."""
    if fault.name == "access_denied":
        return denied(call, arn, action_of(call))
    if fault.name == "expired_token":
        return expired(call)
    worded = WORDED.get((fault.name, call.service)) or WORDED.get((fault.name, ""))
    if worded is not None:
        return AwsError(*worded)
    name = "InternalFailure" if fault.status == 500 else code(call, "ServiceUnavailable")
    return AwsError(name, "The service cannot complete the request.", fault.status)
