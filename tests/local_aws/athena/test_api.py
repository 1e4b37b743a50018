"""Athena as boto3 sees it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from sestrail_tui.local_aws.athena.ddl import read_table
from sestrail_tui.local_aws.athena.types import read_type
from tests.local_aws.admin import admin
from tests.local_aws.embedded import Aws, embedded, replaced

if TYPE_CHECKING:
    from collections.abc import Iterator

BUCKET = "athena-api-123456789012"
PLACE = f"s3://{BUCKET}/AWSLogs/123456789012/CloudTrail"
TABLE = "default.cloudtrail_logs_pp"


def key(region: str, day: int, unique: str) -> str:
    name = f"123456789012_CloudTrail_{region}_202611{day:02}T1200Z_{unique}.json.gz"
    return f"AWSLogs/123456789012/CloudTrail/{region}/2026/11/{day:02}/{name}"


def record(number: int, day: int, **more: Any) -> dict[str, Any]:
    return {
        "eventID": f"id-{number}",
        "eventTime": f"2026-11-{day:02}T12:00:00Z",
        "eventSource": "ses.amazonaws.com" if number % 2 == 0 else "s3.amazonaws.com",
        "eventName": "SendEmail",
        "readOnly": True,
        "userIdentity": {"type": "IAMUser", "ARN": f"arn:aws:iam::1:user/u{number}", "odd": 1},
        "requestParameters": {"configurationSetName": "a'b", "n": [1, None]},
        "resources": [{"ARN": "arn:x", "accountId": "1"}],
        "errorCode": None,
        **more,
    }


@pytest.fixture(scope="module")
def athena_aws() -> Iterator[Aws]:
    with embedded(replaced(trail="athena-api", log_file_s=60, query_s=0)) as aws:
        s3 = aws.client("s3", s3={"addressing_style": "path"})
        for day in range(1, 6):
            for region in ("us-east-1", "eu-west-1", "ap-south-1"):
                content = {"Records": [record(number, day) for number in range(4)]}
                body = json.dumps(content).encode()
                s3.put_object(Bucket=BUCKET, Key=key(region, day, "a"), Body=body)
        yield aws


@pytest.fixture
def athena(athena_aws: Aws) -> Iterator[Any]:
    yield athena_aws.client("athena", parameter_validation=False)
    admin(athena_aws, "faults", method="DELETE")


def start(athena: Any, sql: str, **more: Any) -> str:
    return str(athena.start_query_execution(QueryString=sql, **more)["QueryExecutionId"])


def execution(athena: Any, query_id: str) -> dict[str, Any]:
    found: dict[str, Any] = athena.get_query_execution(QueryExecutionId=query_id)
    return dict(found["QueryExecution"])


def rows(athena: Any, sql: str) -> list[list[str | None]]:
    query_id = start(athena, sql)
    assert execution(athena, query_id)["Status"]["State"] == "SUCCEEDED", execution(
        athena, query_id
    )["Status"]
    pages = athena.get_paginator("get_query_results").paginate(
        QueryExecutionId=query_id, PaginationConfig={"PageSize": 7}
    )
    found = [
        [one.get("VarCharValue") for one in row["Data"]]
        for page in pages
        for row in page["ResultSet"]["Rows"]
    ]
    return found[1:]


def test_paths_of_files_with_matching_records(athena: Any) -> None:
    found = rows(athena, f"SELECT DISTINCT \"$path\" FROM {TABLE} WHERE eventid = 'id-2'")
    assert len(found) == 10  # the table lists two Regions
    assert [f"s3://{BUCKET}/{key('eu-west-1', 1, 'a')}"] in found


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ("eventsource = 'ses.amazonaws.com'", 20),
        ("\"timestamp\" >= '2026/11/04' AND region = 'us-east-1'", 8),
        ("\"timestamp\" BETWEEN '2026/11/01' AND '2026/11/02'", 16),
        ("region IN ('eu-west-1', 'x') AND useridentity.arn LIKE '%/u3'", 5),
        ("errorcode IS NULL AND errormessage IS NULL", 40),
        ("errorcode <> '' OR errorcode = ''", 0),
        ("NOT (errorcode = '')", 0),
        ("coalesce(errorcode, eventname) = 'SendEmail'", 40),
        ("lower(eventname) LIKE '%sendemail%'", 40),
        ("json_format(CAST(useridentity AS JSON)) LIKE '%user/u1%'", 10),
        ("json_format(CAST(useridentity AS JSON)) LIKE '%odd%'", 0),
        ("json_format(CAST(resources AS JSON)) LIKE '%arn:x%'", 40),
        ("requestparameters LIKE '%a''b%'", 40),
        ("regexp_like(requestparameters, '[^ -~]|\\\\')", 0),
        ("regexp_like(requestparameters, '\\[1,null\\]')", 40),
        ("readonly = 'true'", 40),
        ("1 = 0", 0),
        ("1 = 0 OR eventid NOT IN ('id-0', 'id-1')", 20),
    ],
)
def test_conditions(athena: Any, where: str, count: int) -> None:
    assert rows(athena, f"SELECT COUNT(*) FROM {TABLE} WHERE {where}") == [[str(count)]]
    assert len(rows(athena, f"SELECT eventid FROM {TABLE} WHERE {where}")) == count


def test_only_the_partitions_asked_for_are_scanned(athena: Any) -> None:
    def scanned(where: str) -> int:
        query_id = start(athena, f"SELECT eventid FROM {TABLE} WHERE {where} LIMIT 1")
        return int(execution(athena, query_id)["Statistics"]["DataScannedInBytes"])

    whole = scanned("eventsource = 'nothing'")
    assert scanned("\"timestamp\" = '2026/11/03'") == whole // 5
    assert scanned("\"timestamp\" = '2026/11/03' AND region = 'us-east-1'") == whole // 10
    assert scanned("\"timestamp\" = '2026/11/03' OR eventid = 'id-1'") == whole


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE x",
        "SELECT nothing FROM default.cloudtrail_logs_pp",
        "SELECT eventid FROM elsewhere",
        "SELECT eventid FROM default.cloudtrail_logs_pp WHERE eventid = 'a' x",
        "SELECT eventid FROM default.cloudtrail_logs_pp WHERE resources LIKE 'a'",
        "SELECT eventid FROM default.cloudtrail_logs_pp WHERE eventid LIKE",
        "SELECT eventid FROM default.cloudtrail_logs_pp; SELECT 1",
        "CREATE EXTERNAL TABLE x (a what?)",
    ],
)
def test_what_cannot_be_read_fails_with_a_reason(athena: Any, sql: str) -> None:
    status = execution(athena, start(athena, sql))["Status"]
    assert (status["State"], status["AthenaError"]["ErrorCategory"]) == ("FAILED", 2)
    assert status["StateChangeReason"]


def test_a_request_token_starts_one_query_only(athena: Any) -> None:
    sql = f"SELECT eventid FROM {TABLE}"
    first = start(athena, sql, ClientRequestToken="t" * 32)
    assert start(athena, sql, ClientRequestToken="t" * 32) == first
    assert start(athena, sql, ClientRequestToken="u" * 32) != first


def code(call: Any, **params: Any) -> str:
    with pytest.raises(ClientError) as caught:
        call(**params)
    return str(caught.value.response["Error"]["Code"])


def test_what_aws_refuses_is_refused(athena: Any, athena_aws: Aws) -> None:
    invalid = "InvalidRequestException"
    assert code(athena.start_query_execution, QueryString="") == invalid
    short = {"QueryString": "SELECT 1", "ClientRequestToken": "short"}
    assert code(athena.start_query_execution, **short) == invalid
    assert code(athena.get_query_execution, QueryExecutionId="no") == invalid
    assert code(athena.list_databases, CatalogName="no") == invalid
    assert code(athena.get_work_group, WorkGroup="no") == invalid
    query_id = start(athena, f"SELECT eventid FROM {TABLE}")
    token = athena.get_query_results(QueryExecutionId=query_id, MaxResults=5)["NextToken"]
    other = {"QueryExecutionId": query_id, "MaxResults": 6, "NextToken": token}
    assert code(athena.get_query_results, **other) == invalid
    missing = {"CatalogName": "AwsDataCatalog", "DatabaseName": "default", "TableName": "no"}
    assert code(athena.get_table_metadata, **missing) == "MetadataException"
    admin(athena_aws, "faults", json.dumps({"name": "access_denied"}).encode())
    assert code(athena.list_work_groups) == "AccessDeniedException"
    admin(athena_aws, "faults", json.dumps({"name": "throttle"}).encode())
    assert code(athena.list_data_catalogs) == "ThrottlingException"


@pytest.mark.parametrize(
    ("name", "state", "retryable"),
    [
        ("query_failed", "FAILED", True),
        ("query_timed_out", "FAILED", False),
        ("query_denied", "FAILED", False),
        ("query_cancelled", "CANCELLED", None),
    ],
)
def test_faults_of_a_query(
    athena: Any, athena_aws: Aws, name: str, state: str, retryable: bool | None
) -> None:
    admin(athena_aws, "faults", json.dumps({"name": name, "api": "StartQueryExecution"}).encode())
    query_id = start(athena, f"SELECT eventid FROM {TABLE}")
    status = execution(athena, query_id)["Status"]
    assert (status["State"], status.get("AthenaError", {}).get("Retryable")) == (state, retryable)
    assert status["StateChangeReason"]
    assert code(athena.get_query_results, QueryExecutionId=query_id) == "InvalidRequestException"


def test_a_table_is_made_and_listed(athena: Any) -> None:
    statement = f"""CREATE EXTERNAL TABLE IF NOT EXISTS `logs`.`mine` (
      `eventid` STRING COMMENT 'an id', useridentity STRUCT<arn: STRING, more: MAP<STRING, STRING>>,
      eventsource STRING)
    PARTITIONED BY (day string)
    ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
    STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'
    OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
    LOCATION '{PLACE}/us-east-1/'
    TBLPROPERTIES ('projection.enabled'='true', 'projection.day.type'='injected',
      'storage.location.template'='{PLACE}/us-east-1/2026/11/${{day}}')"""
    made = execution(athena, start(athena, statement))
    assert (made["StatementType"], made["Status"]["State"]) == ("DDL", "SUCCEEDED")

    place = {"CatalogName": "AwsDataCatalog", "DatabaseName": "logs"}
    (listed,) = athena.list_table_metadata(**place)["TableMetadataList"]
    assert listed["Columns"][1]["Type"] == "struct<arn:string,more:map<string,string>>"
    assert listed["Parameters"]["location"] == f"{PLACE}/us-east-1"
    assert athena.get_table_metadata(**place, TableName="mine")["TableMetadata"] == listed
    names = athena.list_databases(CatalogName="AwsDataCatalog")["DatabaseList"]
    assert names == [{"Name": "default"}, {"Name": "logs"}]

    context = {"Database": "logs", "Catalog": "AwsDataCatalog"}
    without = execution(
        athena, start(athena, "SELECT eventid FROM mine", QueryExecutionContext=context)
    )
    assert "CONSTRAINT_VIOLATION" in without["Status"]["StateChangeReason"]
    assert len(rows(athena, "SELECT eventid FROM \"logs\".\"mine\" WHERE day IN ('03', '04')")) == 8


@pytest.mark.slow
def test_stopping_and_the_order_of_states() -> None:
    with embedded(replaced(trail="athena-slow", log_file_s=60, query_s=60)) as aws:
        athena = aws.client("athena")
        query_id = start(athena, f"SELECT eventid FROM {TABLE}")
        assert execution(athena, query_id)["Status"]["State"] == "QUEUED"
        assert execution(athena, query_id)["Statistics"]["DataScannedInBytes"] == 0
        athena.stop_query_execution(QueryExecutionId=query_id)
        assert execution(athena, query_id)["Status"]["State"] == "CANCELLED"


def test_a_workgroup_without_a_place_takes_no_query() -> None:
    with embedded(replaced(trail="athena-place", log_file_s=60, query_s=0)) as aws:
        athena = aws.client("athena")
        updates: dict[str, Any] = {"ManagedQueryResultsConfigurationUpdates": {"Enabled": False}}
        athena.update_work_group(WorkGroup="primary", ConfigurationUpdates=updates)
        sql = {"QueryString": f"SELECT eventid FROM {TABLE}"}
        assert code(athena.start_query_execution, **sql) == "InvalidRequestException"
        given = {"ResultConfiguration": {"OutputLocation": "s3://results/"}}
        assert athena.start_query_execution(**sql, **given)["QueryExecutionId"]
        updates = {"ResultConfigurationUpdates": {"OutputLocation": "s3://results/"}}
        athena.update_work_group(WorkGroup="primary", ConfigurationUpdates=updates)
        told = athena.get_work_group(WorkGroup="primary")["WorkGroup"]["Configuration"]
        assert told["ResultConfiguration"]["OutputLocation"] == "s3://results/"
        assert athena.start_query_execution(**sql)["QueryExecutionId"]


def test_more_queries_than_may_run_are_refused() -> None:
    with embedded(replaced(trail="athena-many", log_file_s=60, query_s=60)) as aws:
        athena = aws.client("athena")
        sql = {"QueryString": f"SELECT eventid FROM {TABLE} WHERE 1 = 0"}
        for _ in range(20):
            athena.start_query_execution(**sql)
        assert code(athena.start_query_execution, **sql) == "TooManyRequestsException"


def test_without_a_bucket_there_is_no_table() -> None:
    with embedded(replaced()) as aws:
        place = {"CatalogName": "AwsDataCatalog", "DatabaseName": "default"}
        assert aws.client("athena").list_table_metadata(**place)["TableMetadataList"] == []


@pytest.mark.parametrize("text", ["struct<a string>", "what?", "", "array<", "map<string>"])
def test_no_type_is_made_of_what_is_none(text: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        read_type(text)


def test_values_by_their_types() -> None:
    kind = read_type("STRUCT<a: STRING, b: ARRAY<STRUCT<c: string>>, m: map<string,string>>")
    given = {"A": {"x": 1}, "b": [{"C": True, "d": 1}, 5], "m": {"K": 1.5}, "z": 0}
    assert kind.of(given) == {"a": '{"x":1}', "b": [{"c": "true"}, None], "m": {"K": "1.5"}}
    assert kind.of("text") is None
    assert kind.of({}) == {"a": None, "b": None, "m": None}


def test_the_name_of_a_table_may_stand_alone() -> None:
    statement = (
        "create external table T(a string) row format serde 's' stored as inputformat 'i' "
        "outputformat 'o' location 's3://b/p'"
    )
    table = read_table(statement, "base")
    assert (table.database, table.name, table.keys, table.location) == ("base", "t", {}, "s3://b/p")
