"""The subset of the Logs Insights query language that the embedded AWS runs.

``fields`` and ``display`` of plain fields, ``filter`` (``where``), ``sort``, ``limit``, and
``estimate`` at the end. Any other command is refused as malformed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sestrail_tui.local_aws.logs.insights.tokens import Reader, malformed, tokens
from sestrail_tui.local_aws.logs.insights.where import condition, field_name

if TYPE_CHECKING:
    from sestrail_tui.local_aws.logs.insights.where import Condition
    from sestrail_tui.local_aws.logs.log_group import LogEvent, StoredLogGroup

DEFAULT_FIELDS: Final = ("@timestamp", "@message")
DEFAULT_LIMIT: Final = 10_000
"""AWS: "limit", CloudWatch Logs user guide."""
DISCOVERED: Final = 200
"""Fields that are found in a JSON event (AWS: "Supported logs and discovered fields")."""
TIMES: Final = frozenset({"@timestamp", "@ingestionTime"})


@dataclass(slots=True)
class InsightsStatement:
    """What a query string asks."""

    fields: list[str] = field(default_factory=list)
    wanted: list[Condition] = field(default_factory=list)
    """All of them have to hold."""
    sort: str = "@timestamp"
    descending: bool = True
    limit: int | None = None
    estimate: bool = False


def parse(text: str) -> InsightsStatement:
    """Read a query, or raise `AwsError` ``MalformedQueryException``."""
    words = Reader(list(tokens(text)))
    query = InsightsStatement()
    while True:
        command(words, query)
        if words.next.kind == "end":
            return query
        words.want("|")


def command(words: Reader, query: InsightsStatement) -> None:
    """Read one command into the query."""
    if query.estimate:
        raise malformed("estimate has to be the last command")
    match words.took("fields", "display", "filter", "where", "sort", "limit", "estimate"):
        case "fields" | "display":
            query.fields = [field_name(words)]
            while words.took(","):
                query.fields.append(field_name(words))
        case "filter" | "where":
            query.wanted.append(condition(words))
        case "sort":
            query.sort = field_name(words)
            query.descending = words.took("asc", "desc") == "desc"
        case "limit":
            token = words.take()
            if not token.text.isdecimal():
                raise malformed(f"unexpected symbol found {token.text!r}: a number is wanted")
            query.limit = int(token.text)
        case "estimate":
            query.estimate = True
        case _:
            words.refuse("no such command here")


def row(group: StoredLogGroup, account: str, event: LogEvent) -> dict[str, Any]:
    """Return a log event's fields; those of its JSON too, of a log group of the Standard class."""
    found: dict[str, Any] = {}
    if group.log_class == "STANDARD":
        try:
            flatten("", msgspec.json.decode(event.message), found)
        except (msgspec.DecodeError, RecursionError):
            found = {}
    return {
        **found,
        "@message": event.message,
        "@timestamp": event.timestamp,
        "@ingestionTime": event.ingestion,
        "@logStream": event.stream,
        "@log": f"{account}:{group.name}",
    }


def flatten(path: str, value: Any, into: dict[str, Any]) -> None:
    """Give nested values by dotted path, the place in a list too; no more than are discovered."""
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for name, one in inner:
            flatten(f"{path}.{name}" if path else str(name), one, into)
    elif value is not None and len(into) < DISCOVERED:
        into[path] = str(value).lower() if isinstance(value, bool) else value


def shown(query: InsightsStatement, found: dict[str, Any], pointer: str) -> list[dict[str, str]]:
    """Write a row as GetQueryResults does: the fields asked for that there are, and ``@ptr``."""
    names = query.fields or DEFAULT_FIELDS
    cells = [
        {"field": name, "value": written(name, found[name])}
        for name in names
        if found.get(name) is not None
    ]
    return [*cells, {"field": "@ptr", "value": pointer}]


def written(name: str, value: Any) -> str:
    """Write one value; times in UTC, to the millisecond."""
    if name in TIMES:
        moment = datetime.fromtimestamp(value // 1000, UTC)
        return f"{moment:%Y-%m-%d %H:%M:%S}.{value % 1000:03}"
    return str(value)
