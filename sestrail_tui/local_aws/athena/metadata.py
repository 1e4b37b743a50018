"""Athena: its catalog, databases and tables, and the workgroup.

AWS: Athena API reference, the operation of each function's name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.athena.queries import MANAGED
from sestrail_tui.local_aws.wire import page_tokens as tokens
from sestrail_tui.local_aws.wire.answer import AwsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.local_aws.athena.account import AthenaAccount
    from sestrail_tui.local_aws.athena.ddl import ExternalTable
    from sestrail_tui.local_aws.wire.answer import ApiCall

CATALOG: Final = "AwsDataCatalog"
PAGE: Final = 50
ENGINE: Final = {
    "SelectedEngineVersion": "AUTO",
    "EffectiveEngineVersion": "Athena engine version 3",
}


def list_data_catalogs(_account: AthenaAccount, _call: ApiCall) -> dict[str, Any]:
    """List the account's own catalog."""
    return {"DataCatalogsSummary": [{"CatalogName": CATALOG, "Type": "GLUE"}]}


def list_databases(account: AthenaAccount, call: ApiCall) -> dict[str, Any]:
    """List the databases of a catalog."""
    catalog(call)
    names = sorted({"default", *(database for database, _ in account.athena.tables)})
    return page(call, "DatabaseList", [{"Name": name} for name in names])


def list_table_metadata(account: AthenaAccount, call: ApiCall) -> dict[str, Any]:
    """List the tables of a database."""
    catalog(call)
    database = call.params["DatabaseName"]
    tables = [one for (base, _), one in sorted(account.athena.tables.items()) if base == database]
    return page(call, "TableMetadataList", [metadata(account, table) for table in tables])


def get_table_metadata(account: AthenaAccount, call: ApiCall) -> dict[str, Any]:
    """Return one table."""
    catalog(call)
    place = (call.params["DatabaseName"], call.params["TableName"])
    if place not in account.athena.tables:
        raise AwsError("MetadataException", f"EntityNotFoundException: Table {place[1]} not found")
    return {"TableMetadata": metadata(account, account.athena.tables[place])}


def metadata(account: AthenaAccount, table: ExternalTable) -> dict[str, Any]:
    """Tell of a table."""
    return {
        "Name": table.name,
        "CreateTime": account.opened_ms / 1000,
        "TableType": "EXTERNAL_TABLE",
        "Columns": [{"Name": name, "Type": one.written} for name, one in table.columns.items()],
        "PartitionKeys": [{"Name": name, "Type": one.written} for name, one in table.keys.items()],
        "Parameters": table.parameters,
    }


def catalog(call: ApiCall) -> None:
    """Refuse what is not the account's own catalog."""
    if call.params["CatalogName"] != CATALOG:
        raise AwsError("InvalidRequestException", "Catalog does not exist")


def page(call: ApiCall, member: str, entries: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a page of a list."""
    first = place(call)
    end = first + call.params.get("MaxResults", PAGE)
    answer: dict[str, Any] = {member: entries[first:end]}
    if end < len(entries):
        answer["NextToken"] = tokens.issue([end], call.params, "NextToken")
    return answer


def place(call: ApiCall) -> int:
    """Read the place out of the token, refusing one that belongs to another question."""
    if "NextToken" not in call.params:
        return 0
    found = tokens.redeem(call.params["NextToken"], call.params, "NextToken")
    if found is None:
        raise AwsError("InvalidRequestException", "Invalid NextToken")
    return found[0]


def list_work_groups(_account: AthenaAccount, call: ApiCall) -> dict[str, Any]:
    """List the one workgroup."""
    group = {"Name": "primary", "State": "ENABLED", "EngineVersion": ENGINE}
    return page(call, "WorkGroups", [group])


def get_work_group(account: AthenaAccount, call: ApiCall) -> dict[str, Any]:
    """Return the workgroup's configuration."""
    own(call.params["WorkGroup"])
    configuration = {"EngineVersion": ENGINE, **account.athena.workgroup}
    group = {"Name": "primary", "State": "ENABLED", "Configuration": configuration}
    return {"WorkGroup": group}


def update_work_group(account: AthenaAccount, call: ApiCall) -> dict[str, Any]:
    """Change where the workgroup keeps results."""
    own(call.params["WorkGroup"])
    updates = call.params.get("ConfigurationUpdates", {})
    athena = account.athena
    if "ResultConfigurationUpdates" in updates:
        athena.workgroup["ResultConfiguration"] = dict(updates["ResultConfigurationUpdates"])
    if f"{MANAGED}Updates" in updates:
        athena.workgroup[MANAGED] = dict(updates[f"{MANAGED}Updates"])
    return {}


def own(name: str) -> None:
    """Refuse what is not the one workgroup."""
    if name != "primary":
        raise AwsError("InvalidRequestException", f"WorkGroup {name} is not found.")


METADATA: Final[dict[str, Callable[[AthenaAccount, ApiCall], dict[str, Any]]]] = {
    "ListDataCatalogs": list_data_catalogs,
    "ListDatabases": list_databases,
    "ListTableMetadata": list_table_metadata,
    "GetTableMetadata": get_table_metadata,
    "ListWorkGroups": list_work_groups,
    "GetWorkGroup": get_work_group,
    "UpdateWorkGroup": update_work_group,
}
