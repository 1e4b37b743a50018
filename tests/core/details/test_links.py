from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.details.links import (
    NOWHERE,
    NotThere,
    Origin,
    cli_command,
    console_link,
    insights_query,
)
from tests import aws_cli
from tests.local_aws.embedded import embedded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.core.record import Record
    from tests.local_aws.embedded import Aws

ARN: Final = "arn:aws:logs:us-east-1:123456789012:log-group:CloudTrail/logs"
GROUP: Final = Origin(ARN)
EVENT_ID: Final = "951c9085-80c2-4dad-913a-cb3a4d5ef73a"
TOLD: Final = {
    "eventSource": "ses.amazonaws.com",
    "eventName": "SendEmail",
    "eventCategory": "Data",
    "eventTime": "2025-04-14T20:02:52Z",
    "eventID": EVENT_ID,
    "awsRegion": "us-east-1",
}


def record(**more: Any) -> Record:
    return decode(json.dumps(TOLD | more).encode(), delivered_ms=1_744_661_224_000)


@pytest.fixture(scope="module")
def aws() -> Iterator[Aws]:
    with embedded() as running:
        ses = running.client("ses")
        for name in ("a", "b", "c"):
            ses.verify_email_identity(EmailAddress=f"{name}@example.com")
            ses.send_email(
                Source=f"{name}@example.com",
                Destination={"ToAddresses": ["you@example.net"]},
                Message={"Subject": {"Data": name}, "Body": {"Text": {"Data": name}}},
            )
        yield running


def test_the_command_gives_each_record_back_and_no_other(aws: Aws) -> None:
    group = aws.server.account.delivery.group
    assert len(group.events) >= 6
    for event in group.events:
        found = decode(event.message.encode(), delivered_ms=event.ingestion)
        told = aws_cli.run(cli_command(found, GROUP), aws.client)
        if found.kind == "change":  # event history writes the record anew
            assert [json.loads(text) for text in told] == [json.loads(found.raw)]
        else:
            assert [text.encode() for text in told] == [found.raw]


def test_a_record_inside_of_something_is_found_by_its_id_as_a_word() -> None:
    inside = msgspec.structs.replace(record(), raw=json.dumps({"detail": TOLD}).encode())
    assert f"--filter-pattern '\"{EVENT_ID}\"'" in cli_command(inside, GROUP)
    assert f'@message like "{EVENT_ID}"' in insights_query(inside)


@given(st.text(min_size=1), st.text())
def test_nothing_hostile_gets_into_a_command(event_id: str, profile: str) -> None:
    hostile = msgspec.structs.replace(record(), event_id=event_id)
    try:
        command = cli_command(hostile, Origin(ARN, profile))
    except NotThere:
        assert not re.fullmatch(r"[0-9a-f-]{36}", event_id)
        return
    words = shlex.split(command)
    assert words[: words.index("--filter-pattern")][-1] == ARN
    assert (profile in words) if profile else ("--profile" not in words)
    assert event_id.isascii()
    assert not set(event_id) & set("\"'\\ \n${}")


def test_the_query_reads_as_a_query() -> None:
    comment, *lines = insights_query(record()).splitlines()
    assert comment == "# look from 2025-04-14T19:57:52.000Z to 2025-04-14T20:12:04.000Z"
    assert lines == [
        "fields @timestamp, @message",
        f'| filter eventID = "{EVENT_ID}"',
        "| limit 20",
    ]


def unstarred(text: str) -> str:
    return unquote(text.replace("*", "%"))


def test_the_link_says_query_group_and_time_in_the_consoles_own_notation() -> None:
    link = urlsplit(console_link(record(), GROUP))
    assert link.netloc == "us-east-1.console.aws.amazon.com"
    assert (link.path, link.query) == ("/cloudwatch/home", "region=us-east-1")
    start = "logsV2:logs-insights$3FqueryDetail$3D"
    assert link.fragment.startswith(start)
    detail = unquote(unquote(link.fragment.removeprefix(start).replace("$", "%")))
    found = re.fullmatch(
        r"~\(end~'(.*?)~start~'(.*?)~timeType~'ABSOLUTE~tz~'UTC"
        r"~editorString~'(.*?)~source~\(~'(.*?)\)\)",
        detail,
    )
    assert found is not None
    last, first, query, group = map(unstarred, found.groups())
    assert (first, last) == ("2025-04-14T19:57:52.000Z", "2025-04-14T20:12:04.000Z")
    assert insights_query(record()).endswith(query)
    assert group == "CloudTrail/logs"


def test_a_change_is_shown_by_event_history() -> None:
    change = record(eventCategory="Management", managementEvent=True, eventName="DeleteIdentity")
    assert console_link(change, NOWHERE) == (
        "https://us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1"
        f"#/events/{EVENT_ID}"
    )
    assert cli_command(change, Origin(profile="a b")) == (
        "aws cloudtrail lookup-events --region us-east-1 --lookup-attributes "
        f"AttributeKey=EventId,AttributeValue={EVENT_ID} --profile 'a b' "
        "--query 'Events[].CloudTrailEvent' --output text"
    )


@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("cn-north-1", "https://cn-north-1.console.amazonaws.cn/"),
        ("us-gov-west-1", "https://us-gov-west-1.console.amazonaws-us-gov.com/"),
        ("eu-west-1", "https://eu-west-1.console.aws.amazon.com/"),
    ],
)
def test_each_partition_has_a_console_of_its_own(region: str, host: str) -> None:
    group = Origin(f"arn:aws:logs:{region}:123456789012:log-group:a")
    assert console_link(record(), group).startswith(host)


@pytest.mark.parametrize(
    ("found", "origin", "said"),
    [
        (record(), NOWHERE, "was not read from a log group"),
        (record(eventID="a'; rm -rf /"), GROUP, "no eventID"),
        (record(eventTime=None), Origin(ARN.replace("us-east-1", "us-iso-east-1")), "not known"),
        (record(managementEvent=True, awsRegion="x y"), GROUP, "which AWS region"),
        (msgspec.structs.replace(record(), delivered_ms=10**18), GROUP, "calendar"),
    ],
)
def test_what_cannot_be_looked_up_says_why(found: Record, origin: Origin, said: str) -> None:
    with pytest.raises(NotThere, match=said):
        console_link(found, origin)


def test_without_times_there_is_no_window() -> None:
    timeless = decode(json.dumps(TOLD | {"eventTime": None}).encode())
    assert "--start-time" not in cli_command(timeless, GROUP)
    assert insights_query(timeless).startswith("fields")
    undelivered = msgspec.structs.replace(record(), delivered_ms=None)
    words = shlex.split(cli_command(undelivered, GROUP))
    span = int(words[words.index("--end-time") + 1]) - int(words[words.index("--start-time") + 1])
    assert span > 24 * 3_600_000
