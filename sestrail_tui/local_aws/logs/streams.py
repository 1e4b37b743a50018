"""CloudWatch Logs by stream: DescribeLogStreams and GetLogEvents.

AWS: CloudWatch Logs API reference. GetLogEvents gives the latest events unless told otherwise, each
page oldest first, and always a token for either direction: the same one again at an end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.logs.api import FOREVER, find_group, refuse_infrequent, refused
from sestrail_tui.local_aws.logs.log_group import EventRange, Position, by_position
from sestrail_tui.local_aws.wire import page_tokens as tokens
from sestrail_tui.local_aws.wire.answer import AwsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.local_aws.logs.account import LogsAccount
    from sestrail_tui.local_aws.logs.log_group import StoredLogGroup
    from sestrail_tui.local_aws.wire.answer import ApiCall

FORWARD: Final = "f/"
BACKWARD: Final = "b/"
MOST_STREAMS: Final = 50


@dataclass(slots=True)
class StreamTimes:
    """Of the events of a stream that can be read, ms UTC."""

    first: int
    last: int
    ingested: int


def named_group(account: LogsAccount, call: ApiCall) -> StoredLogGroup:
    """Return the log group that a call names in one of two ways."""
    names = [
        call.params[name] for name in ("logGroupName", "logGroupIdentifier") if name in call.params
    ]
    if len(names) != 1:
        raise refused("Give exactly one of logGroupName and logGroupIdentifier.")
    return find_group(account, call.region, names[0])


def describe_log_streams(account: LogsAccount, call: ApiCall) -> dict[str, Any]:
    """List a log group's streams by name or by their latest event, a page at a time."""
    params, group = call.params, named_group(account, call)
    prefix = params.get("logStreamNamePrefix", "")
    by_time = params.get("orderBy") == "LastEventTime"
    if by_time and prefix:
        raise refused("Cannot order by LastEventTime with a logStreamNamePrefix.")
    times = stream_times(group, account.clock.now_ms())
    names = sorted(name for name in group.streams if name.startswith(prefix))
    if by_time:
        names.sort(key=lambda name: times[name].last if name in times else 0)
    if params.get("descending"):
        names.reverse()
    first = 0
    if "nextToken" in params:
        found = tokens.redeem(params["nextToken"], params, "nextToken")
        if found is None:
            raise refused("The specified nextToken is invalid.")
        first = found[0]
    end = first + params.get("limit", MOST_STREAMS)
    arn = f"arn:aws:logs:{call.region}:{account.settings.account}:log-group:{group.name}"
    listed = [described(group, arn, name, times.get(name)) for name in names[first:end]]
    answer: dict[str, Any] = {"logStreams": listed}
    if end < len(names):
        answer["nextToken"] = tokens.issue([end], params, "nextToken")
    return answer


def stream_times(group: StoredLogGroup, now: int) -> dict[str, StreamTimes]:
    """Sum up the events of each stream that can be read at ``now``."""
    found: dict[str, StreamTimes] = {}
    for event in group.events:
        if event.ingestion > now:
            continue
        first = StreamTimes(event.timestamp, event.timestamp, event.ingestion)
        times = found.setdefault(event.stream, first)
        times.last = event.timestamp
        times.ingested = max(times.ingested, event.ingestion)
    return found


def described(
    group: StoredLogGroup, arn: str, name: str, times: StreamTimes | None
) -> dict[str, Any]:
    """Describe one stream; one without events has no times of any."""
    description: dict[str, Any] = {
        "logStreamName": name,
        "creationTime": group.created,
        "arn": f"{arn}:log-stream:{name}",
        "storedBytes": 0,  # AWS: "the stream's is always zero", since 2019
    }
    if times is None:
        return description
    return description | {
        "firstEventTimestamp": times.first,
        "lastEventTimestamp": times.last,
        "lastIngestionTime": times.ingested,
    }


def get_log_events(account: LogsAccount, call: ApiCall) -> dict[str, Any]:
    """Read a page of one stream's events; ``endTime`` is exclusive."""
    params, group = call.params, named_group(account, call)
    refuse_infrequent(group, call.operation)
    stream = params["logStreamName"]
    if stream not in group.streams:
        raise AwsError("ResourceNotFoundException", "The specified log stream does not exist.")
    question = {"group": group.name, "stream": stream}
    token = params.get("nextToken", "")
    after = place(token, question)
    from_head = token.startswith(FORWARD) if token else params.get("startFromHead", False)
    window = EventRange(
        params.get("startTime", 0),
        params.get("endTime", FOREVER) - 1,
        lambda _: True,
        stream.__eq__,
        from_head,
        params.get("limit", 10_000),
    )
    page = group.read(window, account.clock.now_ms(), after)
    events = page.events if from_head else page.events[::-1]
    edge = after or (Position(-1, -1, -1) if from_head else Position(FOREVER, FOREVER, FOREVER))
    onward = page.more or (by_position(page.events[-1]) if page.events else edge)
    back = by_position(page.events[0]) if page.events else edge
    newest, oldest = (onward, back) if from_head else (back, onward)
    return {
        "events": [
            {"timestamp": one.timestamp, "message": one.message, "ingestionTime": one.ingestion}
            for one in events
        ],
        "nextForwardToken": issued(FORWARD, newest, question, token, after),
        "nextBackwardToken": issued(BACKWARD, oldest, question, token, after),
    }


def issued(
    way: str, at: Position, question: Mapping[str, Any], token: str, after: Position | None
) -> str:
    """Return the token of a place in one direction: the one that came, where nothing moved on."""
    if at == after and token.startswith(way):
        return token
    return way + tokens.issue(list(at), question)


def place(token: str, question: Mapping[str, Any]) -> Position | None:
    """Read the place out of a token, refusing one that belongs to another stream."""
    if not token:
        return None
    found = tokens.redeem(token[2:], question) if token[:2] in {FORWARD, BACKWARD} else None
    if found is None or len(found) != 3:
        raise refused("The specified nextToken is invalid.")
    return Position(*found)


OPERATIONS: Final = {
    "DescribeLogStreams": describe_log_streams,
    "GetLogEvents": get_log_events,
}
