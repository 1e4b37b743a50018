"""Statements as the embedded Athena reads them."""

from __future__ import annotations

from sestrail_tui.local_aws.athena.ddl import read_table
from sestrail_tui.places.athena.catalog import CatalogTable, Metadata, TableColumn


def read(statement: str) -> CatalogTable:
    table = read_table(statement, "default")
    keys = tuple(TableColumn(name, kind.written) for name, kind in table.keys.items())
    columns = tuple(TableColumn(name, kind.written) for name, kind in table.columns.items())
    told = Metadata(table.name, "EXTERNAL_TABLE", columns, keys, table.parameters)
    return CatalogTable("us-east-1", "AwsDataCatalog", table.database, told)
