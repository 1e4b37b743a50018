"""CloudTrail, writing: trails made, changed, switched and removed, in their home Region only.

AWS: CloudTrail API reference, the operation of each function's name; "Naming requirements"; at most
five trails a Region.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.cloudtrail import selectors
from sestrail_tui.local_aws.cloudtrail.api import find_trail
from sestrail_tui.local_aws.cloudtrail.trails import OwnTrail, default_selectors
from sestrail_tui.local_aws.wire.answer import AwsError

if TYPE_CHECKING:
    from sestrail_tui.local_aws.cloudtrail.account import CloudTrailAccount
    from sestrail_tui.local_aws.wire.answer import ApiCall

NAME: Final = re.compile(r"(?!.*[._-]{2})[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]")
GROUP_ARN: Final = re.compile(r"arn:aws:logs:([^:]+):(\d{12}):log-group:([^:]+):\*")
MAX_TRAILS: Final = 5


def own_trail(account: CloudTrailAccount, call: ApiCall, name: str) -> OwnTrail:
    """Return a trail that the caller may change here."""
    trail = find_trail(account, call, name)
    if trail.account != account.settings.account:
        raise AwsError(
            "NotOrganizationMasterAccountException",
            "The management account of the organization alone can change its trails.",
        )
    if call.region != trail.region:
        raise AwsError(
            "InvalidHomeRegionException",
            f"The trail {trail.name} can be changed in {trail.region} only.",
        )
    return trail


def create_trail(account: CloudTrailAccount, call: ApiCall) -> dict[str, Any]:
    """Make a trail that selects management events and does not log yet."""
    name = call.params["Name"]
    if NAME.fullmatch(name) is None:
        raise AwsError("InvalidTrailNameException", f"Trail name {name} is not valid.")
    trails = [one for one in account.trails if one.region == call.region]
    if any(one.name == name for one in trails):
        raise AwsError("TrailAlreadyExistsException", f"Trail {name} already exists.")
    if len(trails) >= MAX_TRAILS:
        raise AwsError(
            "MaximumNumberOfTrailsExceededException", f"More than {MAX_TRAILS} trails in a Region."
        )
    group, role = destination(account, call)
    trail = OwnTrail(
        account.settings,
        started=0,
        stopped=account.clock.now_ms(),
        advanced=[],
        basic=default_selectors(),
        name=name,
        region=call.region,
        multi_region=call.params.get("IsMultiRegionTrail", False),
        organization=call.params.get("IsOrganizationTrail", False),
        bucket=call.params["S3BucketName"],
        prefix=call.params.get("S3KeyPrefix", ""),
        log_group=group or "",
        role=role,
        validated=call.params.get("EnableLogFileValidation", False),
        tags={one["Key"]: one.get("Value", "") for one in call.params.get("TagsList", ())},
    )
    account.trails.append(trail)
    return trail.place


def destination(account: CloudTrailAccount, call: ApiCall) -> tuple[str | None, str]:
    """Read log group and role; a ``None`` group was not spoken of, ``""`` is to be no more."""
    arn = call.params.get("CloudWatchLogsLogGroupArn")
    role = call.params.get("CloudWatchLogsRoleArn", "")
    if not arn:
        return arn, ""
    found = GROUP_ARN.fullmatch(arn)
    if found is None or found[1] != call.region or (found[1], found[3]) not in account.groups:
        raise AwsError(
            "InvalidCloudWatchLogsLogGroupArnException",
            "CloudTrail cannot validate the specified log group ARN.",
        )
    if not role:
        raise AwsError(
            "InvalidCloudWatchLogsRoleArnException",
            "You must specify a role ARN as well as a log group.",
        )
    return found[3], role


def update_trail(account: CloudTrailAccount, call: ApiCall) -> dict[str, Any]:
    """Change where a trail delivers to, and what it looks at."""
    params = call.params
    trail = own_trail(account, call, params["Name"])
    group, role = destination(account, call)
    if group is not None:
        trail.log_group, trail.role = group, role or trail.role
    trail.bucket = params.get("S3BucketName", trail.bucket)
    trail.prefix = params.get("S3KeyPrefix", trail.prefix)
    trail.multi_region = params.get("IsMultiRegionTrail", trail.multi_region)
    trail.validated = params.get("EnableLogFileValidation", trail.validated)
    return trail.place


def delete_trail(account: CloudTrailAccount, call: ApiCall) -> dict[str, Any]:
    """Remove a trail; what it delivered stays."""
    account.trails.remove(own_trail(account, call, call.params["Name"]))
    return {}


def put_event_selectors(account: CloudTrailAccount, call: ApiCall) -> dict[str, Any]:
    """Replace all of a trail's selectors."""
    trail = own_trail(account, call, call.params["TrailName"])
    advanced = call.params.get("AdvancedEventSelectors", [])
    basic = call.params.get("EventSelectors", [])
    selectors.check(advanced, basic)
    trail.before = (trail.advanced, trail.basic)
    trail.advanced, trail.basic = advanced, [written_out(one) for one in basic]
    answer: dict[str, Any] = {"TrailARN": trail.arn}
    return answer | (
        {"AdvancedEventSelectors": advanced} if advanced else {"EventSelectors": basic}
    )


def written_out(basic: selectors.Selector) -> selectors.Selector:
    """Return a basic selector with what was left out, as GetEventSelectors shows it."""
    return default_selectors()[0] | basic


def start_logging(account: CloudTrailAccount, call: ApiCall) -> dict[str, Any]:
    """Switch a trail on."""
    trail = own_trail(account, call, call.params["Name"])
    trail.started, trail.stopped = account.clock.now_ms(), None
    return {}


def stop_logging(account: CloudTrailAccount, call: ApiCall) -> dict[str, Any]:
    """Switch a trail off: calls made from now on are not delivered."""
    own_trail(account, call, call.params["Name"]).stopped = account.clock.now_ms()
    return {}


def tagged(account: CloudTrailAccount, call: ApiCall, arn: str) -> OwnTrail:
    """Return the trail of an ARN."""
    if not arn.startswith("arn:aws:cloudtrail:"):
        raise AwsError("CloudTrailARNInvalidException", f"{arn} is no ARN of a trail.")
    try:
        return find_trail(account, call, arn)
    except AwsError as error:
        raise AwsError("ResourceNotFoundException", error.message) from None


def add_tags(account: CloudTrailAccount, call: ApiCall) -> dict[str, Any]:
    """Put tags on a trail."""
    tags = tagged(account, call, call.params["ResourceId"]).tags
    tags |= {one["Key"]: one.get("Value", "") for one in call.params["TagsList"]}
    return {}


def remove_tags(account: CloudTrailAccount, call: ApiCall) -> dict[str, Any]:
    """Take tags off a trail."""
    tags = tagged(account, call, call.params["ResourceId"]).tags
    for one in call.params["TagsList"]:
        tags.pop(one["Key"], None)
    return {}


def list_tags(account: CloudTrailAccount, call: ApiCall) -> dict[str, Any]:
    """Return the tags of trails."""
    trails = [tagged(account, call, arn) for arn in call.params["ResourceIdList"]]
    return {
        "ResourceTagList": [
            {
                "ResourceId": one.arn,
                "TagsList": [{"Key": key, "Value": value} for key, value in one.tags.items()],
            }
            for one in trails
        ]
    }


OPERATIONS: Final = {
    "CreateTrail": create_trail,
    "UpdateTrail": update_trail,
    "DeleteTrail": delete_trail,
    "PutEventSelectors": put_event_selectors,
    "StartLogging": start_logging,
    "StopLogging": stop_logging,
    "AddTags": add_tags,
    "RemoveTags": remove_tags,
    "ListTags": list_tags,
}
