"""A record outside of this program: the AWS CLI command, the query and the link that show it again.

What goes into them is checked to be an id or a name and nothing else; a shell gets it quoted.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from sestrail_tui.core.parsing.tolerant_json import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sestrail_tui.core.record import Record

_ID: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.:-]{0,127}")
_REGION: Final = re.compile(r"[a-z]{2,5}(-[a-z]+)+-\d{1,2}")
_MARGIN_MS: Final = 5 * 60_000
"""Looked so much further to both sides: nobody vouches for the clocks."""
_LATEST_MS: Final = 24 * 60 * 60_000
"""How long after the call its record is looked for, where it is not known when it came."""
_CONSOLES: Final = (
    ("cn-", "console.amazonaws.cn"),
    ("us-gov-", "console.amazonaws-us-gov.com"),
    ("us-iso", ""),
    ("eu-iso", ""),
    ("eusc-", ""),
    ("", "console.aws.amazon.com"),
)
"""By what a region begins with, the host of its partition's console; ``""``: not known."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a source's records can be looked up by hand."""

    log_group: str = ""
    """The ARN of a log group, without ``:*``; ``""`` where it is none."""
    profile: str = ""
    """The profile of the AWS CLI; ``""``: whatever the environment says."""

    @property
    def group_name(self) -> str:
        """Return the log group's name."""
        return self.log_group.rpartition(":")[2]


NOWHERE: Final = Origin()
"""No place that is known."""


class NotThere(LookupError):  # noqa: N818 - it reads better
    """The record cannot be looked up so; the text says why."""


def cli_command(record: Record, origin: Origin) -> str:
    """Return the AWS CLI command that prints the record again. Raises `NotThere`.

    AWS: ``logs filter-log-events``, and for changes ``cloudtrail lookup-events``, CLI reference.
    """
    event_id = _event_id(record)
    if record.kind == "change":
        words = ["cloudtrail", "lookup-events", "--region", _region(record.region)]
        words += ["--lookup-attributes", f"AttributeKey=EventId,AttributeValue={event_id}"]
        return _command(words, origin, "Events[].CloudTrailEvent")
    words = ["logs", "filter-log-events", "--region", _group_region(origin)]
    words += ["--log-group-identifier", origin.log_group]
    pattern = f'{{ $.eventID = "{event_id}" }}' if _is_bare(record) else f'"{event_id}"'
    words += ["--filter-pattern", pattern]
    if (window := _window(record)) is not None:
        words += ["--start-time", str(window[0]), "--end-time", str(window[1])]
    return _command(words, origin, "events[].message")


def insights_query(record: Record) -> str:
    """Return the query in the language of CloudWatch Logs Insights. Raises `NotThere`."""
    query = _query(record)
    if (window := _window(record)) is None:
        return query
    first, last = map(_moment, window)
    return f"# look from {first} to {last}\n{query}"


def console_link(record: Record, origin: Origin) -> str:
    """Return the link to the record in the AWS console. Raises `NotThere`.

    A change is shown by CloudTrail's event history; for another record it is the query in Logs
    Insights, over its log group. AWS documents the console's links nowhere; this is how it writes
    them itself.
    """
    event_id = _event_id(record)
    if record.kind == "change":
        region = _region(record.region)
        return f"{_console(region)}/cloudtrailv2/home?region={region}#/events/{event_id}"
    region = _group_region(origin)
    told = []
    if (window := _window(record)) is not None:
        first, last = map(_moment, window)
        told = [("end", f"'{_starred(last)}"), ("start", f"'{_starred(first)}")]
        told += [("timeType", "'ABSOLUTE"), ("tz", "'UTC")]
    told += [("editorString", f"'{_starred(_query(record))}")]
    told += [("source", f"(~'{_starred(origin.group_name)})")]
    detail = _dollared(f"~({'~'.join(f'{name}~{value}' for name, value in told)})")
    link = f"{_console(region)}/cloudwatch/home?region={region}#logsV2:logs-insights"
    return f"{link}$3FqueryDetail$3D{detail}"


def _query(record: Record) -> str:
    event_id = _event_id(record)
    test = f'eventID = "{event_id}"' if _is_bare(record) else f'@message like "{event_id}"'
    return f"fields @timestamp, @message\n| filter {test}\n| limit 20"


def _command(words: Iterable[str], origin: Origin, query: str) -> str:
    profile = ["--profile", origin.profile] if origin.profile else []
    return shlex.join(["aws", *words, *profile, "--query", query, "--output", "text"])


def _event_id(record: Record) -> str:
    if not _ID.fullmatch(record.event_id):
        raise NotThere("The record has no eventID by which it could be asked for.")
    return record.event_id


def _region(region: str) -> str:
    if not _REGION.fullmatch(region):
        raise NotThere("The record does not say which AWS region it is of.")
    return region


def _group_region(origin: Origin) -> str:
    if not origin.log_group:
        raise NotThere("The record was not read from a log group, so none can be asked for it.")
    return origin.log_group.split(":")[3]


def _is_bare(record: Record) -> bool:
    """Whether the log event is the record itself, rather than something round it."""
    try:
        data = load(record.raw)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and data.get("eventID") == record.event_id


def _window(record: Record) -> tuple[int, int] | None:
    """Return the log timestamps (ms UTC) between which the record was delivered."""
    known = [time for time in (record.time_ms, record.delivered_ms) if time is not None]
    if not known:
        return None
    last = max(known) if record.delivered_ms is not None else known[0] + _LATEST_MS
    return max(0, min(known) - _MARGIN_MS), last + _MARGIN_MS


def _moment(time_ms: int) -> str:
    try:
        moment = datetime.fromtimestamp(time_ms // 1000, UTC)
    except (OverflowError, ValueError, OSError):
        raise NotThere("The record's time is none that a calendar holds.") from None
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _console(region: str) -> str:
    host = next(host for start, host in _CONSOLES if region.startswith(start))
    if not host:
        raise NotThere(f"The console of region {region} has an address that is not known here.")
    return f"https://{region}.{host}"


def _starred(text: str) -> str:
    """Encode a value as the console does within its own notation: ``/`` is ``*2f``."""
    return "".join(
        char if char.isascii() and (char.isalnum() or char in "-._") else _stars(char)
        for char in text
    )


def _stars(char: str) -> str:
    return "".join(f"*{byte:02x}" for byte in char.encode())


def _dollared(text: str) -> str:
    """Encode the notation for the fragment: twice for an address, with ``$`` for ``%``."""
    once = "".join(
        char if char.isalnum() or char in "*-._" else f"%{ord(char):02X}" for char in text
    )
    return quote(once, safe="*").replace("%", "$")
