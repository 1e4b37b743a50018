"""Where a trail delivers to: no log group at all, and the bucket that serves instead. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.account.aws_cli import compact
from sestrail_tui.account.iam.permissions import READ_BUCKET, of
from sestrail_tui.account.iam.resource_arns import ResourceArns
from sestrail_tui.account.partitions import partition
from sestrail_tui.account.report import Finding, Fix, Level
from sestrail_tui.core.errors import AccessDenied, LogGroupMissing, SourceError
from sestrail_tui.doctor.findings.allow import allow
from sestrail_tui.doctor.findings.judge_group import writing_allowed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.account.aws_cli import Argv, AwsCli
    from sestrail_tui.account.discovery.trails import Trail
    from sestrail_tui.doctor.facts.facts import BucketFacts, Facts, TrailFacts

_LATER = "Log files hold the records of some minutes: sends come later than in a log group."


def judge_no_group(trail_facts: TrailFacts, way: tuple[str, ...], aws: AwsCli) -> Finding:
    """Judge a trail that delivers to no log group that is this account's."""
    trail = trail_facts.trail
    title = f"Trail {trail.name}, log group"
    elsewhere = trail.cloud_watch_logs_log_group_arn
    if elsewhere:
        return Finding(
            "trail.group",
            title,
            Level.MISSING,
            f"It delivers to a log group of another account: {elsewhere}.",
            "It is to be followed with that account's credentials.",
            Fix((aws.sestrail("--log-group", elsewhere.removesuffix(":*")),),
                 note="With --profile for that account."),
            (*way, "log group"),
        )  # fmt: skip
    return Finding(
        "trail.group",
        title,
        Level.MISSING,
        "It delivers to no log group.",
        "In a log group sends can be followed; without one there is only the trail's bucket.",
        Fix(_attach(trail, aws), note="CloudWatch Logs charges its usual ingestion."),
        (*way, "log group"),
    )


def _attach(trail: Trail, aws: AwsCli) -> tuple[Argv, ...]:
    """Make a log group and a role, and let the trail deliver there.

    AWS: CloudTrail user guide, "Sending events to CloudWatch Logs", with the AWS CLI.
    """
    account, home = trail.trail_arn.split(":")[4], trail.home_region
    where = partition(home)
    group = f"CloudTrail/{trail.name}"
    group_arn = f"arn:{where}:logs:{home}:{account}:log-group:{group}"
    role = f"cloudtrail-to-logs-{trail.name}"[:64]
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "cloudtrail.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    return (
        aws("logs", "create-log-group", "--log-group-name", group, region=home),
        aws("iam", "create-role", "--role-name", role,
            "--assume-role-policy-document", compact(trust)),
        writing_allowed(role, group_arn, aws),
        aws("cloudtrail", "update-trail", "--name", trail.trail_arn,
            "--cloud-watch-logs-log-group-arn", f"{group_arn}:*",
            "--cloud-watch-logs-role-arn", f"arn:{where}:iam::{account}:role/{role}", region=home),
    )  # fmt: skip


def judge_bucket(
    facts: Facts, trail_facts: TrailFacts, way: tuple[str, ...], aws: AwsCli
) -> Iterator[Finding]:
    """Judge a trail's bucket, which is read where its log group cannot be."""
    if trail_facts.bucket is None:
        return
    bucket, status = trail_facts.bucket, trail_facts.status
    title, way = f"Bucket {bucket.bucket.name}", (*way, "bucket")
    error = "" if isinstance(status, SourceError) else status.latest_delivery_error
    if isinstance(bucket.key, LogGroupMissing) or error == "NoSuchBucket":
        yield Finding(
            "bucket.there",
            title,
            Level.MISSING,
            "It does not exist.",
            "The trail has nowhere to put its log files.",
            Fix(
                _make(trail_facts.trail, aws),
                note="A name that is taken by another account is gone.",
            ),
            way,
        )
        return
    if error:
        yield Finding(
            "bucket.delivery",
            title,
            Level.MISSING,
            f"CloudTrail cannot write to it: {error}.",
            "No new log files come.",
            Fix(console=f"S3 > {bucket.bucket.name} > Permissions > Bucket policy",
                 note=f"It has to let CloudTrail write: {compact(_policy(trail_facts.trail))}"),
            way,
        )  # fmt: skip
    yield _reachable(facts, bucket, title, way, aws)


def _reachable(
    facts: Facts, bucket: BucketFacts, title: str, way: tuple[str, ...], aws: AwsCli
) -> Finding:
    for answer in (bucket.key, bucket.read):
        if isinstance(answer, AccessDenied):
            resources = ResourceArns(facts.region, facts.account).with_buckets([bucket.bucket])
            fix = allow(
                answer,
                facts.caller_arn,
                "bucket",
                of("bucket", READ_BUCKET),
                resources=resources,
                aws=aws,
            )
            means = "Needed only where the log group cannot be read, and with --bucket."
            return Finding("bucket.read", title, Level.MISSING, answer.message, means, fix, way)
        if isinstance(answer, SourceError):
            return Finding("bucket.read", title, Level.UNKNOWN, answer.message, way=way)
    says = "It can be listed and read." if bucket.key else "It can be listed; it is empty yet."
    return Finding("bucket.read", title, Level.GOOD, says, _LATER, way=way)


def _make(trail: Trail, aws: AwsCli) -> tuple[Argv, ...]:
    name, home = trail.s3_bucket_name, trail.home_region
    where = () if home == "us-east-1" else (
        "--create-bucket-configuration", f"LocationConstraint={home}"
    )  # fmt: skip
    return (
        aws("s3api", "create-bucket", "--bucket", name, *where, region=home),
        aws("s3api", "put-bucket-policy", "--bucket", name, "--policy", compact(_policy(trail)),
            region=home),
    )  # fmt: skip


def _policy(trail: Trail) -> dict[str, object]:
    """Give AWS's bucket policy (CloudTrail user guide, "Amazon S3 bucket policy")."""
    head = f"arn:{partition(trail.home_region)}:s3:::{trail.s3_bucket_name}"
    place = "" if trail.bucket is None else trail.bucket.prefix
    cloudtrail = {"Service": "cloudtrail.amazonaws.com"}
    source = {"aws:SourceArn": trail.trail_arn}
    owner = {"s3:x-amz-acl": "bucket-owner-full-control"}
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": cloudtrail,
                "Action": "s3:GetBucketAcl",
                "Resource": head,
                "Condition": {"StringEquals": source},
            },
            {
                "Effect": "Allow",
                "Principal": cloudtrail,
                "Action": "s3:PutObject",
                "Resource": f"{head}/{place}*",
                "Condition": {"StringEquals": source | owner},
            },
        ],
    }
