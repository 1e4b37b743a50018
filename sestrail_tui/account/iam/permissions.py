"""Every call that sestrail makes of AWS: the IAM action it needs, on what, and what it is for.

AWS: Service Authorization Reference, for which actions take the ARN of a resource and which only
``*``. The doctor's permission checks and ``sestrail policy`` are made from this table. AWS allows
sts:GetCallerIdentity to everybody, whatever a policy says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

On = Literal[
    "*", "log group", "trail", "any trail", "channel", "event data store", "any event data store",
    "bucket", "objects", "queue", "role", "workgroup", "query results",
    "made trail", "made log group", "made role", "made bucket", "made objects",
]  # fmt: skip
"""What an action is allowed on; made: what ``sestrail logging on --create`` makes."""

SOURCES: Final = (
    "log-group", "live", "bucket", "queue", "lake", "event-history", "insights", "athena",
)  # fmt: skip
COMMANDS: Final = ("tail", "wait", "doctor", "logging", "logging-create", "history")


@dataclass(frozen=True, slots=True)
class Permission:
    """One IAM action, and why it is wanted."""

    use: str
    """The source or command that wants it; ``find ...``: only where nothing was named."""
    action: str
    on: On
    why: str
    call: str = ""
    """The API's operation, where it is not called as the action."""

    @property
    def operation(self) -> str:
        """The API's operation: ``FilterLogEvents``."""
        return self.call or self.action.partition(":")[2]


PERMISSIONS: Final = (
    Permission("log-group", "logs:FilterLogEvents", "log group", "reads the records"),
    Permission(
        "find log-group", "cloudtrail:DescribeTrails", "*", "finds the trails and what they fill"
    ),
    Permission("find log-group", "logs:DescribeLogGroups", "*", "finds CloudTrail's own group"),
    Permission("live", "logs:StartLiveTail", "log group", "lets Live Tail push what is new"),
    Permission("event-history", "cloudtrail:LookupEvents", "*", "shows changes between the sends"),
    Permission("bucket", "s3:ListBucket", "bucket", "lists the trail's log files", "ListObjectsV2"),
    Permission("bucket", "s3:GetObject", "objects", "reads them"),
    Permission("find bucket", "cloudtrail:DescribeTrails", "*", "finds the trail's bucket"),
    Permission("queue", "sqs:ReceiveMessage", "queue", "hears of new log files"),
    Permission("queue", "sqs:DeleteMessage", "queue", "once they are read", "DeleteMessageBatch"),
    Permission("queue", "sqs:GetQueueAttributes", "queue", "counts what other readers hold"),
    Permission(
        "queue",
        "sqs:ChangeMessageVisibility",
        "queue",
        "gives messages back, for `wait` takes none",
        "ChangeMessageVisibilityBatch",
    ),
    Permission("queue", "s3:GetObject", "objects", "reads the log files"),
    Permission("lake", "cloudtrail:StartQuery", "event data store", "asks for sends, in SQL"),
    Permission("lake", "cloudtrail:DescribeQuery", "event data store", "how a query does"),
    Permission("lake", "cloudtrail:GetQueryResults", "event data store", "reads what it found"),
    Permission(
        "lake", "cloudtrail:CancelQuery", "event data store", "stops one that is not needed"
    ),
    Permission("find lake", "cloudtrail:ListEventDataStores", "*", "finds the event data stores"),
    Permission(
        "find lake", "cloudtrail:GetEventDataStore", "any event data store", "what they record"
    ),
    Permission("insights", "logs:StartQuery", "log group", "searches the past"),
    Permission("insights", "logs:GetQueryResults", "log group", "reads what was found"),
    Permission("insights", "logs:DescribeQueries", "*", "what a search scanned"),
    Permission("insights", "logs:StopQuery", "*", "stops a search that is not needed"),
    *(
        Permission("athena", f"athena:{one}", "*", "finds the table over the log files")
        for one in ("ListDataCatalogs", "ListDatabases", "ListTableMetadata", "ListWorkGroups")
    ),
    Permission("athena", "athena:GetWorkGroup", "workgroup", "where results go"),
    Permission("athena", "athena:StartQueryExecution", "workgroup", "searches the log files"),
    Permission("athena", "athena:GetQueryExecution", "workgroup", "how a search does"),
    Permission("athena", "athena:GetQueryResults", "workgroup", "reads what was found"),
    Permission("athena", "athena:StopQueryExecution", "workgroup", "stops a search"),
    *(
        Permission("athena", f"glue:{one}", "*", "Athena reads the table's place for you")
        for one in ("GetDatabases", "GetDatabase", "GetTables", "GetTable", "GetPartitions")
    ),
    Permission("athena", "s3:GetBucketLocation", "bucket", "Athena asks for you"),
    Permission("athena", "s3:ListBucket", "bucket", "estimates the cost", "ListObjectsV2"),
    Permission("athena", "s3:GetObject", "objects", "reads the few files that match"),
    Permission("athena", "s3:PutObject", "query results", "Athena writes for you"),
    Permission("doctor", "cloudtrail:DescribeTrails", "*", "which trails there are"),
    Permission("wait", "cloudtrail:DescribeTrails", "*", "which trails fill what is read"),
    Permission("wait", "cloudtrail:GetEventSelectors", "any trail", "whether they record sends"),
    Permission("wait", "cloudtrail:GetTrailStatus", "any trail", "since when they are on"),
    Permission("doctor", "cloudtrail:GetTrailStatus", "any trail", "whether they are on"),
    Permission("doctor", "cloudtrail:GetEventSelectors", "any trail", "what they record"),
    Permission("doctor", "cloudtrail:ListChannels", "*", "CloudTrail without a trail"),
    Permission("doctor", "cloudtrail:GetChannel", "channel", "what it records"),
    Permission("doctor", "cloudtrail:ListEventDataStores", "*", "which event data stores"),
    Permission("doctor", "cloudtrail:GetEventDataStore", "any event data store", "their state"),
    Permission("doctor", "logs:DescribeLogGroups", "*", "class and masking of log groups"),
    Permission("doctor", "ses:GetAccount", "*", "whether SES sends here"),
    Permission("doctor", "ses:ListEmailIdentities", "*", "as whom"),
    Permission("logging", "cloudtrail:DescribeTrails", "*", "finds the trail"),
    Permission("logging", "cloudtrail:GetTrailStatus", "trail", "whether it is on"),
    Permission("logging", "cloudtrail:GetEventSelectors", "trail", "what it records"),
    Permission("logging", "cloudtrail:PutEventSelectors", "trail", "switches sends on and off"),
    *(
        Permission("logging-create", f"cloudtrail:{one}", "made trail", "makes, removes the trail")
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
        Permission("logging-create", f"logs:{one}", "made log group", "... and its log group")
        for one in (
            "CreateLogGroup",
            "TagResource",
            "ListTagsForResource",
            "PutRetentionPolicy",
            "DeleteLogGroup",
        )
    ),
    *(
        Permission("logging-create", f"iam:{one}", "made role", "... and the role that fills it")
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
        Permission("logging-create", f"s3:{action}", "made bucket", "... and the bucket", call)
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
        "logging-create", "s3:DeleteObject", "made objects", "... emptied first", "DeleteObjects"
    ),
    Permission("role", "sts:AssumeRole", "role", "follows with the role"),
)


def of(use: str) -> tuple[Permission, ...]:
    """Give the permissions of one use, in the table's order."""
    return tuple(one for one in PERMISSIONS if one.use == use)
