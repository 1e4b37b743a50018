"""The printed statement, read by the embedded Athena and found again by ourselves."""

from __future__ import annotations

import pytest

from sestrail_tui.account.discovery.buckets import TrailBucket
from sestrail_tui.places.athena.partitions import partitions
from sestrail_tui.places.athena.setup import ddl
from sestrail_tui.places.athena.table import bucket_of, key_prefix
from sestrail_tui.places.log_files.layout import Folder, step
from tests.places.athena.statements import read

ORGANISATION = "AWSLogs/o-a1b2c3d4e5/"


def folder(prefix: str) -> Folder:
    found = step(prefix)
    assert isinstance(found, Folder)
    return found


def test_accounts_and_regions_are_filled_in() -> None:
    folders = [
        folder("p/AWSLogs/123456789012/CloudTrail/us-east-1/"),
        folder("p/AWSLogs/123456789012/CloudTrail/eu-west-1/"),
        folder("p/AWSLogs/123456789012/CloudTrail-Aggregated/eu-west-2/"),
        folder("p/AWSLogs/111122223333/CloudTrail/us-east-1/"),
    ]
    table = read(ddl(TrailBucket("my.trail-logs", "p/AWSLogs/"), folders, "9", ["us-east-1"]))

    assert table.name == "default.cloudtrail_my_trail_logs"
    assert table.holds_records
    assert table.reads_log_files
    assert table.location == "s3://my.trail-logs/p/AWSLogs/${account}/CloudTrail/${region}/${day}"
    given = table.told.parameters
    assert given["projection.account.values"] == "111122223333,123456789012"
    assert given["projection.region.values"] == "eu-west-1,us-east-1"
    told = partitions(table)
    assert (told.account, told.region, told.day) == ("account", "region", "day")
    assert told.by_day
    assert (bucket_of(table.location), key_prefix(table.location)) == (
        "my.trail-logs",
        "p/AWSLogs/",
    )


def test_an_organisation_has_its_own_layout() -> None:
    own = folder("AWSLogs/123456789012/CloudTrail/us-east-1/")
    theirs = folder(f"{ORGANISATION}123456789012/CloudTrail/us-east-1/")

    several = ddl(TrailBucket("b", "AWSLogs/"), [own, theirs], "", []).split("\n\n")

    places = [read(one).location for one in several]
    assert places == [
        "s3://b/AWSLogs/${account}/CloudTrail/${region}/${day}",
        f"s3://b/{ORGANISATION}${{account}}/CloudTrail/${{region}}/${{day}}",
    ]
    assert len({read(one).name for one in several}) == 2


@pytest.mark.parametrize(
    ("prefix", "place"),
    [
        ("p/AWSLogs/123456789012/", "p/AWSLogs/"),
        ("AWSLogs/", "AWSLogs/"),
        ("", "AWSLogs/"),
        ("p/", "p/AWSLogs/"),
        (f"{ORGANISATION}123456789012/", ORGANISATION),
    ],
)
def test_without_a_look_the_account_and_the_regions_stand_in(prefix: str, place: str) -> None:
    table = read(ddl(TrailBucket("b", prefix), (), "123456789012", ["eu-west-1", "us-east-1"]))

    assert table.location == f"s3://b/{place}${{account}}/CloudTrail/${{region}}/${{day}}"
    assert table.told.parameters["projection.account.values"] == "123456789012"
    assert table.told.parameters["projection.region.values"] == "eu-west-1,us-east-1"
