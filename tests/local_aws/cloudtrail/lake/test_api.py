"""CloudTrail Lake as boto3 sees it."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.local_aws.admin import admin
from tests.local_aws.embedded import Aws, embedded, replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COUNT = 2500
BASE = 1_760_000_000


def record(number: int) -> dict[str, Any]:
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(BASE + number))
    named = {"errorCode": "MessageRejected"} if number % 100 == 0 else {}
    return {
        "eventID": f"id-{number}",
        "eventTime": stamp,
        "eventSource": "ses.amazonaws.com" if number % 2 == 0 else "s3.amazonaws.com",
        "eventName": "SendEmail",
        "readOnly": True,
        "userIdentity": {"arn": f"arn:aws:iam::123456789012:user/u{number % 3}"},
        **named,
    }


@pytest.fixture(scope="module")
def lake_aws() -> Iterator[Aws]:
    with embedded(replaced(lake=True, query_s=0)) as aws:
        lines = [
            json.dumps({"record": record(number), "event_data_store": True})
            for number in reversed(range(COUNT))
        ]
        admin(aws, "records", "\n".join(lines).encode())
        yield aws


@pytest.fixture
def lake(lake_aws: Aws) -> Iterator[Any]:
    yield lake_aws.client("cloudtrail", parameter_validation=False)
    admin(lake_aws, "faults", method="DELETE")


def store_id(lake: Any) -> str:
    arn = lake.list_event_data_stores()["EventDataStores"][0]["EventDataStoreArn"]
    return str(arn).rpartition("/")[2]


def code(call: Callable[..., Any], **params: Any) -> str:
    with pytest.raises(ClientError) as caught:
        call(**params)
    return str(caught.value.response["Error"]["Code"])


def asked(lake: Any, statement: str) -> list[dict[str, str]]:
    """Ask in SQL, read every page, and give each row as one mapping."""
    query = lake.start_query(QueryStatement=statement.replace("STORE", store_id(lake)))["QueryId"]
    assert lake.describe_query(QueryId=query)["QueryStatus"] == "FINISHED"
    rows: list[dict[str, str]] = []
    more: dict[str, str] = {}
    while True:
        page = lake.get_query_results(QueryId=query, MaxQueryResults=1000, **more)
        for row in page["QueryResultRows"]:
            assert all(len(column) == 1 for column in row)
            rows.append({name: value for column in row for name, value in column.items()})
        if "NextToken" not in page:
            return rows
        more = {"NextToken": page["NextToken"]}


def test_the_list_gives_arn_and_name_and_the_store_the_rest(lake: Any) -> None:
    (listed,) = lake.list_event_data_stores()["EventDataStores"]
    assert set(listed) == {"EventDataStoreArn", "Name"}
    for name in (listed["EventDataStoreArn"], store_id(lake)):
        store = lake.get_event_data_store(EventDataStore=name)
        assert store["Status"] == "ENABLED"
        assert "AWS::SES::EmailIdentity" in json.dumps(store["AdvancedEventSelectors"])


def test_the_shape_that_is_followed_comes_whole_and_in_order(lake: Any) -> None:
    rows = asked(
        lake,
        "SELECT eventJson FROM STORE WHERE eventSource = 'ses.amazonaws.com' AND "
        "eventTime >= '2025-10-09 08:53:20' AND eventTime <= '2025-10-09 10:00:00' "
        "ORDER BY eventTime",
    )
    expected = [record(number) for number in range(0, COUNT, 2)]
    assert [json.loads(row["eventJson"]) for row in rows] == expected


@pytest.mark.parametrize(
    ("where", "count"),
    [
        (
            "eventTime > timestamp '2025-10-09 08:53:20.000' AND eventTime < '2025-10-09 08:53:23'",
            2,
        ),
        ("eventTime >= '2025-10-09'", COUNT),
        ("errorCode = 'MessageRejected'", 25),
        ("errorCode != 'MessageRejected'", 0),
        ("errorCode IS NULL", COUNT - 25),
        ("NOT errorCode LIKE 'Mess%' OR errorCode IS NOT NULL", 25),
        ("userIdentity.arn LIKE '%user/u_' AND readOnly = true", COUNT),
        ("eventID IN ('id-1', 'id-2', 'it''s')", 2),
        ("eventID NOT IN ('id-1') AND (eventID = 'id-1' OR eventID = 'id-3')", 1),
    ],
)
def test_rows_are_counted_in_the_logic_of_sql(lake: Any, where: str, count: int) -> None:
    (row,) = asked(lake, f"select COUNT(*) from STORE where {where}")
    assert list(row.values()) == [str(count)]


def test_order_limit_and_null(lake: Any) -> None:
    rows = asked(
        lake, "SELECT eventID, errorCode, eventTime FROM STORE ORDER BY eventTime DESC LIMIT 2"
    )
    assert rows == [
        {"eventID": f"id-{n}", "errorCode": "", "eventTime": f"2025-10-09 09:34:{n - 2440:02}.000"}
        for n in (2499, 2498)
    ]
    assert set(asked(lake, "SELECT * FROM STORE LIMIT 1")[0]) >= {"eventJson", "eventTime"}


def test_what_lies_outside_the_bounds_is_not_scanned(lake: Any) -> None:
    def scanned(where: str) -> Any:
        query = lake.start_query(
            QueryStatement=f"SELECT eventJson FROM {store_id(lake)} WHERE {where}"
        )["QueryId"]
        return lake.describe_query(QueryId=query)["QueryStatistics"]

    some = scanned("eventSource = 'x' AND eventTime <= '2025-10-09 08:53:29'")
    everything = scanned("eventSource = 'x' OR eventTime <= '2025-10-09 08:53:29'")
    assert (some["EventsScanned"], some["EventsMatched"]) == (10, 0)
    assert everything["EventsScanned"] == COUNT
    assert everything["BytesScanned"] > 200 * some["BytesScanned"] > 0


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM STORE",
        "SELECT eventJson FROM somewhere",
        "SELECT colour FROM STORE",
        "SELECT eventJson FROM STORE WHERE colour = 'red'",
        "SELECT eventJson FROM STORE WHERE eventTime > 'yesterday'",
        "SELECT eventJson FROM STORE WHERE eventTime > '2025-99-99 00:00:00'",
        "SELECT eventJson FROM STORE WHERE eventName = 3",
        "SELECT eventJson FROM STORE WHERE readOnly = 'true'",
        "SELECT eventJson FROM STORE WHERE readOnly LIKE true",
        "SELECT eventJson FROM STORE WHERE (eventName = 'x'",
        "SELECT eventJson FROM STORE WHERE eventName ~ 'x'",
        "SELECT eventJson FROM STORE WHERE eventName",
        "SELECT eventJson FROM STORE ORDER BY eventName",
        "SELECT eventJson FROM STORE LIMIT many",
        "SELECT eventJson FROM STORE; DROP TABLE x",
        "SELECT eventJson FROM STORE JOIN STORE",
    ],
)
def test_other_sql_is_refused(lake: Any, statement: str) -> None:
    text = statement.replace("STORE", store_id(lake))
    assert code(lake.start_query, QueryStatement=text) == "InvalidQueryStatementException"


@pytest.mark.parametrize(
    ("operation", "params", "expected"),
    [
        ("get_event_data_store", {"EventDataStore": "x" * 36}, "EventDataStoreNotFoundException"),
        ("get_event_data_store", {"EventDataStore": "arn:x"}, "EventDataStoreARNInvalidException"),
        ("describe_query", {"QueryId": "0" * 36}, "QueryIdNotFoundException"),
        ("get_query_results", {"QueryId": "0" * 36}, "QueryIdNotFoundException"),
        ("cancel_query", {"QueryId": "0" * 36}, "QueryIdNotFoundException"),
        ("start_query", {}, "InvalidParameterException"),
        ("list_event_data_stores", {"MaxResults": 1001}, "ValidationException"),
        ("list_event_data_stores", {"NextToken": "made-up"}, "InvalidNextTokenException"),
    ],
)
def test_bad_calls_are_refused(
    lake: Any, operation: str, params: dict[str, Any], expected: str
) -> None:
    assert code(getattr(lake, operation), **params) == expected


def test_a_store_is_of_one_region(lake_aws: Aws, lake: Any) -> None:
    elsewhere = lake_aws.client("cloudtrail", region="eu-west-1")
    assert elsewhere.list_event_data_stores()["EventDataStores"] == []
    assert code(elsewhere.get_event_data_store, EventDataStore=store_id(lake)) == (
        "EventDataStoreNotFoundException"
    )


def test_a_token_belongs_to_its_query(lake: Any) -> None:
    statement = f"SELECT eventID FROM {store_id(lake)}"
    first, second = (lake.start_query(QueryStatement=statement)["QueryId"] for _ in range(2))
    token = lake.get_query_results(QueryId=first, MaxQueryResults=10)["NextToken"]
    other = {"QueryId": second, "MaxQueryResults": 10, "NextToken": token}
    assert code(lake.get_query_results, **other) == "InvalidNextTokenException"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("throttle", "ThrottlingException"),
        ("access_denied", "AccessDeniedException"),
        ("store_deleted", "EventDataStoreNotFoundException"),
    ],
)
def test_a_call_is_refused_by_name(lake_aws: Aws, lake: Any, fault: str, expected: str) -> None:
    statement = f"SELECT eventID FROM {store_id(lake)} LIMIT 1"
    admin(lake_aws, "faults", {"name": fault, "api": "StartQuery"})
    assert code(lake.start_query, QueryStatement=statement) == expected
    lake.start_query(QueryStatement=statement)


@pytest.mark.parametrize(
    ("fault", "status"), [("query_failed", "FAILED"), ("query_timed_out", "TIMED_OUT")]
)
def test_a_query_ends_badly_by_name(lake_aws: Aws, lake: Any, fault: str, status: str) -> None:
    admin(lake_aws, "faults", {"name": fault})
    query = lake.start_query(QueryStatement=f"SELECT eventID FROM {store_id(lake)}")["QueryId"]
    told = lake.describe_query(QueryId=query)
    assert told["QueryStatus"] == status
    assert told["ErrorMessage"]
    page = lake.get_query_results(QueryId=query)
    assert (page["QueryStatus"], page["QueryResultRows"]) == (status, [])


def test_queries_take_time_are_ten_at_once_and_can_be_cancelled(fresh: Callable[..., Aws]) -> None:
    lake = fresh(lake=True, query_s=30).client("cloudtrail")
    statement = f"SELECT eventID FROM {store_id(lake)}"
    queries = [lake.start_query(QueryStatement=statement)["QueryId"] for _ in range(10)]
    assert lake.describe_query(QueryId=queries[0])["QueryStatus"] == "QUEUED"
    assert lake.get_query_results(QueryId=queries[0])["QueryResultRows"] == []
    assert code(lake.start_query, QueryStatement=statement) == "MaxConcurrentQueriesException"
    assert lake.cancel_query(QueryId=queries[0])["QueryStatus"] == "CANCELLED"
    assert lake.describe_query(QueryId=queries[0])["QueryStatus"] == "CANCELLED"
    assert code(lake.cancel_query, QueryId=queries[0]) == "InactiveQueryException"
    lake.start_query(QueryStatement=statement)


def test_queries_are_throttled_at_three_a_second(fresh: Callable[..., Aws]) -> None:
    lake = fresh(lake=True, query_s=0, quotas=True).client("cloudtrail")
    statement = f"SELECT eventID FROM {store_id(lake)}"
    started = code(lambda: [lake.start_query(QueryStatement=statement) for _ in range(40)])
    assert started == "ThrottlingException"


def test_sends_reach_the_store_as_its_selectors_and_status_say(fresh: Callable[..., Aws]) -> None:
    aws = fresh(lake=True, query_s=0)
    lake, ses = aws.client("cloudtrail"), aws.client("ses")
    ses.verify_email_identity(EmailAddress="a@example.com")
    store = next(iter(aws.server.account.lake.stores.values()))

    def send() -> int:
        ses.send_email(
            Source="a@example.com",
            Destination={"ToAddresses": ["to@example.org"]},
            Message={"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "b"}}},
        )
        found = asked(lake, "SELECT eventJson FROM STORE WHERE eventName = 'SendEmail'")
        return len(found)

    assert send() == 1
    store.status = "STOPPED_INGESTION"
    assert send() == 1
    store.status = "ENABLED"
    assert send() == 2
    store.status = "PENDING_DELETION"
    refused = {"QueryStatement": f"SELECT eventID FROM {store.id}"}
    assert code(lake.start_query, **refused) == "InactiveEventDataStoreException"
    assert lake.describe_trails()["trailList"] == []
    assert aws.records() == []


@pytest.mark.parametrize(("fault", "count"), [("duplicate", 2), ("late", 0)])
def test_delivery_to_the_store_can_go_wrong(
    fresh: Callable[..., Aws], fault: str, count: int
) -> None:
    aws = fresh(lake=True, query_s=0)
    admin(aws, "faults", {"name": fault, "api": "VerifyEmailIdentity"})
    aws.client("ses").verify_email_identity(EmailAddress="a@example.com")
    found = asked(aws.client("cloudtrail"), "SELECT eventID FROM STORE")
    assert len(found) == count


def test_stores_are_listed_by_pages(fresh: Callable[..., Aws]) -> None:
    aws = fresh(lake=True)
    account = aws.server.account
    account.lake.add(account.settings, "another", 0)
    lake = aws.client("cloudtrail")
    first = lake.list_event_data_stores(MaxResults=1)
    second = lake.list_event_data_stores(MaxResults=1, NextToken=first["NextToken"])
    names = [one["Name"] for page in (first, second) for one in page["EventDataStores"]]
    assert names == ["ses-sends", "another"]
    assert "NextToken" not in second
