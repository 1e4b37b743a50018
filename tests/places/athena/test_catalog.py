"""What is found in Athena's catalog, and which workgroup a query may use."""

from __future__ import annotations

from typing import Any

import pytest

from sestrail_tui.core.errors import AccessDenied, SourceError
from sestrail_tui.places.athena.catalog import CATALOG, list_tables, pick_workgroup
from tests.account.discovery.fake_clients import DENIED, FakeClients

COLUMNS = [{"Name": "eventTime", "Type": "string"}, {"Name": "eventSource", "Type": "string"}]
LOCATION = {"location": "s3://b/AWSLogs/1/CloudTrail/us-east-1", "inputformat": "x.CloudTrailInput"}


def table(name: str, columns: Any = COLUMNS, **parameters: str) -> dict[str, Any]:
    return {"Name": name, "Columns": columns, "Parameters": {**LOCATION, **parameters}}


def clients(**answers: Any) -> FakeClients:
    given: dict[str, Any] = {
        "list_data_catalogs": {
            "DataCatalogsSummary": [
                {"CatalogName": CATALOG, "Type": "GLUE"},
                {"CatalogName": "lambda", "Type": "LAMBDA"},
            ]
        },
        "list_databases": {"DatabaseList": [{"Name": "default"}]},
        "list_table_metadata": {"TableMetadataList": [table("logs")]},
    }
    return FakeClients(**{**given, **answers})


async def test_tables_over_records_are_found() -> None:
    listed = [
        table("logs", **{"storage.location.template": "s3://b/${day}"}),
        table("elb", [{"Name": "elb", "Type": "string"}]),
        {"Name": "view", "TableType": "VIRTUAL_VIEW", "Columns": COLUMNS},
    ]

    found, notes = await list_tables(
        clients(list_table_metadata={"TableMetadataList": listed}), "us-east-1", ""
    )

    assert [(one.name, one.location) for one in found] == [("default.logs", "s3://b/${day}")]
    assert found[0].reads_log_files
    assert not notes


async def test_catalogs_that_may_not_be_listed_leave_the_accounts_own() -> None:
    found, notes = await list_tables(clients(list_data_catalogs=DENIED), "us-east-1", "")
    assert [one.catalog for one in found] == [CATALOG]
    assert "athena:ListDataCatalogs" in notes[0]


async def test_a_database_that_is_refused_is_said() -> None:
    found, notes = await list_tables(clients(list_table_metadata=DENIED), "us-east-1", "")
    assert not found
    assert "athena:ListTableMetadata on AwsDataCatalog default" in notes[0]


async def test_nothing_at_all_is_an_error() -> None:
    with pytest.raises(AccessDenied, match="athena:ListDatabases"):
        await list_tables(clients(list_databases=DENIED), "us-east-1", "")


def group(state: str = "ENABLED", **configuration: Any) -> dict[str, Any]:
    return {"WorkGroup": {"Name": "primary", "State": state, "Configuration": configuration}}


PLACE: Any = {"ResultConfiguration": {"OutputLocation": "s3://results/"}}
MANAGED: Any = {"ManagedQueryResultsConfiguration": {"Enabled": True}}
SPARK: Any = {"EngineVersion": {"EffectiveEngineVersion": "PySpark engine version 3"}}
NAMES = {"WorkGroups": [{"Name": "primary", "State": "ENABLED"}, {"Name": "team"}]}


@pytest.mark.parametrize("configuration", [PLACE, MANAGED])
async def test_primary_serves_where_it_has_a_place_for_results(configuration: Any) -> None:
    found = clients(get_work_group=group(**configuration))
    assert await pick_workgroup(found, "us-east-1", "") == ("primary", "")


@pytest.mark.parametrize("primary", [group(), group("DISABLED", **PLACE), group(**PLACE, **SPARK)])
async def test_without_a_place_it_is_said_what_to_set(primary: Any) -> None:
    found = clients(get_work_group=primary, list_work_groups={"WorkGroups": []})

    name, lack = await pick_workgroup(found, "us-east-1", "")

    assert not name
    assert "aws athena update-work-group --work-group primary --region us-east-1" in lack


async def test_another_workgroup_serves_instead() -> None:
    asked: list[str] = []

    class Found(FakeClients):
        async def client(self, service: Any, region: str) -> Any:
            inner = await super().client(service, region)

            class Athena:
                list_work_groups = inner.list_work_groups

                @staticmethod
                async def get_work_group(WorkGroup: str) -> Any:  # noqa: N803 - AWS's name
                    asked.append(WorkGroup)
                    return group(**PLACE) if WorkGroup == "team" else group()

            return Athena

    assert await pick_workgroup(Found(list_work_groups=NAMES), "us-east-1", "") == ("team", "")
    assert asked == ["primary", "team"]


async def test_no_workgroup_to_look_at_is_an_error() -> None:
    found = clients(get_work_group=DENIED, list_work_groups=DENIED)
    with pytest.raises(SourceError, match="athena:ListWorkGroups"):
        await pick_workgroup(found, "us-east-1", "")


async def test_a_workgroup_that_is_refused_is_never_called_one_without_a_place() -> None:
    found = clients(get_work_group=DENIED, list_work_groups=NAMES)
    name, lack = await pick_workgroup(found, "us-east-1", "")
    assert not name
    assert "cannot be told" in lack
    assert "athena:GetWorkGroup on workgroup primary" in lack
    assert "update-work-group" not in lack
