"""Tables that nobody may look for: never called absent, and what was not looked at is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from botocore.exceptions import ClientError

from sestrail_tui.places.athena.discover import find_athena
from sestrail_tui.places.flag_values import FlagValues
from tests.account.discovery.fake_clients import DENIED
from tests.places.lake.aws_context import reach

if TYPE_CHECKING:
    from sestrail_tui.places.context import PlaceContext

BUSY: Final = ClientError({"Error": {"Code": "ThrottlingException"}}, "x")
TRAIL: Final = {
    "Name": "own",
    "TrailARN": "arn:aws:cloudtrail:eu-west-1:1:trail/own",
    "HomeRegion": "eu-west-1",
    "S3BucketName": "logs",
}


def athena(*regions: str, **answers: Any) -> PlaceContext:
    """Give an account with one trail's bucket, and no table over it."""
    empty: dict[str, Any] = {
        "describe_trails": {"trailList": [TRAIL]},
        "list_data_catalogs": {"DataCatalogsSummary": []},
        "list_databases": {"DatabaseList": [{"Name": "default"}]},
        "list_table_metadata": {"TableMetadataList": []},
        "list_objects_v2": {},
    }
    return reach(*regions, **{**empty, **answers})


async def test_a_table_that_was_looked_for_everywhere_is_missing() -> None:
    (engine,), notes = await find_athena(athena())
    assert engine.lack.startswith("Athena in eu-west-1 has no table over s3://logs/AWSLogs/1.")
    assert notes == ()


@pytest.mark.parametrize("error", [DENIED, BUSY])
@pytest.mark.parametrize(
    ("call", "action"),
    [
        ("list_databases", "athena:ListDatabases"),
        ("list_table_metadata", "athena:ListTableMetadata"),
    ],
)
async def test_a_table_that_could_not_be_looked_for_is_not_called_missing(
    call: str, action: str, error: ClientError
) -> None:
    (engine,), _ = await find_athena(athena(**{call: error}))
    said = "It cannot be told whether Athena in eu-west-1 has a table over s3://logs/AWSLogs/1: "
    assert engine.lack.startswith(said)
    assert action in engine.lack
    assert "has no table" not in engine.lack


async def test_a_catalog_that_may_not_be_listed_may_have_it() -> None:
    (engine,), notes = await find_athena(athena(list_data_catalogs=DENIED))
    assert engine.lack.startswith("It cannot be told whether Athena in eu-west-1 has a table")
    assert "athena:ListDataCatalogs" in engine.lack
    assert "athena:ListDataCatalogs" in notes[0]


@pytest.mark.parametrize("trails", [[], [TRAIL]])
async def test_a_region_without_a_bucket_tells_of_its_refusal_too(trails: list[Any]) -> None:
    asked = athena("us-east-1", list_databases=DENIED, describe_trails={"trailList": trails})
    _, notes = await find_athena(asked)
    assert [note for note in notes if "athena:ListDatabases" in note and "us-east-1" in note]


async def test_a_named_bucket_is_told_of_as_one_that_was_found() -> None:
    asked = athena(list_databases=DENIED, describe_trails=DENIED)
    named = replace(asked, options=replace(asked.options, flags=FlagValues(buckets=("s3://mine",))))
    (engine,), notes = await find_athena(named)
    assert engine.lack.startswith("It cannot be told whether Athena in eu-west-1 has a table over")
    assert "s3://mine" in engine.lack
    assert "cloudtrail:DescribeTrails" in notes[0]
