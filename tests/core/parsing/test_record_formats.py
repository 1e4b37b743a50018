"""Records in other clothes, all the way from the embedded AWS: recognised, and none lost."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.clock import SystemClock
from sestrail_tui.core.details.overview import overview
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.local_aws.account.settings import Settings
from sestrail_tui.local_aws.server.server import LocalServer, running
from sestrail_tui.places.connect import AwsConnection
from sestrail_tui.places.log_group.unparsed_messages import is_odd, wanted
from sestrail_tui.places.options import Options
from tests.follow.fakes import message

if TYPE_CHECKING:
    from sestrail_tui.core.record import Record
    from sestrail_tui.follow.health import Health

DIRECT = "aws/cloudtrail/dataevents"
"""AWS: CloudWatch user guide, "Telemetry configuration rules": no trail delivers here."""
OCSF: dict[str, Any] = {
    "class_uid": 6003,
    "class_name": "API Activity",
    "time": 1760000000000,
    "metadata": {"uid": "ocsf-1"},
    "api": {
        "operation": "SendEmail",
        "service": {"name": "ses.amazonaws.com"},
        "request": {"uid": "r", "data": '{"source": "a@b.com", "configurationSetName": "hoge"}'},
    },
    "actor": {"user": {"type": "AssumedRole", "uid": "arn:aws:sts::111:assumed-role/app/job"}},
    "cloud": {"region": "us-east-2", "account": {"uid": "111"}},
    "status": "Success",
}
SUM: dict[str, Any] = {
    "eventVersion": "1.0",
    "accountId": "123456789012",
    "eventId": "sum-1",
    "eventCategory": "Aggregated",
    "eventType": "AwsAggregatedEvent",
    "awsRegion": "us-east-1",
    "eventSource": "ses.amazonaws.com",
    "timeWindow": {"windowStart": "2026-11-23T07:00:00Z", "windowEnd": "2026-11-23T07:05:00Z"},
    "summary": {
        "primaryDimension": {
            "dimension": "eventName",
            "statistics": [{"name": "SendEmail", "value": 1204}],
        },
        "details": [],
    },
}
LARGE = message(2, requestParameters={"source": "a@b.com", "x": "y" * 900_000})
OMITTED = message(3, requestParameters=None)
CUT = message(4)[:-20]
WRAPPED = f'{{"Records": [{message(5)}, {message(6)}]}}'
TEXT = 'truncated: {"eventSource":"ses.amazonaws.com"} [cut]'
STRANGERS = ("no record at all", message(7, eventSource="s3.amazonaws.com"))


def put(server: LocalServer, *texts: str) -> None:
    body = "\n".join(json.dumps({"message": text, "log_group": DIRECT}) for text in texts)
    url = f"{server.endpoint}/_sestrail/records"
    with urllib.request.urlopen(urllib.request.Request(url, body.encode(), method="POST")) as done:
        done.read()


async def read(*texts: str, **more: Any) -> tuple[list[Record], dict[str, Health]]:
    """Put messages into a group that no trail names, and read all there is."""
    async with running(Settings(quotas=False)) as server:
        await asyncio.to_thread(put, server, *texts)
        options = Options(
            regions=("us-east-1",),
            endpoint_url=server.endpoint,
            credentials=("a", "b"),
            follow=False,
            history=False,
            **more,
        )
        feed = await AwsConnection(options, SystemClock()).open()
        records: list[Record] = []
        healths: dict[str, Health] = {}
        async with asyncio.timeout(20):
            async for item in feed.news():
                if isinstance(item, Arrivals):
                    records += item.records
                else:
                    healths[item.source] = item
        await feed.close()
    return records, healths


async def test_every_shape_is_recognised_and_shown_once() -> None:
    texts = (message(1), json.dumps(OCSF), json.dumps(SUM), LARGE, OMITTED, CUT, WRAPPED, TEXT)
    records, healths = await read(*texts, *STRANGERS)
    assert sorted((record.kind, record.event_id) for record in records) == [
        ("aggregate", "sum-1"),
        ("send", "id-1"),
        ("send", "id-2"),
        ("send", "id-3"),
        ("send", "id-5"),
        ("send", "id-6"),
        ("send", "ocsf-1"),
        ("unreadable", ""),
        ("unreadable", ""),
    ]
    assert {record.raw.decode() for record in records if record.kind == "unreadable"} == {CUT, TEXT}
    assert healths[DIRECT].records == 5
    assert healths[f"{DIRECT} (odd messages)"].records == 3
    assert not healths[f"{DIRECT} (odd messages)"].holds_sends


async def test_what_each_says_of_itself() -> None:
    records, _ = await read(json.dumps(OCSF), json.dumps(SUM), LARGE, OMITTED, CUT)
    ocsf, total, large, omitted, cut = sorted(
        records, key=lambda one: ("ocsf-1", "sum-1", "id-2", "id-3", "").index(one.event_id)
    )
    assert (ocsf.call, ocsf.config_set, ocsf.region) == ("SendEmail v1", "hoge", "us-east-2")
    assert "Rewritten" in said(ocsf)
    assert total.call == "SendEmail x1,204"
    assert "CloudTrail's sum of many calls" in said(total)
    assert len(large.raw) > 900_000
    assert large.sender == "a@b.com"
    assert "The request is not in the record." in said(omitted)
    assert "These bytes hold no JSON object" in said(cut)


def said(record: Record) -> str:
    return " ".join(
        f"{line.label} {line.value}" for section in overview(record) for line in section.lines
    )


@pytest.mark.parametrize(
    ("text", "asked"),
    [("", True), ("kind:unreadable", True), ("hoge", True), ("config:(none)", True),
     ("config:hoge", False), ("error:*", False), ("kind:send config:a", False)],
)  # fmt: skip
def test_odd_messages_are_looked_for_where_a_filter_may_keep_one(text: str, asked: bool) -> None:
    assert wanted(parse(text)) is asked
    assert wanted(None)


async def test_a_filter_that_keeps_none_spends_no_calls_on_them() -> None:
    _, healths = await read(CUT, filter=parse("config:hoge"))
    assert not any("odd" in name for name in healths)


@pytest.mark.parametrize("text", [message(1), STRANGERS[1], json.dumps(OCSF), json.dumps(SUM)])
def test_a_record_of_any_service_is_not_odd(text: str) -> None:
    assert not is_odd(text)


@pytest.mark.parametrize("text", [CUT, WRAPPED, TEXT, "", "{}", "[]", '"ses"', '{"api": 3}'])
def test_what_names_no_service_is_odd(text: str) -> None:
    assert is_odd(text)


@given(st.text())
def test_any_text_can_be_asked_about(text: str) -> None:
    assert isinstance(is_odd(text), bool)
