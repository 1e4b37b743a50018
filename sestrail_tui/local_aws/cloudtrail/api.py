"""CloudTrail, reading: trails, their status and selectors, channels, and event history.

AWS: CloudTrail API reference, the operation of each function's name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.wire import page_tokens as tokens
from sestrail_tui.local_aws.wire.answer import AwsError
from sestrail_tui.local_aws.wire.faults import STALE

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.local_aws.cloudtrail.account import CloudTrailAccount
    from sestrail_tui.local_aws.cloudtrail.event_history import ManagementEvent
    from sestrail_tui.local_aws.cloudtrail.trails import OwnTrail
    from sestrail_tui.local_aws.wire.answer import ApiCall

PAGE: Final = 50


def find_trail(account: CloudTrailAccount, call: ApiCall, name: str) -> OwnTrail:
    """Return a trail by ARN, or by name in its home Region (elsewhere it is a shadow)."""
    for trail in account.trails:
        if name == trail.arn or (name == trail.name and call.region == trail.region):
            return trail
    raise AwsError(
        "TrailNotFoundException", f"Unknown trail: {name} for the user: {account.settings.account}"
    )


def seen(account: CloudTrailAccount, region: str) -> list[OwnTrail]:
    """Return the trails that a Region shows: its own, and the shadows of multi-Region ones."""
    return [one for one in account.trails if one.multi_region or one.region == region]


def describe_trails(account: CloudTrailAccount, call: ApiCall) -> dict[str, Any]:
    """List trails; a multi-Region one also shows in other Regions, unless shadows are left out."""
    names = set(call.params.get("trailNameList", ()))
    shadows = call.params.get("includeShadowTrails", True)
    found = [
        trail.description()
        for trail in seen(account, call.region)
        if (shadows or trail.region == call.region)
        and (not names or {trail.arn, trail.name} & names)
    ]
    return {"trailList": found}


def get_trail(account: CloudTrailAccount, call: ApiCall) -> dict[str, Any]:
    """Describe one trail."""
    return {"Trail": find_trail(account, call, call.params["Name"]).description()}


def list_trails(account: CloudTrailAccount, call: ApiCall) -> dict[str, Any]:
    """Name the trails."""
    return {
        "Trails": [
            {"TrailARN": one.arn, "Name": one.name, "HomeRegion": one.region}
            for one in seen(account, call.region)
        ]
    }


def get_trail_status(account: CloudTrailAccount, call: ApiCall) -> dict[str, Any]:
    """Return whether the trail logs, and when it last delivered."""
    trail = find_trail(account, call, call.params["Name"])
    now = account.clock.now_ms()
    status: dict[str, Any] = {"IsLogging": trail.is_logging}
    if trail.started:
        status["StartLoggingTime"] = trail.started / 1000
    if trail.started and trail.stopped is not None:
        status["StopLoggingTime"] = trail.stopped / 1000
    group = account.group_of(trail)
    events = group.events[-1000:] if group is not None else []
    delivered = max((e.ingestion for e in events if e.ingestion <= now), default=None)
    if delivered is not None:
        status["LatestDeliveryTime"] = delivered / 1000
        status["LatestCloudWatchLogsDeliveryTime"] = delivered / 1000
    if group is not None and (trail.region, group.name) not in account.groups:
        status["LatestCloudWatchLogsDeliveryError"] = "LogGroupNotFound"
    elif group is not None and not may_write(account, trail, group.name):
        status["LatestCloudWatchLogsDeliveryError"] = "AccessDenied"
    return status


def may_write(account: CloudTrailAccount, trail: OwnTrail, group: str) -> bool:
    """Return whether the trail's role may write to a log group."""
    arn = f"arn:aws:logs:{trail.region}:{trail.account}:log-group:{group}:log-stream:{trail.stream}"
    return account.grants.allows(trail.role.rpartition("/")[2], "logs:PutLogEvents", arn)


def get_event_selectors(account: CloudTrailAccount, call: ApiCall) -> dict[str, Any]:
    """Return the trail's selectors, advanced or basic."""
    trail = find_trail(account, call, call.params["TrailName"])
    advanced, basic = trail.advanced, trail.basic
    if trail.before is not None and account.faults.take(STALE, call.operation):
        advanced, basic = trail.before
    answer: dict[str, Any] = {"TrailARN": trail.arn}
    if advanced:
        answer["AdvancedEventSelectors"] = advanced
    else:
        answer["EventSelectors"] = basic
    return answer


def list_channels(account: CloudTrailAccount, call: ApiCall) -> dict[str, Any]:
    """Name the channels of a Region."""
    return {
        "Channels": [
            {"ChannelArn": one.arn, "Name": one.name}
            for one in account.channels
            if one.region == call.region
        ]
    }


def get_channel(account: CloudTrailAccount, call: ApiCall) -> dict[str, Any]:
    """Tell where a channel delivers, and what it selects."""
    named = call.params["Channel"]
    for one in account.channels:
        if one.region == call.region and named in (one.arn, one.arn.rpartition("/")[2]):
            return {
                "ChannelArn": one.arn,
                "Name": one.name,
                "Source": "CloudTrail",
                "SourceConfig": {
                    "ApplyToAllRegions": False,
                    "AdvancedEventSelectors": one.advanced,
                },
                "Destinations": [{"Type": "AWS_SERVICE", "Location": "cloudwatch.amazonaws.com"}],
            }
    raise AwsError("ChannelNotFoundException", "The specified channel was not found.")


ATTRIBUTES: Final[dict[str, Callable[[dict[str, Any]], list[str]]]] = {
    "EventId": lambda event: [event["EventId"]],
    "EventName": lambda event: [event["EventName"]],
    "ReadOnly": lambda event: [event["ReadOnly"]],
    "Username": lambda event: [event.get("Username", "")],
    "ResourceType": lambda event: [one["ResourceType"] for one in event["Resources"]],
    "ResourceName": lambda event: [one["ResourceName"] for one in event["Resources"]],
    "EventSource": lambda event: [event["EventSource"]],
    "AccessKeyId": lambda event: [event.get("AccessKeyId", "")],
}


def lookup_events(account: CloudTrailAccount, call: ApiCall) -> dict[str, Any]:
    """Look management events up by at most one attribute, newest first, 50 a page."""
    params = call.params
    start, end = params.get("StartTime"), params.get("EndTime")
    if start is not None and end is not None and start > end:
        raise AwsError("InvalidTimeRangeException", "The start time is after the end time.")
    if len(params.get("LookupAttributes", ())) > 1:
        raise AwsError("InvalidLookupAttributesException", "Only one attribute may be given.")
    first, now = 0, account.clock.now_ms()
    if "NextToken" in params:
        found = tokens.redeem(params["NextToken"], params, "NextToken")
        if found is None or len(found) != 2:
            raise AwsError("InvalidNextTokenException", "The NextToken is not valid.")
        first, now = found  # the later pages show what there was at the first
    if "EventCategory" in params:  # Insights events: there are none
        return {"Events": []}
    past = account.history.newest_first(call.region, now)
    events = [one.shown() for one in past if in_range(one, start, end)]
    for one in params.get("LookupAttributes", ()):
        values = ATTRIBUTES[one["AttributeKey"]]
        events = [event for event in events if one["AttributeValue"] in values(event)]
    upto = first + params.get("MaxResults", PAGE)
    answer: dict[str, Any] = {"Events": events[first:upto]}
    if upto < len(events):
        answer["NextToken"] = tokens.issue([upto, now], params, "NextToken")
    return answer


def in_range(one: ManagementEvent, start: float | None, end: float | None) -> bool:
    """Return whether an event's time lies between two times in seconds, both included."""
    return (start is None or one.time >= start * 1000) and (end is None or one.time <= end * 1000)


OPERATIONS: Final = {
    "DescribeTrails": describe_trails,
    "GetTrailStatus": get_trail_status,
    "GetTrail": get_trail,
    "ListTrails": list_trails,
    "GetEventSelectors": get_event_selectors,
    "LookupEvents": lookup_events,
    "ListChannels": list_channels,
    "GetChannel": get_channel,
}
