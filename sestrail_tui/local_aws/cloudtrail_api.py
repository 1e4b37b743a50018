"""CloudTrail: the trail, its status and selectors, and event history.

AWS: CloudTrail API reference, the operation of each function's name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from . import selectors, tokens
from .answer import AwsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from .account import Account
    from .answer import Call
    from .history import Past
    from .trails import Trail

PAGE: Final = 50


def find_trail(account: Account, call: Call, name: str) -> Trail:
    """Give the trail by ARN, or by name in its home Region (elsewhere it is a shadow)."""
    trail = account.trail
    if name == trail.arn or (name == trail.settings.trail and call.region == trail.settings.region):
        return trail
    raise AwsError(
        "TrailNotFoundException", f"Unknown trail: {name} for the user: {account.settings.account}"
    )


def describe_trails(account: Account, call: Call) -> dict[str, Any]:
    """List trails; a multi-Region one also shows in other Regions, unless shadows are left out."""
    if account.settings.lake:
        return {"trailList": []}
    trail = account.trail
    names = call.params.get("trailNameList", [])
    shadow = call.region != trail.settings.region
    if shadow and not call.params.get("includeShadowTrails", True):
        return {"trailList": []}
    if names and not {trail.arn, trail.settings.trail} & set(names):
        return {"trailList": []}
    return {"trailList": [trail.description()]}


def get_trail_status(account: Account, call: Call) -> dict[str, Any]:
    """Say whether the trail logs, and when it last delivered."""
    trail = find_trail(account, call, call.params["Name"])
    now = account.clock.now_ms()
    status: dict[str, Any] = {
        "IsLogging": trail.is_logging,
        "StartLoggingTime": trail.started / 1000,
    }
    if trail.stopped is not None:
        status["StopLoggingTime"] = trail.stopped / 1000
    group = account.delivery.group
    delivered = max((e.ingestion for e in group.events[-1000:] if e.ingestion <= now), default=None)
    if delivered is not None:
        status["LatestDeliveryTime"] = delivered / 1000
        status["LatestCloudWatchLogsDeliveryTime"] = delivered / 1000
    if (trail.settings.region, group.name) not in account.groups:
        status["LatestCloudWatchLogsDeliveryError"] = "LogGroupNotFound"
    return status


def get_event_selectors(account: Account, call: Call) -> dict[str, Any]:
    """Give the trail's selectors, advanced or basic."""
    trail = find_trail(account, call, call.params["TrailName"])
    answer: dict[str, Any] = {"TrailARN": trail.arn}
    if trail.advanced:
        answer["AdvancedEventSelectors"] = trail.advanced
    else:
        answer["EventSelectors"] = trail.basic
    return answer


def put_event_selectors(account: Account, call: Call) -> dict[str, Any]:
    """Replace the trail's selectors, in its home Region only."""
    trail = find_trail(account, call, call.params["TrailName"])
    if call.region != trail.settings.region:
        raise AwsError(
            "InvalidHomeRegionException",
            f"The trail {trail.settings.trail} can be changed in {trail.settings.region} only.",
        )
    advanced = call.params.get("AdvancedEventSelectors", [])
    basic = call.params.get("EventSelectors", [])
    selectors.check(advanced, basic)
    trail.advanced, trail.basic = advanced, basic
    return get_event_selectors(account, call)


def start_logging(account: Account, call: Call) -> dict[str, Any]:
    """Switch the trail on."""
    trail = find_trail(account, call, call.params["Name"])
    trail.started, trail.stopped = account.clock.now_ms(), None
    return {}


def stop_logging(account: Account, call: Call) -> dict[str, Any]:
    """Switch the trail off: calls made from now on are not delivered."""
    find_trail(account, call, call.params["Name"]).stopped = account.clock.now_ms()
    return {}


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


def lookup_events(account: Account, call: Call) -> dict[str, Any]:
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


def in_range(one: Past, start: float | None, end: float | None) -> bool:
    """Tell whether an event's time lies between two times in seconds, both included."""
    return (start is None or one.time >= start * 1000) and (end is None or one.time <= end * 1000)


OPERATIONS: Final = {
    "DescribeTrails": describe_trails,
    "GetTrailStatus": get_trail_status,
    "GetEventSelectors": get_event_selectors,
    "PutEventSelectors": put_event_selectors,
    "StartLogging": start_logging,
    "StopLogging": stop_logging,
    "LookupEvents": lookup_events,
}
