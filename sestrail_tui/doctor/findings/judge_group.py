"""Whether a log group is there, can be followed, and holds records as CloudTrail wrote them. Pure.

AWS: CloudWatch Logs user guide, "Log classes" (Infrequent Access: no FilterLogEvents, no Live
Tail; a log group's class cannot be changed), "Help protect sensitive log data with masking",
"Pipelines" (a processor changes the events in the log group).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from sestrail_tui.account.aws_cli import compact
from sestrail_tui.account.discovery.log_classes import DELIVERY, INFREQUENT_ACCESS, STANDARD
from sestrail_tui.account.iam.permissions import READ_LOG_GROUP, of
from sestrail_tui.account.iam.resource_arns import ResourceArns
from sestrail_tui.account.report import Finding, Fix, Level
from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.details.section import moment_text
from sestrail_tui.core.errors import AccessDenied, SourceError
from sestrail_tui.doctor.findings.allow import allow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.account.aws_cli import Argv, AwsCli
    from sestrail_tui.doctor.facts.answer import Answer
    from sestrail_tui.doctor.facts.facts import (
        Facts,
        GroupDescription,
        GroupFacts,
        Sample,
        TrailFacts,
    )

LEAST_DAYS: Final = 3
"""A log group that keeps less forgets Friday's send by Monday."""
WANTED_DAYS: Final = "14"


def judge_group(
    facts: Facts,
    group_facts: GroupFacts,
    way: tuple[str, ...],
    aws: AwsCli,
    trail: TrailFacts | None,
) -> Iterator[Finding]:
    """Judge one log group; ``trail`` fills it, where one does."""
    group = group_facts.group
    title = f"Log group {group.name}"
    described = group_facts.described
    if described is None:
        yield Finding(
            "group.there",
            title,
            Level.MISSING,
            f"It does not exist in {group.region}.",
            "What was to be delivered there is lost; CloudTrail goes on once it is there.",
            Fix((aws("logs", "create-log-group", "--log-group-name", group.name,
                      region=group.region),)),
            way,
        )  # fmt: skip
        return
    if not isinstance(described, SourceError):
        yield from _kind(described, group_facts, way, aws, trail)
        if described.log_group_class in (INFREQUENT_ACCESS, DELIVERY):
            return
    yield _read(facts, group_facts, f"{title}, reading", way, aws)
    if not isinstance(group_facts.read, SourceError):
        yield from _rewritten(group_facts.read, title, way)


def _kind(
    described: GroupDescription,
    group_facts: GroupFacts,
    way: tuple[str, ...],
    aws: AwsCli,
    trail: TrailFacts | None,
) -> Iterator[Finding]:  # fmt: skip
    group = group_facts.group
    title = f"Log group {group.name}, kind"
    if described.log_group_class != STANDARD:
        fix = _another_group(group_facts, trail, aws)
        yield _other_class(described.log_group_class, group_facts, way, fix)
        return
    yield Finding("group.class", title, Level.GOOD, "It is there, of class STANDARD.", way=way)
    if described.data_protection_status == "ACTIVATED":
        yield Finding(
            "group.masked",
            title,
            Level.WARNING,
            "A data protection policy masks parts of what is read from it.",
            "Addresses, IP addresses or keys in the records may show as asterisks.",
            Fix(
                (aws("logs", "delete-data-protection-policy", "--log-group-identifier",
                     group.name, region=group.region),),
                note="Ask first who set it up, and why.",
            ),
            way,
        )  # fmt: skip
    yield from _retention(described, group_facts, title, way, aws)


def _retention(
    described: GroupDescription,
    group_facts: GroupFacts,
    title: str,
    way: tuple[str, ...],
    aws: AwsCli,
) -> Iterator[Finding]:
    """Judge how soon records are forgotten.

    AWS: CloudWatch Logs user guide: a retention policy of the account that applies to a log group
    overrides what PutRetentionPolicy sets.
    """
    group, days, policy = (
        group_facts.group,
        described.retention_in_days,
        described.retention_policy_name,
    )
    if days is not None and days < LEAST_DAYS:
        yield Finding(
            "group.retention",
            title,
            Level.WARNING,
            f"It forgets records after {days} day{'' if days == 1 else 's'}.",
            "What is older can neither be followed nor searched.",
            Fix(
                console="CloudWatch > Settings > Logs > Account policies",
                note=f"Retention policy {policy} of the account says so, and overrides what is "
                "set for the log group alone.",
            )
            if policy
            else Fix(
                (aws("logs", "put-retention-policy", "--log-group-name", group.name,
                     "--retention-in-days", WANTED_DAYS, region=group.region),),
                note="A retention policy of the account, where one applies, overrides it.",
            ),
            way,
        )  # fmt: skip


def _other_class(name: str, group_facts: GroupFacts, way: tuple[str, ...], fix: Fix) -> Finding:
    """Judge a log group that is not of the class STANDARD; its class cannot be changed."""
    searched = any(use.answer is True and not use.check.follows for use in group_facts.uses)
    title = f"Log group {group_facts.group.name}, kind"
    if name == INFREQUENT_ACCESS:
        says = f"Its class is {name}: it cannot be followed."
        means = (
            "`sestrail tail --no-follow` and key H can ask Logs Insights, which AWS bills by what "
            "it scans."
            if searched
            else "Logs Insights alone could read it, and may not be asked."
        )
    elif name == DELIVERY:
        says = f"Its class is {name}: it can be neither followed nor searched."
        means = "What is delivered there cannot be read in CloudWatch Logs."
    else:
        says = f"Its class is {name}, of which sestrail does not know what it can do."
        means = "What is said below of reading it is what AWS answered."
    known = name in (INFREQUENT_ACCESS, DELIVERY)
    level = Level.MISSING if known else Level.WARNING
    return Finding("group.class", title, level, says, means, fix, way)


def _another_group(group_facts: GroupFacts, trail: TrailFacts | None, aws: AwsCli) -> Fix:
    """Let the trail deliver to a new log group of the class STANDARD."""
    name = f"{group_facts.group.name}-standard"
    if trail is None:
        return Fix(console="CloudTrail > Trails > CloudWatch Logs > Edit")
    arn = group_facts.group.arn.removesuffix(group_facts.group.name) + name
    return Fix(delivering_to(arn, trail, aws), note="Older records stay where they are.")


def delivering_to(arn: str, trail: TrailFacts, aws: AwsCli) -> tuple[Argv, ...]:
    """Return the commands that make a log group and let a trail's present role fill it."""
    one, name = trail.trail, arn.split(":", 6)[-1]
    role = one.cloud_watch_logs_role_arn
    return (
        aws("logs", "create-log-group", "--log-group-name", name, region=one.home_region),
        writing_allowed(role.rpartition("/")[2], arn, aws),
        aws("cloudtrail", "update-trail", "--name", one.trail_arn,
            "--cloud-watch-logs-log-group-arn", f"{arn}:*",
            "--cloud-watch-logs-role-arn", role, region=one.home_region),
    )  # fmt: skip


def writing_allowed(role: str, group_arn: str, aws: AwsCli) -> Argv:
    """Return the command that lets a role write to a log group.

    AWS: CloudTrail user guide, "Sending events to CloudWatch Logs", role policy document.
    """
    document = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                "Resource": f"{group_arn}:log-stream:*",
            }
        ],
    }
    name = group_arn.split(":", 6)[-1].replace("/", "-").strip("-")
    return aws("iam", "put-role-policy", "--role-name", role, "--policy-name",
               f"cloudtrail-to-{name}"[:128], "--policy-document", compact(document))  # fmt: skip


def _read(
    facts: Facts, group_facts: GroupFacts, title: str, way: tuple[str, ...], aws: AwsCli
) -> Finding:
    check, read = "group.read", group_facts.read
    if isinstance(read, AccessDenied):
        resources = ResourceArns(facts.region, facts.account).with_log_groups([group_facts.group])
        return Finding(
            check,
            title,
            Level.MISSING,
            read.message,
            "Its records cannot be read with these credentials.",
            allow(
                read,
                facts.caller_arn,
                "log-group",
                of("log-group", READ_LOG_GROUP),
                resources=resources,
                aws=aws,
            ),
            way,
        )
    if isinstance(read, SourceError):
        return Finding(check, title, Level.UNKNOWN, read.message, way=way)
    if read.newest_ms is None:
        return Finding(
            check,
            title,
            Level.GOOD,
            "It can be read; nothing of SES came in the last 24 hours.",
            way=way,
        )
    newest = moment_text(read.newest_ms)
    return Finding(
        check, title, Level.GOOD, f"It can be read; the newest of SES came {newest}.", way=way
    )


def _rewritten(sample: Sample, title: str, way: tuple[str, ...]) -> Iterator[Finding]:
    """Tell whether a pipeline makes something else of the records."""
    if not any(map(_is_ocsf, sample.messages)):
        return
    yield Finding(
        "group.rewritten",
        title,
        Level.WARNING,
        "A pipeline rewrites its records to OCSF.",
        "They are shown as far as OCSF keeps them: TLS, tags and session details are lost.",
        Fix(console="CloudWatch > Ingestion > Pipelines > remove the OCSF processor"),
        way,
    )


def newest_send(read: Answer[Sample]) -> str | None:
    """Say when the newest message came, if a send is among the latest; `None` where none is."""
    if isinstance(read, SourceError) or read.newest_ms is None:
        return None
    sends = (decode(message.encode()).kind == "send" for message in read.messages)
    return moment_text(read.newest_ms) if any(sends) else None


def _is_ocsf(message: str) -> bool:
    try:
        record = json.loads(message)
    except ValueError:
        return False
    return isinstance(record, dict) and "class_uid" in record
