"""CloudWatch Logs: the operations that reading a log group needs, and those that fill one.

AWS: CloudWatch Logs API reference, the operation of each function's name.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.logs.log_group import (
    INFREQUENT_ACCESS,
    EventRange,
    Position,
    StoredEventPage,
    StoredLogGroup,
)
from sestrail_tui.local_aws.logs.patterns.filter_pattern import PatternError, compile_pattern
from sestrail_tui.local_aws.wire import page_tokens as tokens
from sestrail_tui.local_aws.wire.answer import AwsError
from sestrail_tui.local_aws.wire.faults import READING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sestrail_tui.local_aws.logs.account import LogsAccount
    from sestrail_tui.local_aws.wire.answer import ApiCall

INVALID: Final = "InvalidParameterException"
FOREVER: Final = 2**62
RETENTION_DAYS: Final = frozenset(
    {1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
     3288, 3653}
)  # fmt: skip
compiled: Final = lru_cache(maxsize=256)(compile_pattern)


def refused(message: str) -> AwsError:
    """Word a refusal of parameters."""
    return AwsError(INVALID, message)


def find_group(account: LogsAccount, region: str, name: str) -> StoredLogGroup:
    """Return a log group by its name or ARN (without ``:*``), or say that there is none."""
    if name.startswith("arn:"):
        parts = name.split(":", 6)
        if len(parts) < 7 or parts[2] != "logs" or parts[5] != "log-group" or ":" in parts[6]:
            raise refused(f"The log group ARN {name} is not valid.")
        name = parts[6]
    group = account.groups.get((region, name))
    if group is None:
        raise AwsError("ResourceNotFoundException", "The specified log group does not exist.")
    return group


def refuse_infrequent(group: StoredLogGroup, operation: str) -> None:
    """Refuse what a log group of the class Infrequent Access does not offer, as AWS words it."""
    if group.log_class == INFREQUENT_ACCESS:
        raise AwsError(
            "InvalidOperationException",
            f"The log group {group.name} is of log-group-class {group.log_class}. {operation} is "
            "not supported for this log class.",
        )


def filter_log_events(account: LogsAccount, call: ApiCall) -> dict[str, Any]:
    """Read events of a window that match a pattern, a page at a time."""
    params = call.params
    names = [params[name] for name in ("logGroupName", "logGroupIdentifier") if name in params]
    if len(names) != 1:
        raise refused("Give exactly one of logGroupName and logGroupIdentifier.")
    if "logStreamNames" in params and "logStreamNamePrefix" in params:
        raise refused("logStreamNames and logStreamNamePrefix exclude each other.")
    group = find_group(account, call.region, names[0])
    refuse_infrequent(group, call.operation)
    window = asked(params)
    after = place(params)
    if account.faults.take(READING, call.operation):
        edge = -1 if window.from_head else FOREVER
        page = StoredEventPage([], after or Position(edge, edge, edge))
    else:
        page = group.read(window, account.clock.now_ms(), after)
    answer: dict[str, Any] = {
        "events": [
            {
                "logStreamName": event.stream,
                "timestamp": event.timestamp,
                "message": event.message,
                "ingestionTime": event.ingestion,
                "eventId": event.event_id,
            }
            for event in page.events
        ],
        "searchedLogStreams": [],
    }
    if page.more is not None:
        answer["nextToken"] = tokens.issue(list(page.more), params, "nextToken")
    return answer


def asked(params: Mapping[str, Any]) -> EventRange:
    """Read the window out of the parameters."""
    start, end = params.get("startTime", 0), params.get("endTime", FOREVER)
    if start > end:
        raise refused("startTime is later than endTime.")
    try:
        matches = compiled(params.get("filterPattern", ""))
    except PatternError as error:
        raise refused(str(error)) from None
    return EventRange(
        start,
        end,
        matches,
        stream_test(params),
        params.get("startFromHead", True),
        params.get("limit", 10_000),
    )


def stream_test(params: Mapping[str, Any]) -> Callable[[str], bool]:
    """Tell which streams are asked for."""
    if "logStreamNames" in params:
        return frozenset(params["logStreamNames"]).__contains__
    prefix = params.get("logStreamNamePrefix", "")
    return lambda stream: stream.startswith(prefix)


def place(params: Mapping[str, Any]) -> Position | None:
    """Read the place out of the token, refusing one that belongs to another question."""
    if "nextToken" not in params:
        return None
    found = tokens.redeem(params["nextToken"], params, "nextToken")
    if found is None or len(found) != 3:
        raise refused("The specified nextToken is invalid.")
    return Position(*found)


def describe_log_groups(account: LogsAccount, call: ApiCall) -> dict[str, Any]:
    """List log groups by name, a page at a time."""
    params = call.params
    prefix, pattern = params.get("logGroupNamePrefix", ""), params.get("logGroupNamePattern", "")
    if prefix and pattern:
        raise refused("LogGroup name prefix and LogGroup name pattern are mutually exclusive.")
    wanted = {one.rpartition(":")[2] for one in params.get("logGroupIdentifiers", ())}
    names = sorted(
        name
        for (region, name), group in account.groups.items()
        if region == call.region
        and params.get("logGroupClass", group.log_class) == group.log_class
        and name.startswith(prefix)
        and pattern in name
        and (not wanted or name in wanted)
    )
    first = 0
    if "nextToken" in params:
        found = tokens.redeem(params["nextToken"], params, "nextToken")
        if found is None:
            raise refused("The specified nextToken is invalid.")
        first = found[0]
    end = first + params.get("limit", 50)
    answer: dict[str, Any] = {
        "logGroups": [described(account, call.region, name) for name in names[first:end]]
    }
    if end < len(names):
        answer["nextToken"] = tokens.issue([end], params, "nextToken")
    return answer


def described(account: LogsAccount, region: str, name: str) -> dict[str, Any]:
    """Describe one log group; ``arn`` ends with ``:*`` and ``logGroupArn`` does not."""
    group = account.groups[region, name]
    arn = f"arn:aws:logs:{region}:{account.settings.account}:log-group:{name}"
    description: dict[str, Any] = {
        "logGroupName": name,
        "creationTime": group.created,
        "metricFilterCount": 0,
        "arn": f"{arn}:*",
        "logGroupArn": arn,
        "logGroupClass": group.log_class,
        "storedBytes": group.stored_bytes,
    }
    description |= {"dataProtectionStatus": "ACTIVATED"} if group.protection else {}
    return description | ({"retentionInDays": group.retention_days} if group.retention_days else {})


def create_log_group(account: LogsAccount, call: ApiCall) -> dict[str, Any]:
    """Make an empty log group."""
    key = (call.region, call.params["logGroupName"])
    if key in account.groups:
        raise AwsError("ResourceAlreadyExistsException", "The specified log group already exists")
    group = StoredLogGroup(key[1], account.clock.now_ms(), tags=dict(call.params.get("tags", {})))
    group.log_class = call.params.get("logGroupClass", group.log_class)
    account.groups[key] = group
    return {}


def put_retention_policy(account: LogsAccount, call: ApiCall) -> dict[str, Any]:
    """Say how long events are kept; they are kept longer here."""
    days = call.params["retentionInDays"]
    if days not in RETENTION_DAYS:
        raise refused(f"{days} is no retention in days.")
    find_group(account, call.region, call.params["logGroupName"]).retention_days = days
    return {}


def list_tags_for_resource(account: LogsAccount, call: ApiCall) -> dict[str, Any]:
    """Return the tags of a log group, by its ARN without ``:*``."""
    return {"tags": find_group(account, call.region, call.params["resourceArn"]).tags}


def delete_log_group(account: LogsAccount, call: ApiCall) -> dict[str, Any]:
    """Remove a log group and all it holds."""
    group = find_group(account, call.region, call.params["logGroupName"])
    del account.groups[call.region, group.name]
    return {}


def create_log_stream(account: LogsAccount, call: ApiCall) -> dict[str, Any]:
    """Make an empty log stream."""
    group = find_group(account, call.region, call.params["logGroupName"])
    if call.params["logStreamName"] in group.streams:
        raise AwsError("ResourceAlreadyExistsException", "The specified log stream already exists")
    group.streams.add(call.params["logStreamName"])
    return {}


def put_log_events(account: LogsAccount, call: ApiCall) -> dict[str, Any]:
    """Take events, in order of time, into a stream that exists."""
    group = find_group(account, call.region, call.params["logGroupName"])
    stream = call.params["logStreamName"]
    if stream not in group.streams:
        raise AwsError("ResourceNotFoundException", "The specified log stream does not exist.")
    events = call.params["logEvents"]
    times = [event["timestamp"] for event in events]
    if times != sorted(times):
        raise refused("Log events in a single PutLogEvents request must be in chronological order.")
    if sum(len(event["message"].encode()) + 26 for event in events) > 1_048_576:
        raise refused("Upload too large: more than 1048576 bytes")
    now = account.clock.now_ms()
    for event in events:
        group.put(stream, event["timestamp"], now, event["message"])
    return {"nextSequenceToken": str(len(group.events)).rjust(56, "0")}


OPERATIONS: Final = {
    "FilterLogEvents": filter_log_events,
    "DescribeLogGroups": describe_log_groups,
    "CreateLogGroup": create_log_group,
    "DeleteLogGroup": delete_log_group,
    "PutRetentionPolicy": put_retention_policy,
    "ListTagsForResource": list_tags_for_resource,
    "CreateLogStream": create_log_stream,
    "PutLogEvents": put_log_events,
}
