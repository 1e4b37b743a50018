"""Calls that sestrail makes of AWS: the IAM action each needs, on what, and what it is for.

These are the account's own, and those of the places that trails fill; each other kind of place
has its own (`sestrail_tui.places`). AWS: Service Authorization Reference, for which actions take
the ARN of a resource and which only ``*``. AWS allows sts:GetCallerIdentity to everybody,
whatever a policy says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

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
MADE_TRAIL: Final = Resource("made trail")
MADE_GROUP: Final = Resource("made log group")
MADE_ROLE: Final = Resource("made role")
MADE_BUCKET: Final = Resource("made bucket")
MADE_OBJECTS: Final = Resource("made objects")
"""What ``sestrail logging on --create`` makes: its ARNs follow from account and region."""


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
    Permission("doctor", "logs:DescribeLogGroups", ANY, "class and masking of log groups"),
    Permission("doctor", "ses:GetAccount", ANY, "whether SES sends here"),
    Permission("doctor", "ses:ListEmailIdentities", ANY, "as whom"),
    Permission("logging", "cloudtrail:DescribeTrails", ANY, "finds the trail"),
    Permission("logging", "cloudtrail:GetTrailStatus", TRAIL, "whether it is on"),
    Permission("logging", "cloudtrail:GetEventSelectors", TRAIL, "what it records"),
    Permission("logging", "cloudtrail:PutEventSelectors", TRAIL, "switches sends on and off"),
    *(
        Permission("logging-create", f"cloudtrail:{one}", MADE_TRAIL, "makes, removes the trail")
        for one in (
            "CreateTrail",
            "AddTags",
            "ListTags",
            "PutEventSelectors",
            "StartLogging",
            "DeleteTrail",
        )
    ),
    *(
        Permission("logging-create", f"logs:{one}", MADE_GROUP, "... and its log group")
        for one in (
            "CreateLogGroup",
            "TagResource",
            "ListTagsForResource",
            "PutRetentionPolicy",
            "DeleteLogGroup",
        )
    ),
    *(
        Permission("logging-create", f"iam:{one}", MADE_ROLE, "... and the role that fills it")
        for one in (
            "CreateRole",
            "TagRole",
            "ListRoleTags",
            "PutRolePolicy",
            "PassRole",
            "DeleteRolePolicy",
            "DeleteRole",
        )
    ),
    *(
        Permission("logging-create", f"s3:{action}", MADE_BUCKET, "... and the bucket", call)
        for action, call in (
            ("CreateBucket", ""),
            ("PutBucketTagging", ""),
            ("GetBucketTagging", ""),
            ("PutBucketPublicAccessBlock", "PutPublicAccessBlock"),
            ("PutBucketPolicy", ""),
            ("PutLifecycleConfiguration", "PutBucketLifecycleConfiguration"),
            ("ListBucket", "ListObjectsV2"),
            ("DeleteBucket", ""),
        )
    ),
    Permission(
        "logging-create", "s3:DeleteObject", MADE_OBJECTS, "... emptied first", "DeleteObjects"
    ),
    Permission("role", "sts:AssumeRole", ROLE, "follows with the role"),
)


def of(use: str, permissions: Iterable[Permission] = ACCOUNT_PERMISSIONS) -> tuple[Permission, ...]:
    """Give the permissions of one use, in the table's order."""
    return tuple(permission for permission in permissions if permission.use == use)
