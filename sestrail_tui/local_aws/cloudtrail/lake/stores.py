"""CloudTrail Lake: event data stores, and the queries that were started on them.

AWS: "CloudTrail Lake", CloudTrail user guide. A query sees what was taken in when it started, and
is billed by the bytes it scans: here, those of the records within its bounds of ``eventTime``.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import msgspec

from sestrail_tui.local_aws.cloudtrail import selectors
from sestrail_tui.local_aws.cloudtrail.lake.columns import COLUMNS, TIME
from sestrail_tui.local_aws.cloudtrail.trails import every_send

if TYPE_CHECKING:
    from sestrail_tui.local_aws.account.settings import Settings
    from sestrail_tui.local_aws.cloudtrail.lake.select import LakeSelect
    from sestrail_tui.local_aws.sql.values import Row

Status = Literal["QUEUED", "RUNNING", "FINISHED", "FAILED", "CANCELLED", "TIMED_OUT"]
ENDED: Final = frozenset({"FINISHED", "FAILED", "CANCELLED", "TIMED_OUT"})
NAME: Final = "ses-sends"


class Kept(NamedTuple):
    """One record of a store."""

    time: int
    """``eventTime``, ms UTC; 0 where it has none."""
    readable: int
    """From when a query sees it, ms UTC."""
    message: str


@dataclass(slots=True)
class StoredEventDataStore:
    """One event data store."""

    arn: str
    name: str
    region: str
    created: int
    """ms UTC."""
    status: str = "ENABLED"
    advanced: list[selectors.Selector] = field(default_factory=every_send)
    kept: list[Kept] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Return the id that FROM names."""
        return self.arn.rpartition("/")[2]

    def takes(self, record: dict[str, Any]) -> bool:
        """Return whether a record passes the selectors."""
        return self.status == "ENABLED" and selectors.lets_through(self.advanced, (), record)

    def put(self, message: str, readable: int) -> None:
        """Take a record in; a query sees it from ``readable`` (ms UTC) on."""
        try:
            time = event_time(msgspec.json.decode(message))
        except ValueError:
            time = 0
        self.kept.append(Kept(time, readable, message))


def event_time(record: dict[str, Any]) -> int:
    """Return a record's ``eventTime`` in ms UTC."""
    text = str(record.get("eventTime", ""))
    return int(datetime.fromisoformat(text).timestamp() * 1000)


@dataclass(slots=True)
class LakeQuery:
    """A query that was started; its rows are found by then, and shown when it ends."""

    id: str
    statement: str
    store: StoredEventDataStore
    started: int
    """ms UTC."""
    takes_ms: int
    fate: Status
    rows: list[list[dict[str, str]]]
    scanned: int
    scanned_bytes: int
    cancelled: bool = False

    def status(self, now: int) -> Status:
        """Tell how it does at ``now`` (ms UTC)."""
        if self.cancelled:
            return "CANCELLED"
        if now >= self.started + self.takes_ms:
            return self.fate
        return "RUNNING" if now >= self.started + self.takes_ms // 3 else "QUEUED"


@dataclass(frozen=True, slots=True)
class Lake:
    """The stores of one account by id, and the queries by id."""

    stores: dict[str, StoredEventDataStore] = field(default_factory=dict)
    queries: dict[str, LakeQuery] = field(default_factory=dict)

    def add(self, settings: Settings, name: str, created: int) -> StoredEventDataStore:
        """Make a store, whose id follows from account and name."""
        number = uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.{settings.account}")
        arn = f"arn:aws:cloudtrail:{settings.region}:{settings.account}:eventdatastore/{number}"
        store = StoredEventDataStore(arn, name, settings.region, created)
        self.stores[store.id] = store
        return store


def open_lake(settings: Settings, created: int) -> Lake:
    """Return an account's Lake: one store, or none."""
    lake = Lake()
    if settings.lake:
        lake.add(settings, NAME, created)
    return lake


def run(select: LakeSelect, store: StoredEventDataStore, now: int) -> tuple[list[Kept], list[Kept]]:
    """Give what a statement finds among what is readable at ``now``, and what it scans for that."""
    where = select.where
    bounds = where.about(frozenset({TIME})) if where else ()
    scanned = [
        one
        for one in store.kept
        if one.readable <= now and all(bound.holds({TIME: one.time}) for bound in bounds)
    ]
    found = [one for one in scanned if where is None or where.holds(row(one))]
    if select.descending is not None:
        found.sort(key=lambda one: one.time, reverse=select.descending)
    return found[: select.limit], scanned


def row(one: Kept) -> Row:
    """Return a record's columns, by name in small letters; what it lacks is None (NULL)."""
    try:
        record = folded(msgspec.json.decode(one.message))
    except ValueError:
        record = {}
    found = {column: record.get(column) for column in COLUMNS}
    return {**found, TIME: one.time, "eventjson": one.message}


def folded(record: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return every value of a record by its path in small letters."""
    flat: dict[str, Any] = {}
    for name, value in record.items():
        path = f"{prefix}{name.lower()}"
        if isinstance(value, dict):
            flat |= folded(value, f"{path}.")
        else:
            flat[path] = value
    return flat
