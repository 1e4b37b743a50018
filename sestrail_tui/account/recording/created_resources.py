"""What `logging on --create` makes in an account: names, tags, policies. Pure.

AWS: "Amazon S3 bucket policy for CloudTrail" and "Role policy document for CloudTrail to use
CloudWatch Logs for monitoring", CloudTrail user guide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sestrail_tui.account.discovery.trails import Trail
from sestrail_tui.account.partitions import partition

TAG: Final = ("created-by", "sestrail")
KEPT_DAYS: Final = 7
"""How long records are kept, in the log group and in the bucket."""
_CLOUDTRAIL: Final = "cloudtrail.amazonaws.com"


@dataclass(frozen=True, slots=True)
class CreatedResources:
    """The trail, log group, role and bucket of one account and region."""

    account: str
    region: str
    name: str = "sestrail-ses-sends"
    """Of the trail; those of the others follow from it."""

    @property
    def bucket(self) -> str:
        """The bucket's name, which nobody else in the world has."""
        return f"{self.name}-{self.account}-{self.region}"

    @property
    def group(self) -> str:
        """The log group's name."""
        return self.name.replace("-", "/", 1)

    @property
    def role(self) -> str:
        """The role's name; roles are of all regions."""
        return f"{self.name}-{self.region}"

    @property
    def trail_arn(self) -> str:
        """The trail's ARN."""
        return f"{self._arn('cloudtrail')}:trail/{self.name}"

    @property
    def bucket_arn(self) -> str:
        """The bucket's ARN."""
        return f"arn:{partition(self.region)}:s3:::{self.bucket}"

    @property
    def group_arn(self) -> str:
        """The log group's ARN, without ``:*``."""
        return f"{self._arn('logs')}:log-group:{self.group}"

    @property
    def role_arn(self) -> str:
        """The role's ARN."""
        return f"arn:{partition(self.region)}:iam::{self.account}:role/{self.role}"

    @property
    def trail(self) -> Trail:
        """The trail as DescribeTrails will show it."""
        return Trail(
            name=self.name,
            trail_arn=self.trail_arn,
            home_region=self.region,
            cloud_watch_logs_log_group_arn=f"{self.group_arn}:*",
            cloud_watch_logs_role_arn=self.role_arn,
            s3_bucket_name=self.bucket,
        )

    @property
    def bucket_policy(self) -> dict[str, Any]:
        """Let this one trail write into the bucket."""
        return bucket_policy(self.bucket_arn, self.account, self.trail_arn)

    @property
    def role_policy(self) -> dict[str, Any]:
        """Let CloudTrail write into its own streams of the log group."""
        stream = f"{self.group_arn}:log-stream:{self.account}_CloudTrail_{self.region}*"
        return role_policy(stream)

    def _arn(self, service: str) -> str:
        return f"arn:{partition(self.region)}:{service}:{self.region}:{self.account}"


def bucket_policy(bucket_arn: Any, account: Any, trail_arn: Any) -> dict[str, Any]:
    """Give a bucket's policy; the ARNs are texts, or CloudFormation's functions of them."""
    only_this_trail = {"aws:SourceArn": trail_arn}
    objects = _joined(bucket_arn, "/AWSLogs/", account, "/*")
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "CloudTrailLooks",
                "Effect": "Allow",
                "Principal": {"Service": _CLOUDTRAIL},
                "Action": "s3:GetBucketAcl",
                "Resource": bucket_arn,
                "Condition": {"StringEquals": only_this_trail},
            },
            {
                "Sid": "CloudTrailWrites",
                "Effect": "Allow",
                "Principal": {"Service": _CLOUDTRAIL},
                "Action": "s3:PutObject",
                "Resource": objects,
                "Condition": {
                    "StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control", **only_this_trail}
                },
            },
        ],
    }


def role_policy(streams: Any) -> dict[str, Any]:
    """Give the role's policy over an ARN of log streams."""
    actions = ["logs:CreateLogStream", "logs:PutLogEvents"]
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": actions, "Resource": streams}],
    }


def role_trust() -> dict[str, Any]:
    """Let CloudTrail take the role."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": _CLOUDTRAIL},
                "Action": "sts:AssumeRole",
            }
        ],
    }


def _joined(*parts: Any) -> Any:
    """Join texts, or leave the joining to CloudFormation where a part is a function of its own."""
    if all(isinstance(part, str) for part in parts):
        return "".join(parts)
    return {"Fn::Join": ["", list(parts)]}
