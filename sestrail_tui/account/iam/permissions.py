"""Calls that sestrail makes of AWS: the IAM action each needs, on what, and what it is for.

These are the account's own, and those of the places that trails fill; each other kind of place
has its own (`sestrail_tui.places`). AWS: Service Authorization Reference, for which actions take
the ARN of a resource and which only ``*``; for what CloudFormation does on the caller's behalf,
the ``handlers`` in the schema of each resource type, as far as the template needs them. AWS allows
sts:GetCallerIdentity to everybody, whatever a policy says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sestrail_tui.account.recording.stack.name import NAME

if TYPE_CHECKING:
    from collections.abc import Iterable

COMMANDS: Final = ("tail", "wait", "doctor", "logging", "logging-create", "history")


class Resource:
    """A kind of thing that actions are allowed on.

    ``placeholders`` are its ARNs where they are not known: ``{partition}``, ``{region}`` and
    ``{account}`` are filled in, what else is in capitals is left to the reader.
    """

    def __init__(self, name: str, *placeholders: str) -> None:
        self.name = name
        self.placeholders = placeholders


ANY: Final = Resource("*", "*")
_GROUP: Final = "arn:{partition}:logs:{region}:{account}:log-group:LOGGROUP"
LOG_GROUP: Final = Resource("log group", _GROUP, f"{_GROUP}:*")
"""With and without ``:*``: which form is asked for differs by action."""
BUCKET: Final = Resource("bucket", "arn:{partition}:s3:::BUCKET")
OBJECTS: Final = Resource("objects", "arn:{partition}:s3:::BUCKET/*")
TRAIL: Final = Resource("trail", "arn:{partition}:cloudtrail:{region}:{account}:trail/TRAIL")
ANY_TRAIL: Final = Resource("any trail", "arn:{partition}:cloudtrail:*:{account}:trail/*")
CHANNEL: Final = Resource("channel", "arn:{partition}:cloudtrail:*:{account}:channel/*")
ROLE: Final = Resource("role", "arn:{partition}:iam::ACCOUNT:role/ROLE")
STACK: Final = Resource(
    "stack", f"arn:{{partition}}:cloudformation:{{region}}:{{account}}:stack/{NAME}/*"
)
"""That of ``sestrail logging on --create``, whose resources follow."""
STACK_TRAIL: Final = Resource(
    "stack's trail", f"arn:{{partition}}:cloudtrail:{{region}}:{{account}}:trail/{NAME}"
)
_STACK_GROUP: Final = f"arn:{{partition}}:logs:{{region}}:{{account}}:log-group:{NAME}"
STACK_GROUP: Final = Resource("stack's log group", _STACK_GROUP, f"{_STACK_GROUP}:*")
STACK_ROLE: Final = Resource("stack's role", f"arn:{{partition}}:iam::{{account}}:role/{NAME}-*")
STACK_BUCKET: Final = Resource("stack's bucket", f"arn:{{partition}}:s3:::{NAME}-*")
STACK_OBJECTS: Final = Resource("stack's objects", f"arn:{{partition}}:s3:::{NAME}-*/*")
_FOR_YOU: Final = "CloudFormation, for you"


@dataclass(frozen=True, slots=True)
class Permission:
    """One IAM action, and why it is wanted."""

    use: str
    """The source or command that wants it; ``find ...``: only where nothing was named."""
    action: str
    on: Resource
    why: str
    call: str = ""
    """The API's operation, where it is not called as the action."""

    @property
    def operation(self) -> str:
        """The API's operation: ``FilterLogEvents``."""
        return self.call or self.action.partition(":")[2]


READ_LOG_GROUP: Final = (
    Permission("log-group", "logs:FilterLogEvents", LOG_GROUP, "reads the records"),
    Permission(
        "find log-group", "cloudtrail:DescribeTrails", ANY, "finds the trails and what they fill"
    ),
    Permission("find log-group", "logs:DescribeLogGroups", ANY, "finds CloudTrail's own group"),
)
READ_BUCKET: Final = (
    Permission("bucket", "s3:ListBucket", BUCKET, "lists the trail's log files", "ListObjectsV2"),
    Permission("bucket", "s3:GetObject", OBJECTS, "reads them"),
    Permission("find bucket", "cloudtrail:DescribeTrails", ANY, "finds the trail's bucket"),
)
ACCOUNT_PERMISSIONS: Final = (
    Permission("doctor", "cloudtrail:DescribeTrails", ANY, "which trails there are"),
    Permission("wait", "cloudtrail:DescribeTrails", ANY, "which trails fill what is read"),
    Permission("wait", "cloudtrail:GetEventSelectors", ANY_TRAIL, "whether they record sends"),
    Permission("wait", "cloudtrail:GetTrailStatus", ANY_TRAIL, "since when they are on"),
    Permission("doctor", "cloudtrail:GetTrailStatus", ANY_TRAIL, "whether they are on"),
    Permission("doctor", "cloudtrail:GetEventSelectors", ANY_TRAIL, "what they record"),
    Permission("doctor", "cloudtrail:ListChannels", ANY, "CloudTrail without a trail"),
    Permission("doctor", "cloudtrail:GetChannel", CHANNEL, "what it records"),
    *(
        Permission("doctor", f"cloudformation:{one}", STACK, "what `logging on --create` created")
        for one in ("DescribeStacks", "DescribeStackResources")
    ),
    Permission("doctor", "logs:DescribeLogGroups", ANY, "class and masking of log groups"),
    Permission("doctor", "ses:GetAccount", ANY, "whether SES sends here"),
    Permission("doctor", "ses:ListEmailIdentities", ANY, "as whom"),
    Permission("logging", "cloudtrail:DescribeTrails", ANY, "finds the trail"),
    Permission("logging", "cloudtrail:GetTrailStatus", TRAIL, "whether it is on"),
    Permission("logging", "cloudtrail:GetEventSelectors", TRAIL, "what it records"),
    Permission("logging", "cloudtrail:PutEventSelectors", TRAIL, "switches sends on and off"),
    Permission("logging", "cloudtrail:StartLogging", TRAIL, "starts one that is stopped"),
    Permission("logging", "cloudtrail:StopLogging", TRAIL, "stops it again"),
    *(
        Permission("logging", f"cloudformation:{one}", STACK, "lists what `on --create` created")
        for one in ("DescribeStacks", "DescribeStackResources")
    ),
    *(
        Permission("logging-create", f"cloudformation:{one}", STACK, "creates, deletes the stack")
        for one in (
            "CreateStack",
            "DescribeStacks",
            "DescribeStackEvents",
            "DescribeStackResources",
            "DeleteStack",
        )
    ),
    *(
        Permission("logging-create", f"cloudtrail:{one}", STACK_TRAIL, _FOR_YOU)
        for one in (
            "CreateTrail",
            "AddTags",
            "PutEventSelectors",
            "StartLogging",
            "GetTrail",
            "GetTrailStatus",
            "GetEventSelectors",
            "GetInsightSelectors",
            "GetEventConfiguration",
            "ListTags",
            "DeleteTrail",
        )
    ),
    Permission("logging-create", "cloudtrail:DescribeTrails", ANY, _FOR_YOU),
    Permission("logging-create", "logs:DescribeLogGroups", ANY, _FOR_YOU),
    *(
        Permission("logging-create", f"logs:{one}", STACK_GROUP, _FOR_YOU)
        for one in (
            "CreateLogGroup",
            "PutRetentionPolicy",
            "TagResource",
            "ListTagsForResource",
            "GetDataProtectionPolicy",
            "DeleteLogGroup",
        )
    ),
    *(
        Permission("logging-create", f"iam:{one}", STACK_ROLE, _FOR_YOU)
        for one in (
            "CreateRole",
            "TagRole",
            "PutRolePolicy",
            "GetRole",
            "GetRolePolicy",
            "ListRolePolicies",
            "ListAttachedRolePolicies",
            "PassRole",
            "DeleteRolePolicy",
            "DeleteRole",
        )
    ),
    *(
        Permission("logging-create", f"s3:{action}", STACK_BUCKET, _FOR_YOU, call)
        for action, call in (
            ("CreateBucket", ""),
            ("PutBucketTagging", ""),
            ("GetBucketTagging", ""),
            ("PutBucketPublicAccessBlock", "PutPublicAccessBlock"),
            ("GetBucketPublicAccessBlock", "GetPublicAccessBlock"),
            ("PutLifecycleConfiguration", "PutBucketLifecycleConfiguration"),
            ("GetLifecycleConfiguration", "GetBucketLifecycleConfiguration"),
            ("PutBucketPolicy", ""),
            ("GetBucketPolicy", ""),
            ("DeleteBucketPolicy", ""),
            ("DeleteBucket", ""),
        )
    ),
    Permission(
        "logging-create", "s3:ListBucketVersions", STACK_BUCKET, "empties it", "ListObjectVersions"
    ),
    *(
        Permission("logging-create", action, STACK_OBJECTS, "empties the bucket", "DeleteObjects")
        for action in ("s3:DeleteObject", "s3:DeleteObjectVersion")
    ),
    Permission("role", "sts:AssumeRole", ROLE, "follows with the role"),
)


def of(use: str, permissions: Iterable[Permission] = ACCOUNT_PERMISSIONS) -> tuple[Permission, ...]:
    """Return the permissions of one use, in the table's order."""
    return tuple(permission for permission in permissions if permission.use == use)
