"""``CREATE EXTERNAL TABLE`` as Athena takes it, as far as tables over log files need it.

AWS: "CREATE TABLE", Athena user guide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sestrail_tui.local_aws.athena.types import Type, flat, read_type
from sestrail_tui.local_aws.wire.answer import AwsError

if TYPE_CHECKING:
    from collections.abc import Iterator

PATH: Final = "$path"
"""The hidden column that names the file of a row."""
CREATE: Final = re.compile(
    r"\s*CREATE\s+EXTERNAL\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?([\w.`]+)\s*\(", re.IGNORECASE
)
COLUMN: Final = re.compile(r"\s*`?(\w+)`?\s+(.+?)\s*(?:COMMENT\s+'[^']*')?\s*", re.DOTALL)
REST: Final = re.compile(
    r"""\s*(?:PARTITIONED\s+BY\s*\((?P<keys>[^)]*)\)\s*)?
    ROW\s+FORMAT\s+SERDE\s+'(?P<serde>[^']+)'\s*
    STORED\s+AS\s+INPUTFORMAT\s+'(?P<input>[^']+)'\s*OUTPUTFORMAT\s+'(?P<output>[^']+)'\s*
    LOCATION\s+'(?P<location>s3://[^']+)'\s*
    (?:TBLPROPERTIES\s*\((?P<properties>.*)\)\s*)?;?\s*""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
PROPERTY: Final = re.compile(r"\s*'([^']+)'\s*=\s*'([^']*)'\s*(?:,|$)")


@dataclass(frozen=True, slots=True)
class ExternalTable:
    """One external table."""

    database: str
    name: str
    columns: dict[str, Type]
    keys: dict[str, Type]
    parameters: dict[str, str]

    @property
    def location(self) -> str:
        """Where its files lie, with ``${key}`` where it is projected."""
        given = self.parameters
        return given.get("storage.location.template") or given["location"]

    @property
    def schema(self) -> dict[str, str]:
        """The types of its columns, of its partition keys, and of the hidden path."""
        found = {PATH: "varchar", **dict.fromkeys(self.keys, "varchar")}
        for name, kind in self.columns.items():
            found |= flat(name, kind)
        return found


def refused(why: str) -> AwsError:
    """Word Athena's refusal of a statement."""
    return AwsError("InvalidRequestException", why)


def is_ddl(statement: str) -> bool:
    """Return whether a statement makes a table."""
    return CREATE.match(statement) is not None


def read_table(statement: str, database: str) -> ExternalTable:
    """Read the statement; `AwsError` where it cannot be read."""
    head = CREATE.match(statement)
    if head is None:
        raise refused("Queries of this type are not supported")
    end = closing(statement, head.end())
    rest = REST.fullmatch(statement, end + 1)
    if rest is None:
        raise refused(f"line 1:1: mismatched input near '{statement[end + 1 :].strip()[:40]}'")
    name = head[1].replace("`", "").lower()
    database, _, name = name.rpartition(".") if "." in name else (database, "", name)
    given = rest["properties"] or ""
    properties = dict(PROPERTY.findall(given))
    if PROPERTY.sub("", given).strip():
        raise refused("line 1:1: TBLPROPERTIES cannot be read")
    return ExternalTable(
        database,
        name,
        dict(columns(statement[head.end() : end])),
        dict(columns(rest["keys"] or "")),
        {
            "EXTERNAL": "TRUE",
            "inputformat": rest["input"],
            "outputformat": rest["output"],
            "serde.serialization.lib": rest["serde"],
            "location": rest["location"].rstrip("/"),
            **properties,
        },
    )


def closing(statement: str, at: int) -> int:
    """Return where the parenthesis closes that was opened before ``at``."""
    depth = 1
    while depth and at < len(statement):
        depth += {"(": 1, ")": -1}.get(statement[at], 0)
        at += 1
    return at - 1


def columns(text: str) -> Iterator[tuple[str, Type]]:
    """Yield name and type of each column."""
    depth, part = 0, ""
    for sign in f"{text},":
        depth += {"<": 1, ">": -1}.get(sign, 0)
        if sign != "," or depth:
            part += sign
            continue
        if part.strip():
            found = COLUMN.fullmatch(part)
            if found is None:
                raise refused(f"line 1:1: no viable alternative at input '{part.strip()[:40]}'")
            try:
                yield found[1].lower(), read_type(found[2])
            except (ValueError, IndexError):
                raise refused(f"line 1:1: unknown type '{found[2]}'") from None
        part = ""
