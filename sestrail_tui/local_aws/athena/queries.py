"""Athena: tables, a workgroup, and the queries that were started.

AWS: Athena user guide, "Use partition projection" and "Manage workgroups". A query reads what lies
in S3 when it starts; it scans, and is billed for, the packed bytes of every file in the partitions
that its conditions on partition keys leave.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from sestrail_tui.local_aws.athena.ddl import PATH
from sestrail_tui.local_aws.athena.default_table import default_table
from sestrail_tui.local_aws.athena.types import flattened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.local_aws.account.settings import Settings
    from sestrail_tui.local_aws.athena.ddl import ExternalTable
    from sestrail_tui.local_aws.athena.select import AthenaSelect
    from sestrail_tui.local_aws.moto.internals import StoredObject
    from sestrail_tui.local_aws.sql.values import Row

State = Literal["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"]
ENDED: Final = frozenset({"SUCCEEDED", "FAILED", "CANCELLED"})
DATES: Final = {"yyyy": r"\d{4}", "MM": r"\d\d", "dd": r"\d\d", "HH": r"\d\d"}
KEY: Final = re.compile(r"\\\$\\\{(\w+)\\\}")
MANAGED: Final = "ManagedQueryResultsConfiguration"


@dataclass(slots=True)
class StartedQuery:
    """A query that was started; its rows are found by then, and shown when it ends."""

    id: str
    statement: str
    kind: Literal["DDL", "DML"]
    database: str
    workgroup: str
    started: int
    """ms UTC."""
    takes_ms: int
    fate: State
    reason: str = ""
    retryable: bool = False
    names: tuple[str, ...] = ()
    """Of the columns."""
    rows: list[list[str | None]] = field(default_factory=list)
    scanned_bytes: int = 0
    stopped: bool = False

    def state(self, now: int) -> State:
        """Tell how it does at ``now`` (ms UTC)."""
        if self.stopped:
            return "CANCELLED"
        if now >= self.started + self.takes_ms:
            return self.fate
        return "RUNNING" if now >= self.started + self.takes_ms // 3 else "QUEUED"


@dataclass(slots=True)
class Athena:
    """The tables by database and name, the executions by id, and the workgroup ``primary``."""

    tables: dict[tuple[str, str], ExternalTable] = field(default_factory=dict)
    executions: dict[str, StartedQuery] = field(default_factory=dict)
    requests: dict[str, str] = field(default_factory=dict)
    """Execution ids by ``ClientRequestToken``."""
    workgroup: dict[str, Any] = field(default_factory=lambda: {MANAGED: {"Enabled": True}})
    """Its configuration."""
    objects: list[StoredObject] = field(default_factory=list)
    """What lies in S3, as looked at before each query."""


def open_athena(settings: Settings) -> Athena:
    """Return an account's Athena: a table over the trail's bucket where there is one."""
    athena = Athena()
    if settings.log_file_s and settings.athena_table:
        table = default_table(settings)
        athena.tables[table.database, table.name] = table
    return athena


def partition(table: ExternalTable, path: str) -> dict[str, str] | None:
    """Return the values of the keys of a file's partition; ``None``: the table has no such file."""
    given = table.parameters

    def value(found: re.Match[str]) -> str:
        written = given.get(f"projection.{found[1]}.format", "")
        for sign, form in DATES.items():
            written = written.replace(sign, form)
        return f"(?P<{found[1]}>{written or '[^/]+'})"

    place = KEY.sub(value, re.escape(table.location.rstrip("/")))
    found = re.match(f"{place}/", path)
    if found is None:
        return None
    keys = found.groupdict()
    for name, held in keys.items():
        listed = given.get(f"projection.{name}.values")
        if listed is not None and held not in listed.split(","):
            return None
    return keys


def run(
    select: AthenaSelect, table: ExternalTable, objects: list[StoredObject]
) -> tuple[list[Row], int]:
    """Return the rows that a statement finds, and the bytes that it scans for that."""
    where = select.where
    bounds = where.about(frozenset(table.keys)) if where else ()
    found: list[Row] = []
    scanned = 0
    for one in objects:
        path = f"s3://{one.bucket}/{one.key}"
        keys = partition(table, path)
        if keys is None or any(bound.holds(keys) is not True for bound in bounds):
            continue
        scanned += len(one.body)
        found += [
            row
            for row in rows(table, one.body, {**keys, PATH: path})
            if where is None or where.holds(row) is True
        ]
    return found, scanned


def rows(table: ExternalTable, body: bytes, keys: dict[str, str]) -> Iterator[Row]:
    """Yield the rows of a log file, as CloudTrail's input format and a JSON SerDe read it."""
    content = msgspec.json.decode(gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body)
    for record in content["Records"]:
        given = {name.lower(): value for name, value in record.items()}
        row: dict[str, Any] = dict(keys)
        for name, kind in table.columns.items():
            row |= flattened(name, kind, kind.of(given.get(name)))
        yield row
