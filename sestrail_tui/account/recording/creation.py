"""The calls that make a trail with its log group, role and bucket, and those that remove them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.account.recording import trail_choice
from sestrail_tui.account.recording.created_resources import (
    KEPT_DAYS,
    TAG,
    CreatedResources,
    role_trust,
)
from sestrail_tui.account.recording.step import EMPTY_BUCKET, Step
from sestrail_tui.account.selectors.change import SENDS_SELECTOR
from sestrail_tui.account.selectors.event_selectors import EventSelectors
from sestrail_tui.core.errors import CannotKeep
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sestrail_tui.account.discovery.trails import Trail
    from sestrail_tui.account.recording.aws_context import AwsContext
    from sestrail_tui.account.session.clients import Service

State = Literal["absent", "ours", "foreign"]
SELECTORS: Final = EventSelectors(advanced=(SENDS_SELECTOR,))
"""SES sends alone: management events would be charged where another trail has them already."""
_TAGS: Final = [{"Key": TAG[0], "Value": TAG[1]}]
_POLICY: Final = "write-records"
_ABSENT: Final = frozenset(
    {
        "TrailNotFoundException",
        "ResourceNotFoundException",
        "NoSuchEntity",
        "NoSuchEntityException",
        "NoSuchBucket",
        "404",
    }
)
_UNTAGGED: Final = frozenset({"NoSuchTagSet"})


@dataclass(frozen=True, slots=True)
class Standing:
    """Which of the four are there, and whether they carry our tag."""

    trail: State
    group: State
    role: State
    bucket: State
    used_by: Mapping[str, str] = field(default_factory=dict)
    """Which of them a trail needs that is not sestrail's, and that trail's name."""

    @property
    def states(self) -> dict[str, State]:
        """Give the states by what they are of."""
        return {
            "trail": self.trail,
            "log group": self.group,
            "role": self.role,
            "bucket": self.bucket,
        }

    def names(self, made: CreatedResources) -> dict[str, str]:
        """Give the names by what they are of."""
        return dict(zip(self.states, (made.name, made.group, made.role, made.bucket), strict=True))

    def need_no_foreign(self, made: CreatedResources, doing: str) -> None:
        """Raise `CannotKeep` where something of one of these names is not sestrail's."""
        for kind, state in self.states.items():
            if state == "foreign":
                raise CannotKeep(
                    f"There is a {kind} {self.names(made)[kind]} that sestrail did not make (it "
                    f"lacks the tag {TAG[0]}={TAG[1]}), so nothing was {doing}: look at it, and "
                    "rename, remove or tag it yourself."
                )


async def standing(made: CreatedResources, reached: AwsContext) -> Standing:
    """Look which of the four there are. Raises `SourceError`, also where tags may not be read.

    DescribeTrails tells whether there is the trail: a list of tags may be empty for what there is
    not.
    """
    trails = await trail_choice.trails(reached)
    there = any(one.trail_arn == made.trail_arn for one in trails)
    ask = {"ResourceIdList": [made.trail_arn]}
    trail = await _state(reached, made, "cloudtrail", "list_tags", ask) if there else "absent"
    others = [one for one in trails if one.trail_arn != made.trail_arn or trail == "foreign"]
    return Standing(
        trail,
        await _state(
            reached, made, "logs", "list_tags_for_resource", {"resourceArn": made.group_arn}
        ),
        await _state(reached, made, "iam", "list_role_tags", {"RoleName": made.role}),
        await _state(reached, made, "s3", "get_bucket_tagging", {"Bucket": made.bucket}),
        dict(_used_by(made, others)),
    )


def _used_by(made: CreatedResources, trails: Iterable[Trail]) -> Iterator[tuple[str, str]]:
    for one in trails:
        if one.cloud_watch_logs_log_group_arn.removesuffix(":*") == made.group_arn:
            yield "log group", one.name
        if one.cloud_watch_logs_role_arn == made.role_arn:
            yield "role", one.name
        if one.s3_bucket_name == made.bucket:
            yield "bucket", one.name


async def _state(
    reached: AwsContext,
    made: CreatedResources,
    service: Service,
    method: str,
    params: dict[str, Any],
) -> State:
    operation = "".join(part.title() for part in method.split("_"))
    call = CallName(f"{service}:{operation}", made.region, login=reached.settled.login)
    try:
        client = await reached.clients.client(service, made.region)
        answer = await getattr(client, method)(**params)
    except Exception as error:
        code = str((getattr(error, "response", None) or {}).get("Error", {}).get("Code", ""))
        if code in _ABSENT:
            return "absent"
        if code in _UNTAGGED:
            return "foreign"
        raise to_source_error(error, call) from error
    return "ours" if TAG in _tags(answer) else "foreign"


def _tags(answer: dict[str, Any]) -> set[tuple[str, str]]:
    """Read tags in whichever shape an API has them."""
    pairs = answer.get("tags")
    if isinstance(pairs, dict):
        return set(pairs.items())
    several = answer.get("Tags") or answer.get("TagSet") or []
    for one in answer.get("ResourceTagList", ()):
        several = [*several, *one.get("TagsList", ())]
    return {(one["Key"], one.get("Value", "")) for one in several}


def steps_to_make(made: CreatedResources, there: Standing) -> tuple[Step, ...]:
    """Give the calls for all that is absent; what a broken-off try left is gone over again."""
    return (
        *_bucket(made, there.bucket),
        *_group(made, there.group),
        *_role(made, there.role),
        *_trail(made, there.trail),
    )


def _bucket(made: CreatedResources, state: State) -> Iterator[Step]:
    name = {"Bucket": made.bucket}

    def step(operation: str, says: str, **params: Any) -> Step:
        return Step("s3", operation, made.region, name | params, says, f"bucket {made.bucket}")

    if state == "absent":
        elsewhere = made.region != "us-east-1"
        place = {"CreateBucketConfiguration": {"LocationConstraint": made.region}}
        yield step(
            "CreateBucket", f"Make bucket {made.bucket}: every trail needs one",
            **(place if elsewhere else {}),
        )  # fmt: skip
        yield step("PutBucketTagging", "Tag it", Tagging={"TagSet": _TAGS})
    closed = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    yield step(
        "PutPublicAccessBlock", "Close it to the public",
        PublicAccessBlockConfiguration=dict.fromkeys(closed, True),
    )  # fmt: skip
    policy = json.dumps(made.bucket_policy)
    yield step("PutBucketPolicy", "Let this trail alone write into it", Policy=policy)
    rule: dict[str, Any] = {
        "ID": "expire",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "Expiration": {"Days": KEPT_DAYS},
    }
    yield step(
        "PutBucketLifecycleConfiguration", f"Keep its files for {KEPT_DAYS} days",
        LifecycleConfiguration={"Rules": [rule]},
    )  # fmt: skip


def _group(made: CreatedResources, state: State) -> Iterator[Step]:
    name, target = {"logGroupName": made.group}, f"log group {made.group}"
    if state == "absent":
        params = {**name, "tags": dict([TAG])}
        says = f"Make log group {made.group}: here the sends are followed"
        yield Step("logs", "CreateLogGroup", made.region, params, says, target)
    kept = {**name, "retentionInDays": KEPT_DAYS}
    says = f"Keep its records for {KEPT_DAYS} days"
    yield Step("logs", "PutRetentionPolicy", made.region, kept, says, target)


def _role(made: CreatedResources, state: State) -> Iterator[Step]:
    name, target = {"RoleName": made.role}, f"role {made.role}"
    if state == "absent":
        params: dict[str, Any] = {
            **name,
            "AssumeRolePolicyDocument": json.dumps(role_trust()),
            "Description": "CloudTrail writes SES sends into a log group (made by sestrail)",
            "Tags": _TAGS,
        }
        says = f"Make role {made.role}, for CloudTrail alone"
        yield Step("iam", "CreateRole", made.region, params, says, target)
    params = {**name, "PolicyName": _POLICY, "PolicyDocument": json.dumps(made.role_policy)}
    says = "Let it write into that log group, and nothing else"
    yield Step("iam", "PutRolePolicy", made.region, params, says, target)


def _trail(made: CreatedResources, state: State) -> Iterator[Step]:
    target = f"trail {made.name}"
    if state == "absent":
        params: dict[str, Any] = {
            "Name": made.name,
            "S3BucketName": made.bucket,
            "IsMultiRegionTrail": False,
            "CloudWatchLogsLogGroupArn": f"{made.group_arn}:*",
            "CloudWatchLogsRoleArn": made.role_arn,
            "TagsList": _TAGS,
        }
        says = f"Make trail {made.name} of {made.region}, delivering to both"
        yield Step("cloudtrail", "CreateTrail", made.region, params, says, target)
    named = {"TrailName": made.trail_arn, **SELECTORS.arguments}
    says = "Select SES sends, and nothing else"
    yield Step("cloudtrail", "PutEventSelectors", made.region, named, says, target)
    started = {"Name": made.trail_arn}
    yield Step("cloudtrail", "StartLogging", made.region, started, "Start it", target)


def steps_to_remove(made: CreatedResources, there: Standing) -> tuple[Step, ...]:
    """Give the calls that remove what there is of it and is tagged as ours."""
    steps: list[Step] = []

    def add(service: Service, operation: str, says: str, **params: Any) -> None:
        steps.append(Step(service, operation, made.region, params, says))

    def goes(kind: str) -> bool:
        return there.states[kind] == "ours" and kind not in there.used_by

    if goes("trail"):
        add("cloudtrail", "DeleteTrail", f"Delete trail {made.name}", Name=made.trail_arn)
    if goes("role"):
        policy = {"RoleName": made.role, "PolicyName": _POLICY}
        add("iam", "DeleteRolePolicy", f"Delete the policy of role {made.role}", **policy)
        add("iam", "DeleteRole", f"Delete role {made.role}", RoleName=made.role)
    if goes("log group"):
        says = f"Delete log group {made.group}, with the records in it"
        add("logs", "DeleteLogGroup", says, logGroupName=made.group)
    if goes("bucket"):
        says = f"Delete every file in bucket {made.bucket}"
        add("s3", EMPTY_BUCKET, says, Bucket=made.bucket)
        add("s3", "DeleteBucket", f"Delete bucket {made.bucket}", Bucket=made.bucket)
    return tuple(steps)


def without_removed(there: Standing) -> Standing:
    """Return what there is once `steps_to_remove` are done."""
    states: list[State] = [
        "absent" if state == "ours" and kind not in there.used_by else state
        for kind, state in there.states.items()
    ]
    trail, group, role, bucket = states
    return Standing(trail, group, role, bucket, there.used_by)


def left(made: CreatedResources, there: Standing) -> tuple[str, ...]:
    """Say what there is of those names that is not to be removed, or is still there, and why."""
    told = []
    for kind, state in there.states.items():
        name = safe(there.names(made)[kind])
        if state == "foreign":
            told.append(
                f"{kind} {name}: it lacks the tag {TAG[0]}={TAG[1]}, so nothing proves that "
                "sestrail made it"
            )
        elif state == "ours" and kind in there.used_by:
            told.append(f"{kind} {name}: trail {safe(there.used_by[kind])} delivers with it")
        elif state == "ours":
            told.append(f"{kind} {name}: AWS still shows it")
    return tuple(told)
