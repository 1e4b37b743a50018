"""``/_sestrail/``: what no AWS has. Faults by name, and records put straight into a log group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from sestrail_tui.local_aws.logs.log_group import StoredLogGroup
from sestrail_tui.local_aws.wire.answer import Answer
from sestrail_tui.local_aws.wire.faults import Fault

if TYPE_CHECKING:
    from sestrail_tui.local_aws.server.aws_account import AwsAccount

PREFIX: Final = "/_sestrail/"
NO_RECORD: Final = msgspec.Raw(b"")


class Put(msgspec.Struct, forbid_unknown_fields=True):
    """One line of ``POST /_sestrail/records``: a message and how it is delivered."""

    record: msgspec.Raw = NO_RECORD
    """A record, kept byte for byte as it stands in the line."""
    message: str = ""
    """Instead of ``record``: any text at all."""
    deliver_in_ms: int = 0
    """From when it can be read, from now."""
    timestamp_ms: int | None = None
    """The log timestamp, ms UTC; when left out, the moment of delivery."""
    times: int = 1
    """How many copies are delivered."""
    stream: str | None = None
    log_group: str | None = None
    event_data_store: bool = False
    """Put it into every event data store of CloudTrail Lake, and into no log group."""
    history: bool = False
    """Put it into the event history as well (it needs eventName, eventID and the like)."""


def answer(account: AwsAccount, method: str, path: str, body: bytes) -> Answer:
    """Do what an administrative request asks."""
    endpoint = (method, path.removeprefix(PREFIX))
    try:
        if endpoint == ("POST", "faults"):
            account.faults.add(msgspec.json.decode(body, type=Fault))
        elif endpoint == ("DELETE", "faults"):
            account.faults.clear()
        elif endpoint == ("POST", "records"):
            lines = [msgspec.json.decode(line, type=Put) for line in body.split(b"\n") if line]
            for line in lines:
                put(account, line)
            return said({"delivered": len(lines)})
        elif endpoint != ("GET", "faults"):
            return said({"message": f"There is no {method} {path}"}, 404)
    except msgspec.DecodeError as error:
        return said({"message": f"This cannot be read: {error}"}, 400)
    return said({"faults": account.faults.waiting})


def put(account: AwsAccount, line: Put) -> None:
    """Put one record into a log group, which is made where there is none."""
    now = account.clock.now_ms()
    region = account.settings.region
    name = line.log_group or account.settings.log_group
    group = account.groups.setdefault((region, name), StoredLogGroup(name, now))
    record = bytes(line.record)
    message = record.decode() or line.message
    readable = now + line.deliver_in_ms
    timestamp = readable if line.timestamp_ms is None else line.timestamp_ms
    for _ in range(line.times):
        if not line.event_data_store:
            group.put(line.stream or account.trail.stream, timestamp, readable, message)
            continue
        for store in account.lake.stores.values():
            store.put(message, readable)
    if line.history and record:
        account.history.add(msgspec.json.decode(record), now, readable)


def said(value: Any, status: int = 200) -> Answer:
    """Answer in JSON."""
    return Answer(msgspec.json.encode(value), status, "application/json")
