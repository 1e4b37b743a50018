"""Seeded misconfigurations of an embedded account, each with the check that is to find it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sestrail_tui.account.report import Level
from sestrail_tui.local_aws.account.principals import session
from sestrail_tui.local_aws.cloudtrail.trails import default_selectors

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.local_aws.embedded import Aws

ROLE_KEY = "ASIAROLE"
GROUP = "CloudTrail/logs"


def data(*more: dict[str, Any], kind: str = "AWS::SES::EmailIdentity") -> list[dict[str, Any]]:
    fields = [
        {"Field": "eventCategory", "Equals": ["Data"]},
        {"Field": "resources.type", "Equals": [kind]},
        *more,
    ]
    return [{"Name": "theirs", "FieldSelectors": fields}]


@dataclass(frozen=True)
class Seed:
    """One thing that is wrong, the check that finds it, and how bad that is."""

    name: str
    wrong: Callable[[Aws], object]
    check: str
    level: Level
    settings: dict[str, Any]
    key: str = "AKIATEST"


def seed(
    name: str, check: str, level: Level, wrong: Callable[[Aws], object], *, key: str = "AKIATEST",
    **settings: Any,
) -> Seed:  # fmt: skip
    return Seed(name, wrong, check, level, settings, key)


def selecting(*selectors: list[dict[str, Any]]) -> Callable[[Aws], object]:
    def wrong(aws: Aws) -> None:
        aws.server.account.trail.advanced = [one for some in selectors for one in some]

    return wrong


def basic(aws: Aws) -> None:
    trail = aws.server.account.trail
    trail.advanced, trail.basic = [], default_selectors()


def denied(*actions: str, name: str = "your-app") -> Callable[[Aws], object]:
    return lambda aws: aws.server.account.grants.deny(name, *actions)


def denied_role(aws: Aws) -> None:
    account = aws.server.account
    account.people[ROLE_KEY] = session("123456789012", "reader", "me", 0)
    account.grants.deny("reader", "logs:FilterLogEvents")


def infrequent(aws: Aws) -> None:
    aws.server.account.groups["us-east-1", GROUP].log_class = "INFREQUENT_ACCESS"


def masked(aws: Aws) -> None:
    aws.client("logs").put_data_protection_policy(
        logGroupIdentifier=GROUP, policyDocument=json.dumps({"Name": "mask"})
    )


def only_bucket(aws: Aws) -> None:
    aws.server.account.trail.log_group = ""


def no_bucket(aws: Aws) -> None:
    aws.client("s3").delete_bucket(Bucket="shelved-123456789012")


def store(aws: Aws) -> Any:
    (found,) = aws.server.account.lake.stores.values()
    return found


def no_sends_in_store(aws: Aws) -> None:
    store(aws).advanced = [
        {"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]}
    ]


def store_selecting(*fields: dict[str, Any]) -> Callable[[Aws], object]:
    def wrong(aws: Aws) -> None:
        store(aws).advanced = data(*fields)

    return wrong


MISSING, WARNING, UNKNOWN = Level.MISSING, Level.WARNING, Level.UNKNOWN
ARN = "arn:aws:ses:us-east-1:123456789012:identity/other.example"
SEEDS = (
    seed("trail off", "trail.logging", MISSING,
         lambda aws: aws.client("cloudtrail").stop_logging(Name="ses-sends")),
    seed("basic selectors", "trail.selectors", MISSING, basic),
    seed("management only", "trail.selectors", MISSING, selecting(
        [{"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]}])),
    seed("write events only", "trail.selectors", MISSING, selecting(
        data({"Field": "readOnly", "Equals": ["false"]}))),
    seed("not of SES", "trail.selectors", MISSING, selecting(
        data({"Field": "eventSource", "NotEquals": ["ses.amazonaws.com"]}))),
    seed("one call only", "trail.selectors", WARNING, selecting(
        data({"Field": "eventName", "Equals": ["SendRawEmail"]}))),
    seed("one identity only", "trail.selectors", WARNING, selecting(
        data({"Field": "resources.ARN", "Equals": [ARN]}))),
    seed("configuration sets only", "trail.selectors", WARNING, selecting(
        data(kind="AWS::SES::ConfigurationSet"))),
    seed("sessions of the console only", "trail.selectors", WARNING, selecting(
        data({"Field": "sessionCredentialFromConsole", "Equals": ["true"]}))),
    seed("log group gone", "group.there", WARNING,
         lambda aws: aws.client("logs").delete_log_group(logGroupName=GROUP)),
    seed("infrequent access", "group.class", WARNING, infrequent),
    seed("masked", "group.masked", WARNING, masked),
    seed("forgets after a day", "group.retention", WARNING,
         lambda aws: aws.client("logs").put_retention_policy(
             logGroupName=GROUP, retentionInDays=1)),
    seed("delivery refused", "trail.delivery", WARNING,
         denied("logs:PutLogEvents", name="cloudtrail-to-logs")),
    seed("no trail", "trails", MISSING,
         lambda aws: aws.client("cloudtrail").delete_trail(Name="ses-sends")),
    seed("no log group", "trail.group", WARNING, only_bucket),
    seed("bucket gone", "bucket.there", WARNING, no_bucket, trail="shelved"),
    seed("may not read the log group", "group.read", WARNING, denied("logs:FilterLogEvents")),
    seed("a role may not read the log group", "group.read", WARNING, denied_role, key=ROLE_KEY),
    seed("may not use Live Tail", "live", WARNING, denied("logs:StartLiveTail")),
    seed("may not see changes", "event-history", WARNING, denied("cloudtrail:LookupEvents")),
    seed("may not list the bucket", "bucket.read", WARNING, denied("s3:ListBucket")),
    seed("may not ask Logs Insights", "insights", WARNING, denied("logs:StartQuery")),
    seed("may not look for log groups", "direct", UNKNOWN, denied("logs:DescribeLogGroups")),
    seed("may not look for stores", "lake", UNKNOWN, denied("cloudtrail:ListEventDataStores")),
    seed("may not see the stack", "stack", UNKNOWN, denied("cloudformation:DescribeStacks")),
    seed("may not see the trails", "trails", UNKNOWN, denied("cloudtrail:DescribeTrails")),
    seed("may not see selectors", "trail.selectors", UNKNOWN,
         denied("cloudtrail:GetEventSelectors")),
    seed("may not see the status", "trail.logging", UNKNOWN, denied("cloudtrail:GetTrailStatus")),
    seed("may not see channels", "channels", UNKNOWN, denied("cloudtrail:ListChannels")),
    seed("sending paused", "ses.sending", WARNING,
         lambda aws: aws.client("sesv2").put_account_sending_attributes(SendingEnabled=False)),
    seed("nobody can send", "ses.identities", WARNING,
         lambda aws: aws.client("ses").delete_identity(Identity="shop@example.com")),
    seed("store stopped", "lake.records", MISSING,
         lambda aws: aws.client("cloudtrail").stop_event_data_store_ingestion(
             EventDataStore=store(aws).arn), lake=True),
    seed("store to be deleted", "lake.records", MISSING,
         lambda aws: aws.client("cloudtrail").delete_event_data_store(
             EventDataStore=store(aws).arn), lake=True),
    seed("store without sends", "lake.records", MISSING, no_sends_in_store, lake=True),
    seed("store of other calls", "lake.records", MISSING, store_selecting(
        {"Field": "eventName", "NotStartsWith": ["Send"]}), lake=True),
    seed("store of other sources", "lake.records", MISSING, store_selecting(
        {"Field": "eventSource", "NotEquals": ["ses.amazonaws.com"]}), lake=True),
    seed("store of the console", "lake.records", WARNING, store_selecting(
        {"Field": "sessionCredentialFromConsole", "Equals": ["true"]}), lake=True),
    seed("may not query the store", "lake.query", MISSING, denied("cloudtrail:StartQuery"),
         lake=True),
)  # fmt: skip
