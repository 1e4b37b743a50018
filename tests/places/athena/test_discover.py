"""Which tables are over which bucket, and the query that a table is asked."""

from __future__ import annotations

import pytest

from sestrail_tui.account.discovery.buckets import TrailBucket
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.local_aws.account.settings import Settings
from sestrail_tui.local_aws.athena.default_table import default_table
from sestrail_tui.local_aws.athena.select import parse as parse_sql
from sestrail_tui.places.athena.discover import _is_over
from sestrail_tui.places.athena.statement import statement
from tests.follow.fakes import T0
from tests.places.athena.fake_athena import COLUMNS, a_table
from tests.places.athena.stamps import stamp
from tests.places.athena.statements import read


@pytest.mark.parametrize(
    ("prefix", "over"),
    [
        ("", True),
        ("p/", True),
        ("p/AWSLogs/", True),
        ("p/AWSLogs/123456789012/", True),
        ("p/AWSLogs/123456789012/CloudTrail/eu-west-1/", True),
        ("q/AWSLogs/", False),
        ("AWSLogs/", False),
    ],
)
def test_a_table_is_over_a_bucket_whose_place_it_shares(prefix: str, over: bool) -> None:
    several = a_table("s3://b/p/AWSLogs/${account}/CloudTrail/${region}/${day}")
    assert _is_over(several, TrailBucket("b", prefix)) is over
    assert not _is_over(several, TrailBucket("other", prefix))


def test_one_accounts_table_is_over_the_place_of_all() -> None:
    table = a_table("s3://b/AWSLogs/123456789012/CloudTrail/us-east-1/${day}")
    assert _is_over(table, TrailBucket("b", "AWSLogs/"))
    assert not _is_over(table, TrailBucket("b", "AWSLogs/111122223333/"))


def test_the_query_is_one_that_athena_reads() -> None:
    given = default_table(Settings())
    table = read(
        "CREATE EXTERNAL TABLE cloudtrail_logs_pp ("
        + ", ".join(f"{name} {kind.written}" for name, kind in given.columns.items())
        + ") PARTITIONED BY (region string, `timestamp` string) ROW FORMAT SERDE 's' "
        "STORED AS INPUTFORMAT 'i' OUTPUTFORMAT 'o' LOCATION 's3://b/p'"
    )
    sql = statement(table, parse('config:"a\'b" -call:SendEmail'), T0, T0, {"region": ["x'y"]})

    select = parse_sql(sql, "default", {("default", "cloudtrail_logs_pp"): given})

    assert select.distinct
    assert select.columns == ("$path",)
    assert select.where is not None
    row = dict.fromkeys(given.schema)
    wanted = {
        **row,
        "region": "x'y",
        "eventsource": "ses.amazonaws.com",
        "eventtime": stamp(T0),
        "requestparameters": '{"configurationSetName":"a\'b"}',
        "eventname": "SendRawEmail",
    }
    assert select.where.holds(wanted) is True
    for change in (
        {"eventtime": stamp(T0 + 1000)},
        {"eventtime": stamp(T0 - 1000)},
        {"eventsource": "s3.amazonaws.com"},
        {"region": "x"},
        {"eventname": "SendEmail"},
        {"requestparameters": "{}"},
    ):
        assert select.where.holds({**wanted, **change}) is not True
    for odd in (None, "20131102T010628Z", "2025-10-09T08:53:20.5Z"):
        assert select.where.holds({**wanted, "eventtime": odd}) is True


def test_a_time_of_another_type_is_not_asked_for() -> None:
    table = a_table(columns={**COLUMNS, "eventtime": "timestamp"})
    assert "eventtime" not in statement(table, parse(""), T0, T0, {})


def test_names_are_quoted() -> None:
    table = a_table()
    odd = type(table)("r", "c", 'my"db', table.told)
    assert 'FROM "my""db"."logs" WHERE' in statement(odd, parse(""), T0, T0, {})
