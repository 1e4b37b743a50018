"""Which tables Athena has, and which workgroup has a place for a query's result.

AWS: Athena API reference, ListDataCatalogs, ListDatabases, ListTableMetadata, ListWorkGroups and
GetWorkGroup. A table's ``Parameters`` hold its location, its input format and its projection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.account.page_tokens import PageTokens
from sestrail_tui.core.errors import AccessDenied, SourceError
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from sestrail_tui.account.session.clients import Clients

CATALOG: Final = "AwsDataCatalog"
"""The account's own in every region (AWS: "Register and manage data catalogs")."""
_PAGES: Final = 60
"""Of a list; fifty entries a page."""
_DATABASES: Final = 100
"""That are looked into; AWS takes some ten calls a second."""
_WORKGROUPS: Final = 20
"""That are looked at for one with a place for results."""


class TableColumn(msgspec.Struct, frozen=True, rename="pascal"):
    """One column, or partition key."""

    name: str
    type: str = "string"


class Metadata(msgspec.Struct, frozen=True, rename="pascal"):
    """What ListTableMetadata tells of a table."""

    name: str
    table_type: str = ""
    columns: tuple[TableColumn, ...] = ()
    partition_keys: tuple[TableColumn, ...] = ()
    parameters: dict[str, str] = {}


class CatalogTable(msgspec.Struct, frozen=True):
    """One table and where it is."""

    region: str
    catalog: str
    database: str
    told: Metadata

    @property
    def name(self) -> str:
        """Give it as people write it: ``database.table``."""
        return f"{self.database}.{self.told.name}"

    @property
    def location(self) -> str:
        """Where its files lie: ``s3://bucket/...``, with ``${key}`` where it is projected."""
        given = self.told.parameters
        return given.get("storage.location.template") or given.get("location", "")

    @property
    def holds_records(self) -> bool:
        """Whether it has the columns of CloudTrail's records, over files."""
        names = {column.name.lower() for column in self.told.columns}
        return {"eventsource", "eventtime"} <= names and self.location.startswith("s3://")

    @property
    def reads_log_files(self) -> bool:
        """Whether its input format is CloudTrail's."""
        return "cloudtrail" in self.told.parameters.get("inputformat", "").lower()


async def list_tables(
    clients: Clients, region: str, login: str
) -> tuple[tuple[CatalogTable, ...], tuple[str, ...]]:
    """Return the tables over records of CloudTrail, and what could not be looked at.

    Raises `SourceError` where nothing could.
    """
    found: list[CatalogTable] = []
    notes: list[str] = []
    looked = False
    for catalog in await _catalogs(clients, region, login, notes):
        try:
            databases = [
                str(item["Name"])
                async for item in _listed(
                    clients, "ListDatabases", region, login, "DatabaseList", CatalogName=catalog
                )
            ]
        except SourceError as error:
            if not looked and catalog == CATALOG:
                raise
            notes.append(error.message)
            continue
        looked = True
        if len(databases) > _DATABASES:
            notes.append(
                f"Athena in {safe(region)} has {len(databases):,} databases in {safe(catalog)}: "
                f"tables were looked for in the first {_DATABASES} only."
            )
        for database in databases[:_DATABASES]:
            try:
                found += await _tables(clients, region, catalog, database, login)
            except SourceError as error:
                notes.append(error.message)
    return tuple(table for table in found if table.holds_records), tuple(notes)


async def _catalogs(clients: Clients, region: str, login: str, notes: list[str]) -> list[str]:
    """Return the catalogs of Glue, the account's own first; it is there though none may be listed.

    A refusal to list them goes to ``notes``: there may be others.
    """
    try:
        listed = [
            str(item.get("CatalogName", ""))
            async for item in _listed(
                clients, "ListDataCatalogs", region, login, "DataCatalogsSummary"
            )
            if item.get("Type") == "GLUE"
        ]
    except AccessDenied as error:
        notes.append(error.message)
        listed = []
    return [CATALOG, *(name for name in listed if name not in ("", CATALOG))]


async def _tables(
    clients: Clients, region: str, catalog: str, database: str, login: str
) -> list[CatalogTable]:
    parameters = {"CatalogName": catalog, "DatabaseName": database}
    return [
        CatalogTable(region, catalog, database, msgspec.convert(item, Metadata, strict=False))
        async for item in _listed(
            clients, "ListTableMetadata", region, login, "TableMetadataList", **parameters
        )
    ]


async def pick_workgroup(clients: Clients, region: str, login: str) -> tuple[str, str]:
    """Give a workgroup that says where results go, ``primary`` before others; or why there is none.

    One that may not be looked at may have a place: then it is said that it cannot be told. Raises
    `SourceError`.
    """
    refusals: list[str] = []
    try:
        if await _has_place(clients, "primary", region, login):
            return "primary", ""
    except AccessDenied as error:
        refusals.append(error.message)  # another one may be meant for us
    names = [
        str(item.get("Name", ""))
        async for item in _listed(clients, "ListWorkGroups", region, login, "WorkGroups")
        if item.get("State", "ENABLED") == "ENABLED"
    ]
    for name in names[:_WORKGROUPS]:
        try:
            if name != "primary" and await _has_place(clients, name, region, login):
                return name, ""
        except AccessDenied as error:
            refusals.append(error.message)
    if refusals:
        return "", (
            f"It cannot be told whether Athena in {safe(region)} has a place for a query's result: "
            f"{refusals[0]}"
        )
    if len(names) > _WORKGROUPS:
        return "", (
            f"It cannot be told whether Athena in {safe(region)} has a place for a query's result: "
            f"of its {len(names):,} workgroups, the first {_WORKGROUPS} have none. Set one for the "
            "workgroup primary."
        )
    return "", (
        f"Athena in {safe(region)} has no place for a query's result: run `aws athena "
        f"update-work-group --work-group primary --region {safe(region)} --configuration-updates "
        "'ManagedQueryResultsConfigurationUpdates={Enabled=true}'` (Athena keeps results for a "
        "day), or with 'ResultConfigurationUpdates={OutputLocation=s3://BUCKET/PREFIX/}'."
    )


async def _has_place(clients: Clients, name: str, region: str, login: str) -> bool:
    call = CallName("athena:GetWorkGroup", region, f"workgroup {name}", login)
    try:
        client = await clients.client("athena", region)
        answer = await client.get_work_group(WorkGroup=name)
    except Exception as error:
        raise to_source_error(error, call) from error
    group: dict[str, Any] = answer.get("WorkGroup", {})
    given: dict[str, Any] = group.get("Configuration", {})
    engine = given.get("EngineVersion", {}).get("EffectiveEngineVersion", "")
    if group.get("State", "ENABLED") != "ENABLED" or "spark" in engine.lower():
        return False
    managed = given.get("ManagedQueryResultsConfiguration", {}).get("Enabled", False)
    return bool(managed or given.get("ResultConfiguration", {}).get("OutputLocation"))


async def _listed(
    clients: Clients, operation: str, region: str, login: str, member: str, **parameters: str
) -> AsyncGenerator[dict[str, Any], None]:
    """Yield the entries of every page. Raises `SourceError`."""
    call = CallName(f"athena:{operation}", region, " ".join(parameters.values()), login)
    tokens = PageTokens(str(call), _PAGES)
    more: dict[str, str] = {}
    while True:
        try:
            client = await clients.client("athena", region)
            method = getattr(client, _METHODS[operation])
            answer = await method(**parameters, **more, MaxResults=50)
        except Exception as error:
            raise to_source_error(error, call) from error
        for item in answer.get(member, ()):
            yield item
        token = tokens.take(answer.get("NextToken"))
        if token is None:
            return
        more = {"NextToken": token}


_METHODS: Final = {
    "ListDataCatalogs": "list_data_catalogs",
    "ListDatabases": "list_databases",
    "ListTableMetadata": "list_table_metadata",
    "ListWorkGroups": "list_work_groups",
}
