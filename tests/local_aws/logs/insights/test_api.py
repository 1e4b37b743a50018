"""CloudWatch Logs Insights as boto3 sees it."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.local_aws.admin import admin
from tests.local_aws.embedded import GROUP, Aws, embedded, replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COUNT = 300
BASE = int(time.time()) - 3600


def record(number: int) -> dict[str, Any]:
    return {
        "eventID": f"id-{number}",
        "eventSource": "ses.amazonaws.com" if number % 2 == 0 else "s3.amazonaws.com",
        "eventName": "SendEmail" if number % 3 else 'Odd "name"',
        "readOnly": True,
        "number": number,
        "resources": [{"ARN": f"arn:{number}"}],
        "many": list(range(300)),
    }


@pytest.fixture(scope="module")
def insights_aws() -> Iterator[Aws]:
    with embedded(replaced(query_s=0)) as aws:
        logs = aws.client("logs")
        logs.create_log_group(logGroupName="rare", logGroupClass="INFREQUENT_ACCESS")
        lines = [
            {"record": record(one), "timestamp_ms": BASE * 1000 + one * 500, "log_group": group}
            for one in range(COUNT)
            for group in (GROUP, "rare")
        ]
        for group in ("rare",):
            aws.server.account.groups["us-east-1", group].created = BASE * 1000 - 5
        admin(aws, "records", "\n".join(map(json.dumps, lines)).encode())
        yield aws


@pytest.fixture
def logs(insights_aws: Aws) -> Iterator[Any]:
    yield insights_aws.client("logs", parameter_validation=False)
    admin(insights_aws, "faults", method="DELETE")


def asked(logs: Any, query: str, group: str = GROUP, **params: Any) -> dict[str, Any]:
    """Start a query, read every page, and give the last answer with all rows as mappings."""
    span = {"startTime": BASE, "endTime": BASE + COUNT, **params}
    started = logs.start_query(logGroupNames=[group], queryString=query, **span)["queryId"]
    rows: list[dict[str, str]] = []
    more: dict[str, str] = {}
    while True:
        page = logs.get_query_results(queryId=started, maxItems=70, **more)
        rows += [{cell["field"]: cell["value"] for cell in row} for row in page["results"]]
        if "nextToken" not in page:
            return {**page, "rows": rows}
        more = {"nextToken": page["nextToken"]}


def code(call: Callable[..., Any], **params: Any) -> str:
    with pytest.raises(ClientError) as caught:
        call(**params)
    return str(caught.value.response["Error"]["Code"])


def test_messages_come_as_they_are_and_the_statistics_tell_what_was_scanned(logs: Any) -> None:
    found = asked(logs, "# all\nfields @message, @timestamp | sort @timestamp asc")
    assert [json.loads(row["@message"]) for row in found["rows"]] == list(map(record, range(COUNT)))
    assert found["status"] == "Complete"
    assert found["rows"][1]["@timestamp"].endswith(".500")
    assert len({row["@ptr"] for row in found["rows"]}) == COUNT
    statistics = found["statistics"]
    assert statistics["recordsMatched"] == statistics["recordsScanned"] == COUNT
    one = asked(logs, 'filter eventID = "id-7"')
    assert len(one["rows"]) == 1
    assert one["statistics"]["bytesScanned"] == statistics["bytesScanned"] > 1000 * COUNT


@pytest.mark.parametrize(
    ("condition", "keeps"),
    [
        ("@message like /(?i)SES[.]AMAZON/", lambda n: n % 2 == 0),
        ('@message like "ses.amazonaws.com"', lambda n: n % 2 == 0),
        ("@message not like /ses\\.amazon/ and number < 10", lambda n: n % 2 and n < 10),
        ("eventName = 'Odd \"name\"'", lambda n: n % 3 == 0),
        ("not (eventSource =~ /ses/ or number >= 20)", lambda n: n % 2 and n < 20),
        ('resources.0.ARN in ["arn:3", "arn:4"]', lambda n: n in (3, 4)),
        ("ispresent(`eventName`) and readOnly = 'true' and number != 5", lambda n: n != 5),
        ("ispresent(nothing) or many.299 = 299", lambda _: False),
        ("number not in [1, 2] and number <= 3", lambda n: n in (0, 3)),
    ],
)
def test_conditions(logs: Any, condition: str, keeps: Callable[[int], bool]) -> None:
    found = asked(logs, f"fields eventID | filter {condition} | sort number desc")
    want = [f"id-{number}" for number in reversed(range(COUNT)) if keeps(number)]
    assert [row["eventID"] for row in found["rows"]] == want


def test_infrequent_access_discovers_no_fields_and_has_messages_all_the_same(logs: Any) -> None:
    assert asked(logs, 'filter eventID = "id-7"', "rare")["rows"] == []
    assert len(asked(logs, 'filter @message like "id-7"', "rare")["rows"]) == 11


def test_ranges_are_whole_seconds_and_limits_hold(logs: Any) -> None:
    second = asked(logs, "fields @message", startTime=BASE + 2, endTime=BASE + 2)
    assert [json.loads(row["@message"])["number"] for row in second["rows"]] == [5, 4]
    assert len(asked(logs, "limit 9")["rows"]) == 9
    assert len(asked(logs, "fields @message", limit=8)["rows"]) == 8


def test_the_estimate_is_a_number_and_scans_nothing(logs: Any) -> None:
    scanned = asked(logs, "fields @message")["statistics"]["bytesScanned"]
    found = asked(logs, 'filter @message like "x" | estimate')
    assert float(found["rows"][0]["estimatedBytes"]) == scanned
    assert found["statistics"]["bytesScanned"] == 0


@pytest.mark.parametrize(
    "query",
    [
        "filter",
        "filter a",
        "filter a like",
        "filter a like /(/",
        "filter a = ",
        "filter (a = 1",
        "stats count(*)",
        "limit x",
        "estimate | limit 1",
        "fields a; b",
        "fields a b",
        "filter a not = 1",
        "filter = 1",
        "filter a in [1",
        "",
    ],
)
def test_what_is_no_query_is_refused(logs: Any, query: str) -> None:
    span = {"startTime": 0, "endTime": int(time.time())}
    params = {"logGroupName": GROUP, "queryString": query, **span}
    assert code(logs.start_query, **params) == "MalformedQueryException"


def test_other_refusals(logs: Any) -> None:
    good = {"queryString": "limit 1", "startTime": BASE, "endTime": BASE}
    refused = "InvalidParameterException"
    assert code(logs.start_query, **good) == refused
    both = {"logGroupName": GROUP, "logGroupNames": [GROUP]}
    assert code(logs.start_query, **good, **both) == refused
    assert code(logs.start_query, **good, logGroupNames=[]) == refused
    assert code(logs.start_query, **good, logGroupName="x") == "ResourceNotFoundException"
    late = {**good, "endTime": BASE - 1, "logGroupName": GROUP}
    assert code(logs.start_query, **late) == refused
    old = {**good, "startTime": 1, "endTime": 2, "logGroupName": GROUP}
    assert code(logs.start_query, **old) == "MalformedQueryException"
    assert code(logs.start_query, **good, logGroupName=GROUP, limit=100_001) == refused
    sql = {"queryLanguage": "SQL", "logGroupName": GROUP}
    assert code(logs.start_query, **good, **sql) == refused
    assert code(logs.get_query_results, queryId="x") == "ResourceNotFoundException"
    query = logs.start_query(**good, logGroupName=GROUP)["queryId"]
    assert code(logs.get_query_results, queryId=query, nextToken="x") == refused
    assert code(logs.stop_query, queryId=query) == refused


def test_what_infrequent_access_does_not_offer_is_refused_as_aws_does(
    insights_aws: Aws, logs: Any
) -> None:
    with pytest.raises(ClientError) as caught:
        logs.filter_log_events(logGroupName="rare")
    error = caught.value.response["Error"]
    assert error["Code"] == "InvalidOperationException"
    assert error["Message"] == (
        "The log group rare is of log-group-class INFREQUENT_ACCESS. FilterLogEvents is not "
        "supported for this log class."
    )
    live = insights_aws.client("logs", inject_host_prefix=False)
    arn = "arn:aws:logs:us-east-1:123456789012:log-group:rare"
    assert code(live.start_live_tail, logGroupIdentifiers=[arn]) == "InvalidOperationException"
    listed = logs.describe_log_groups(logGroupClass="INFREQUENT_ACCESS")["logGroups"]
    assert [one["logGroupName"] for one in listed] == ["rare"]


def test_a_query_takes_its_time_and_can_be_stopped(fresh: Callable[..., Aws]) -> None:
    aws = fresh(query_s=60)
    admin(aws, "records", json.dumps({"record": record(2)}).encode())
    logs = aws.client("logs")
    now = int(time.time())
    params = {"queryString": "limit 5", "startTime": now - 60, "endTime": now + 60}
    query = logs.start_query(logGroupName=GROUP, **params)["queryId"]
    assert logs.get_query_results(queryId=query)["status"] == "Scheduled"
    (listed,) = logs.describe_queries(status="Scheduled", maxResults=1)["queries"]
    assert (listed["queryId"], listed["queryString"]) == (query, "limit 5")
    assert logs.stop_query(queryId=query)["success"]
    assert logs.get_query_results(queryId=query)["status"] == "Cancelled"
    for _ in range(100):
        logs.start_query(logGroupName=GROUP, **params)
    assert code(logs.start_query, logGroupName=GROUP, **params) == "LimitExceededException"
    pages = [logs.describe_queries(maxResults=60)]
    pages.append(logs.describe_queries(maxResults=60, nextToken=pages[0]["nextToken"]))
    assert sum(len(page["queries"]) for page in pages) == 101


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ("query_failed", "Failed"),
        ("query_timed_out", "Timeout"),
        ("query_cancelled", "Cancelled"),
        ("query_unknown", "Unknown"),
    ],
)
def test_queries_end_as_a_fault_says(insights_aws: Aws, logs: Any, fault: str, status: str) -> None:
    admin(insights_aws, "faults", {"name": fault, "api": "StartQuery"})
    assert asked(logs, "limit 1")["status"] == status
    assert asked(logs, "limit 1")["status"] == "Complete"
