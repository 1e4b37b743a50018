"""Live Tail as boto3 sees it, twenty-five times as fast."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from botocore.eventstream import ChecksumMismatch
from botocore.exceptions import (
    ClientError,
    EventStreamError,
    HTTPClientError,
    ResponseStreamingError,
)
from urllib3.exceptions import ProtocolError

from sestrail_tui.core.clock import SystemClock
from sestrail_tui.local_aws.logs import live_tail_wire
from sestrail_tui.local_aws.logs.live_tail import close_session, open_session
from sestrail_tui.local_aws.logs.live_tail_session import PendingUpdates
from sestrail_tui.local_aws.server.aws_account import open_account
from sestrail_tui.local_aws.wire.answer import ApiCall, AwsError
from sestrail_tui.local_aws.wire.protocol import check_event
from tests.follow.fast_clock import FastClock
from tests.local_aws.admin import admin
from tests.local_aws.embedded import GROUP, ONCE, Aws, embedded

if TYPE_CHECKING:
    from collections.abc import Iterator

ARN = f"arn:aws:logs:us-east-1:123456789012:log-group:{GROUP}"


@pytest.fixture(scope="module")
def fast() -> Iterator[Aws]:
    with embedded(ONCE, FastClock()) as aws:
        yield aws


@pytest.fixture
def logs(fast: Aws) -> Iterator[Any]:
    yield fast.client(
        "logs", inject_host_prefix=False, parameter_validation=False, read_timeout=1.5
    )
    admin(fast, "faults", method="DELETE")


@contextmanager
def session(logs: Any, *arns: str, **more: Any) -> Iterator[Iterator[dict[str, Any]]]:
    """Open a session and give its events, the first of them read."""
    asked = list(arns) or [ARN]
    answer = logs.start_live_tail(logGroupIdentifiers=asked, **more)
    stream = answer["responseStream"]
    events = iter(stream)
    try:
        assert next(events)["sessionStart"]["logGroupIdentifiers"] == asked
        yield events
    finally:
        stream.close()


def put(aws: Aws, *numbers: int, group: str = GROUP, **more: Any) -> None:
    lines = [json.dumps({"record": {"n": n}, "log_group": group, **more}) for n in numbers]
    admin(aws, "records", "\n".join(lines).encode())


def results(events: Iterator[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while len(found) < count:
        found += next(events)["sessionUpdate"]["sessionResults"]
    return found


def test_what_comes_in_is_pushed_and_nothing_from_before(fast: Aws, logs: Any) -> None:
    put(fast, 0)
    with session(logs) as events:
        put(fast, 1, stream="mine")
        [one] = results(events, 1)
        assert json.loads(one["message"]) == {"n": 1}
        assert one["logGroupIdentifier"] == ARN
        assert one["logStreamName"] == "mine"
        assert one["ingestionTime"] >= one["timestamp"] - 1
        assert "eventId" not in one
        update = next(events)["sessionUpdate"]
        assert update == {"sessionMetadata": {"sampled": False}, "sessionResults": []}


def test_a_late_one_is_pushed_when_it_is_readable(fast: Aws, logs: Any) -> None:
    put(fast, 7, deliver_in_ms=3_000)
    with session(logs) as events:
        put(fast, 8, deliver_in_ms=6_000)
        put(fast, 9)
        assert [json.loads(one["message"])["n"] for one in results(events, 3)] == [9, 7, 8]


def test_a_pattern_and_several_groups(fast: Aws, logs: Any) -> None:
    put(fast, 0, group="/other")
    other = ARN.replace(GROUP, "/other")
    with session(logs, ARN, other, logEventFilterPattern="{ $.n > 5 }") as events:
        put(fast, 4, 6)
        put(fast, 5, 7, group="/other")
        found = results(events, 2)
        assert {(one["logGroupIdentifier"], one["message"]) for one in found} == {
            (ARN, '{"n": 6}'),
            (other, '{"n": 7}'),
        }


def test_streams_can_be_chosen(fast: Aws, logs: Any) -> None:
    for more in ({"logStreamNames": ["b"]}, {"logStreamNamePrefixes": ["b", "c"]}):
        with session(logs, **more) as events:
            put(fast, 1, stream="a")
            put(fast, 2, stream="b")
            assert [one["logStreamName"] for one in results(events, 1)] == ["b"]


def test_more_than_five_hundred_are_sampled(fast: Aws, logs: Any) -> None:
    with session(logs) as events:
        put(fast, 1, times=700)
        update: dict[str, Any] = {}
        while not update.get("sessionResults"):
            update = next(events)["sessionUpdate"]
        assert update["sessionMetadata"]["sampled"]
        assert len(update["sessionResults"]) == 500


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"logGroupIdentifiers": [f"{ARN}:*"]}, "InvalidParameterException"),
        ({"logGroupIdentifiers": [GROUP]}, "InvalidParameterException"),
        ({"logGroupIdentifiers": []}, "InvalidParameterException"),
        ({"logGroupIdentifiers": [ARN] * 11}, "InvalidParameterException"),
        ({"logGroupIdentifiers": [f"{ARN}-no"]}, "ResourceNotFoundException"),
        ({"logEventFilterPattern": "{ $.n"}, "InvalidParameterException"),
        ({"logEventFilterPattern": "x" * 1025}, "InvalidParameterException"),
        ({"logStreamNames": ["a"], "logStreamNamePrefixes": ["a"]}, "InvalidParameterException"),
        ({"logStreamNames": ["a:b"]}, "InvalidParameterException"),
    ],
)
def test_what_aws_refuses_is_refused(logs: Any, params: dict[str, Any], code: str) -> None:
    with pytest.raises(ClientError) as caught:
        logs.start_live_tail(**{"logGroupIdentifiers": [ARN], **params})
    assert caught.value.response["Error"]["Code"] == code


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("limit_exceeded", "LimitExceededException"),
        ("invalid_operation", "InvalidOperationException"),
        ("access_denied", "AccessDeniedException"),
        ("throttle", "ThrottlingException"),
    ],
)
def test_a_session_is_refused_by_fault(fast: Aws, logs: Any, fault: str, code: str) -> None:
    admin(fast, "faults", {"name": fault, "api": "StartLiveTail"})
    with pytest.raises(ClientError) as caught:
        logs.start_live_tail(logGroupIdentifiers=[ARN])
    assert caught.value.response["Error"]["Code"] == code


@pytest.mark.parametrize(
    ("fault", "raised", "says"),
    [
        ("session_timeout", EventStreamError, "SessionTimeoutException"),
        ("streaming_error", EventStreamError, "SessionStreamingException"),
        ("corrupt_frame", ChecksumMismatch, "Checksum mismatch"),
        ("reset", (ProtocolError, ResponseStreamingError, HTTPClientError), "reset"),
        ("stall", Exception, "timed out"),
    ],
)
def test_a_session_ends_by_fault(
    fast: Aws, logs: Any, fault: str, raised: type[Exception], says: str
) -> None:
    with session(logs) as events:
        admin(fast, "faults", {"name": fault, "api": "StartLiveTail", "seconds": 500})
        with pytest.raises(raised, match=f"(?i){says}"):
            results(events, 1)


@pytest.mark.parametrize("fault", ["truncated_stream", "clean_end"])
def test_a_session_ends_without_a_word(fast: Aws, logs: Any, fault: str) -> None:
    with session(logs) as events:
        admin(fast, "faults", {"name": fault, "api": "StartLiveTail"})
        assert all("sessionUpdate" in event for event in events)


def test_a_sampled_update_loses_what_it_says(fast: Aws, logs: Any) -> None:
    with session(logs) as events:
        put(fast, 1)
        admin(fast, "faults", {"name": "sampled", "api": "StartLiveTail"})
        while not (update := next(events)["sessionUpdate"])["sessionMetadata"]["sampled"]:
            pass
        assert update["sessionResults"] == []


def test_a_reader_that_leaves_closes_its_session(fast: Aws, logs: Any) -> None:
    with session(logs):
        assert len(fast.server.account.sessions) == 1
    logs.close()
    deadline = time.monotonic() + 5
    while fast.server.account.sessions and time.monotonic() < deadline:
        time.sleep(0.01)
    assert fast.server.account.sessions == []
    assert fast.server.account.groups["us-east-1", GROUP].watchers == []


def test_fifteen_sessions_are_open_at_most() -> None:
    account = open_account(ONCE, SystemClock())
    call = ApiCall("logs", "StartLiveTail", "us-east-1", "A", {"logGroupIdentifiers": [ARN]})
    sessions = [open_session(account, call) for _ in range(15)]
    with pytest.raises(AwsError, match="LimitExceededException"):
        open_session(account, call)
    close_session(account, sessions[3])
    open_session(account, call)


def test_a_reader_that_is_too_slow_loses_the_oldest() -> None:
    waiting = PendingUpdates()
    for number in range(14):
        waiting.put({"n": number, "sessionResults": []})
    assert [update["n"] for update in waiting.take()] == list(range(4, 14))
    for number in range(8):
        waiting.put({"n": number, "sessionResults": [{}] * 1_000})
    assert [update["n"] for update in waiting.take()] == list(range(3, 8))


def test_a_session_ends_after_its_time(logs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_tail_wire, "SESSION_S", 3)
    with session(logs) as events:
        for _ in range(3):
            next(events)
        with pytest.raises(EventStreamError, match="SessionTimeoutException"):
            results(events, 1)


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("sessionStart", {"logStreamNames": []}),
        ("sessionUpdate", {"sessionResults": [{"message": 1}]}),
        ("sessionUpdate", {"results": []}),
    ],
)
def test_a_wrong_event_of_its_own_is_a_mistake(kind: str, payload: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="would answer wrongly"):
        check_event("logs", "StartLiveTail", kind, payload)
