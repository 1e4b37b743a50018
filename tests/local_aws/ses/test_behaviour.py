"""A SES that takes any sender, throttles, refuses and takes its time."""

from __future__ import annotations

import json
import urllib.request
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.local_aws.embedded import ONCE, Aws, in_thread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.local_aws.account.settings import Settings


@pytest.fixture
def told(request: pytest.FixtureRequest) -> Iterator[Aws]:
    settings: Settings = replace(ONCE, any_sender=True, **request.param)
    with in_thread(settings) as server, ExitStack() as stack:
        yield Aws(server, stack)


def send(aws: Aws, times: int, version: str = "sesv2") -> Counter[str]:
    client = aws.client(version)
    codes: Counter[str] = Counter()
    text = {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "b"}}}
    to = {"ToAddresses": ["to@example.org"]}
    for _ in range(times):
        try:
            if version == "sesv2":
                client.send_email(
                    FromEmailAddress="Shop <no@body.example>",
                    Destination=to,
                    Content={"Simple": text},
                )
            else:
                client.send_email(Source="no@body.example", Destination=to, Message=text)
            codes["taken"] += 1
        except ClientError as error:
            codes[error.response["Error"]["Code"]] += 1
    return codes


@pytest.mark.parametrize("told", [{}], indirect=True)
def test_any_sender_is_taken_and_recorded(told: Aws) -> None:
    assert send(told, 2) == {"taken": 2}
    assert send(told, 1, "ses") == {"taken": 1}
    assert [one["eventName"] for one in told.records()] == ["SendEmail"] * 3
    identity = told.last()["resources"][0]["ARN"]
    assert identity.endswith(":identity/no@body.example")


@pytest.mark.parametrize("told", [{"refused_share": 1.0}], indirect=True)
def test_refused_sends_are_recorded(told: Aws) -> None:
    assert send(told, 2) == {"MessageRejected": 2}
    assert told.last()["errorCode"] == "MessageRejected"
    told.client("sesv2").list_email_identities()


@pytest.mark.parametrize("told", [{"sends_per_s": 0.001}], indirect=True)
def test_sends_above_the_rate_are_throttled(told: Aws) -> None:
    assert send(told, 3) == {"taken": 1, "TooManyRequestsException": 2}
    assert send(told, 1, "ses") == {"Throttling": 1}


@pytest.mark.parametrize("told", [{}], indirect=True)
def test_by_fault_for_a_while(told: Aws) -> None:
    def fault(**what: Any) -> None:
        request = urllib.request.Request(
            f"{told.server.endpoint}/_sestrail/faults", json.dumps(what).encode(), method="POST"
        )
        with urllib.request.urlopen(request):
            pass

    fault(name="reject", api="SendEmail", count=2)
    fault(name="slow", api="SendEmail", seconds=0.01)
    assert send(told, 3) == {"MessageRejected": 2, "taken": 1}
    fault(name="throttle", api="SendEmail")
    assert send(told, 2) == {"TooManyRequestsException": 1, "taken": 1}


@pytest.mark.parametrize("told", [{"answer_s": 0.01}], indirect=True)
def test_answers_take_their_time(told: Aws) -> None:
    assert send(told, 1) == {"taken": 1}
