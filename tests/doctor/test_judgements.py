"""Judgements on answers as AWS might give them; nothing is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sestrail_tui.account.aws_cli import AwsCli
from sestrail_tui.account.discovery.buckets import TrailBucket
from sestrail_tui.account.discovery.log_groups import LogGroup, from_arn
from sestrail_tui.account.discovery.trails import Trail
from sestrail_tui.account.report import Finding, Level
from sestrail_tui.account.selectors.change import SENDS_SELECTOR
from sestrail_tui.account.selectors.event_selectors import EventSelectors
from sestrail_tui.core.errors import (
    AccessDenied,
    CredentialsExpired,
    CredentialsRejected,
    LogGroupMissing,
    NotSetUp,
    SourceError,
    Unreachable,
)
from sestrail_tui.doctor.examine import only_named
from sestrail_tui.doctor.facts.facts import (
    BucketFacts,
    CallerFacts,
    ChannelFacts,
    Facts,
    GroupDescription,
    GroupFacts,
    Sample,
    SendQuota,
    SesAccount,
    SesIdentity,
    TrailFacts,
    TrailStatus,
)
from sestrail_tui.doctor.facts.log_group_uses import LogGroupUse
from sestrail_tui.doctor.findings.judge import judge as judge_facts
from sestrail_tui.places.event_history.checks import EventHistoryFacts
from sestrail_tui.places.lake.checks import LakeFacts
from sestrail_tui.places.registry import checks
from tests.doctor.tried_commands import assert_tried
from tests.tui.hosting import HOSTILE

NOW_MS = 1_790_000_000_000
ARN = "arn:aws:logs:us-east-1:123456789012:log-group:CloudTrail/logs"
AWS = AwsCli()
SENDS = EventSelectors(advanced=(SENDS_SELECTOR,))
DENIED = AccessDenied("logs:FilterLogEvents was refused.")


USES = {one.log_group.name: one.log_group for one in checks() if one.log_group}
"""The checks of log groups, by place."""


def group(**more: Any) -> GroupFacts:
    told = from_arn(ARN, "trail")
    assert told is not None
    facts: dict[str, Any] = {
        "described": GroupDescription("CloudTrail/logs", ARN),
        "read": Sample(("{}",), NOW_MS - 60_000),
    }
    answers = {name: more.pop(name, True) for name in USES}
    absent = more.pop("absent", "")
    uses = tuple(
        LogGroupUse(check, answers[name], is_absent=name == absent) for name, check in USES.items()
    )
    return GroupFacts(told, **(facts | {"uses": uses} | more))


def trail(**more: Any) -> TrailFacts:
    told = Trail(
        "sends",
        "arn:aws:cloudtrail:us-east-1:123456789012:trail/sends",
        "us-east-1",
        is_multi_region_trail=True,
        cloud_watch_logs_log_group_arn=f"{ARN}:*",
        cloud_watch_logs_role_arn="arn:aws:iam::123456789012:role/to-logs",
        s3_bucket_name="shelf",
    )
    facts: dict[str, Any] = {
        "trail": told,
        "status": TrailStatus(True, latest_cloud_watch_logs_delivery_time=NOW_MS / 1000 - 60),
        "selectors": SENDS,
        "group": group(),
        "bucket": BucketFacts(TrailBucket("shelf", "AWSLogs/", "us-east-1"), "AWSLogs/a.gz", True),
    }
    return TrailFacts(**(facts | more))


def facts(**more: Any) -> Facts:
    told: dict[str, Any] = {
        "region": "us-east-1",
        "profile": "",
        "caller": CallerFacts("123456789012", "arn:aws:iam::123456789012:user/me"),
        "now_ms": NOW_MS,
        "ahead_ms": 400,
        "regions": ("us-east-1",),
        "ses": SesAccount(send_quota=SendQuota(50_000, 1_204)),
        "identities": (SesIdentity("example.com", True),),
        "trails": (trail(),),
        "places": (
            EventHistoryFacts(more.pop("history", True)),
            LakeFacts(more.pop("stores", ())),
        ),
    }
    return Facts(**(told | more))


def judge(told: Facts, aws: AwsCli) -> tuple[Finding, ...]:
    findings = judge_facts(told, aws)
    assert_tried(findings)
    return findings


def levels(told: Facts, check: str) -> list[Level]:
    return [one.level for one in judge(told, AWS) if one.check == check]


def found(told: Facts, check: str) -> Finding:
    return next(one for one in judge(told, AWS) if one.check == check)


def test_all_is_well() -> None:
    findings = judge(facts(), AWS)
    assert {one.level for one in findings} == {Level.GOOD, Level.NOTE}
    assert [one.check for one in findings if one.level is Level.NOTE] == ["never", "not-checked"]
    assert all(one.fix is None for one in findings)
    assert "1,204 of 50,000 messages" in found(facts(), "ses.sending").says


@pytest.mark.parametrize(
    ("ahead_ms", "level"),
    [
        (0, Level.GOOD),
        (-29_999, Level.GOOD),
        (30_000, Level.WARNING),
        (-299_999, Level.WARNING),
        (300_000, Level.MISSING),
        (None, Level.UNKNOWN),
    ],
)
def test_the_clock(ahead_ms: int | None, level: Level) -> None:
    told = facts(ahead_ms=ahead_ms)
    assert levels(told, "clock") == [level]
    assert (levels(told, "verdict") == [Level.MISSING]) == (level is Level.MISSING)


def test_credentials_that_are_not_taken_end_it() -> None:
    said = CredentialsExpired("Expired (Code): run `aws sso login --profile me`.")
    told = facts(caller=said, ses=None, identities=None, looked=False)
    checks = [one.check for one in judge(told, AWS)]
    assert checks == ["caller", "region", "clock", "never", "not-checked", "verdict"]
    assert found(told, "verdict").fix == found(told, "caller").fix
    fix = found(told, "caller").fix
    assert fix is not None
    assert fix.shell == ("aws sso login --profile me",)


@pytest.mark.parametrize(
    ("error", "more", "shell", "note"),
    [
        (CredentialsExpired("Expired: get new ones."), {"credentials_method": "env"}, (),
         "The keys come from environment variables: export others."),
        (Unreachable("No answer."), {}, (), ""),
        (Unreachable("No answer."), {"endpoint_variable": "AWS_ENDPOINT_URL_STS"},
         ("unset AWS_ENDPOINT_URL_STS",), "It leads calls to another place than AWS."),
        (CredentialsRejected("No."), {"credentials_method": "shared-credentials-file"},
         ("aws configure",), "Asks for the keys, and writes them down."),
        (NotSetUp("Fix ~/.aws/config."), {}, (), ""),
    ],
)  # fmt: skip
def test_only_a_command_that_fixes_it_is_offered(
    error: SourceError, more: dict[str, Any], shell: tuple[str, ...], note: str
) -> None:
    told = facts(caller=error, ses=None, identities=None, looked=False, **more)
    fix = found(told, "caller").fix
    assert (fix.shell if fix else ()) == shell
    assert (fix.note if fix else "") == note


def test_who_calls_may_be_unknown_while_all_else_is_well() -> None:
    told = facts(caller=AccessDenied("sts:GetCallerIdentity was refused."))
    assert levels(told, "caller") == [Level.UNKNOWN]
    assert levels(told, "verdict") == [Level.GOOD]


def test_the_root_user_is_told_what_would_do() -> None:
    root = CallerFacts("123456789012", "arn:aws:iam::123456789012:root")
    assert levels(facts(caller=root), "caller") == [Level.WARNING]
    assert levels(facts(caller=root), "verdict") == [Level.GOOD]


def test_a_region_where_ses_is_not_known_is_a_warning() -> None:
    assert levels(facts(regions=("eu-west-1",)), "region") == [Level.WARNING]
    assert levels(facts(regions=()), "region") == [Level.GOOD]


def test_the_sandbox_is_said() -> None:
    ses = SesAccount(production_access_enabled=False)
    assert "sandbox" in found(facts(ses=ses), "ses.sending").says


def test_identities_that_wait_are_counted() -> None:
    told = facts(identities=(SesIdentity("example.com", False),))
    assert "1 await verification" in found(told, "ses.identities").says


@pytest.mark.parametrize("check", ["ses", "identities", "channels", "stores", "history"])
def test_what_is_refused_beside_the_way_keeps_no_send_from_being_seen(check: str) -> None:
    told = facts(**{check: AccessDenied("It was refused.")})
    assert levels(told, "verdict") == [Level.GOOD]
    assert any(one.says == "It was refused." for one in judge(told, AWS))


@pytest.mark.parametrize("part", ["status", "selectors"])
def test_what_cannot_be_asked_of_the_only_trail_leaves_it_open(part: str) -> None:
    told = facts(trails=(trail(**{part: Unreachable("No answer.")}),))
    assert levels(told, "verdict") == [Level.UNKNOWN]
    assert "No answer." in found(told, "verdict").says


def test_a_trail_beside_it_makes_it_a_warning() -> None:
    off = trail(status=TrailStatus(False))
    assert levels(facts(trails=(off,)), "verdict") == [Level.MISSING]
    told = facts(trails=(off, replace(trail(), trail=Trail("other", "a:b:c:d:123456789012:x"))))
    assert levels(told, "trail.logging") == [Level.WARNING, Level.GOOD]
    assert levels(told, "verdict") == [Level.GOOD]


def test_without_a_trail_the_next_command_makes_one() -> None:
    told = facts(trails=())
    fix = found(told, "verdict").fix
    assert fix is not None
    assert fix.shell == ("sestrail logging on --create --region us-east-1",)
    whole = found(told, "trails").fix
    assert whole is not None
    assert [command[:3] for command in whole.commands] == [
        ("aws", "cloudformation", "create-stack"),
        ("aws", "cloudformation", "wait"),
    ]


def test_commands_name_the_profile() -> None:
    told = facts(trails=(trail(selectors=EventSelectors()),), profile="prod")
    findings = judge(told, AwsCli("prod"))
    fixes = [one.fix for one in findings if one.fix is not None]
    assert fixes
    for fix in fixes:
        for command in fix.commands:
            assert command[-2:] == ("--profile", "prod")


def test_selectors_that_cannot_be_converted_are_fixed_in_the_console() -> None:
    basic = {"DataResources": [{"Type": "AWS::Unknown::Thing", "Values": ["x"]}]}
    told = facts(trails=(trail(selectors=EventSelectors(basic=(basic,))),))
    fix = found(told, "trail.selectors").fix
    assert fix is not None
    assert not fix.commands
    assert fix.console


def test_a_log_group_of_another_account_is_said() -> None:
    told = trail(group=None, bucket=None)
    assert "of another account" in found(facts(trails=(told,)), "trail.group").says


def test_a_bucket_that_cannot_be_read_matters_only_without_the_log_group() -> None:
    refused = BucketFacts(TrailBucket("shelf", "", "us-east-1"), DENIED)
    assert levels(facts(trails=(trail(bucket=refused),)), "bucket.read") == [Level.WARNING]
    both = trail(bucket=refused, group=group(read=DENIED))
    assert levels(facts(trails=(both,)), "bucket.read") == [Level.MISSING]
    assert levels(facts(trails=(both,)), "verdict") == [Level.MISSING]


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_a_bucket_that_is_gone_is_made_anew_in_its_region(region: str) -> None:
    gone = BucketFacts(TrailBucket("shelf", "", region), LogGroupMissing("There is no bucket."))
    one = replace(trail(bucket=gone), trail=replace_trail(home_region=region))
    fix = found(facts(trails=(one,)), "bucket.there").fix
    assert fix is not None
    assert ("LocationConstraint=eu-west-1" in fix.shell[0]) == (region == "eu-west-1")


def replace_trail(**more: Any) -> Trail:
    import msgspec

    return msgspec.structs.replace(trail().trail, **more)


def test_a_bucket_that_cloudtrail_may_not_write_to_is_shown_the_policy() -> None:
    status = TrailStatus(True, latest_delivery_error="AccessDenied")
    told = found(facts(trails=(trail(status=status),)), "bucket.delivery")
    assert told.fix is not None
    assert "s3:PutObject" in told.fix.note


@pytest.mark.parametrize(
    ("time_s", "level"),
    [(NOW_MS / 1000 - 60, Level.GOOD), (NOW_MS / 1000 - 90_000, Level.WARNING),
     (None, Level.WARNING)],
)  # fmt: skip
def test_the_newest_delivery(time_s: float | None, level: Level) -> None:
    status = TrailStatus(True, latest_cloud_watch_logs_delivery_time=time_s)
    assert levels(facts(trails=(trail(status=status),)), "trail.delivery") == [level]


@pytest.mark.parametrize(
    ("name", "insights", "says"),
    [
        ("INFREQUENT_ACCESS", True, "key H can ask Logs Insights"),
        ("INFREQUENT_ACCESS", DENIED, "may not be asked"),
        ("DELIVERY", None, "cannot be read in CloudWatch Logs"),
    ],
)
def test_a_class_that_cannot_be_followed_is_missing(name: str, insights: Any, says: str) -> None:
    kind = GroupDescription("CloudTrail/logs", ARN, name)
    told = facts(trails=(trail(group=group(described=kind, insights=insights), bucket=None),))
    assert levels(told, "group.class") == [Level.MISSING]
    assert says in found(told, "group.class").means
    assert levels(told, "group.read") == []
    assert levels(told, "verdict") == [Level.MISSING]


def test_of_a_class_that_is_not_known_what_aws_answers_counts() -> None:
    kind = GroupDescription("CloudTrail/logs", ARN, "ESSENTIALS")
    told = facts(trails=(trail(group=group(described=kind), bucket=None),))
    assert levels(told, "group.class") == [Level.WARNING]
    assert "does not know what it can do" in found(told, "group.class").says
    assert levels(told, "group.read") == [Level.GOOD]
    told = facts(trails=(trail(group=group(described=kind, read=DENIED), bucket=None),))
    assert levels(told, "verdict") == [Level.MISSING]


def test_an_accounts_retention_policy_is_not_overridden_by_a_command() -> None:
    kind = GroupDescription("CloudTrail/logs", ARN, retention_in_days=1)
    told = facts(trails=(trail(group=group(described=kind)),))
    fix = found(told, "group.retention").fix
    assert fix is not None
    assert fix.commands
    assert "account" in fix.note
    kind = GroupDescription(
        "CloudTrail/logs", ARN, retention_in_days=1, retention_policy_name="short"
    )
    told = facts(trails=(trail(group=group(described=kind)),))
    fix = found(told, "group.retention").fix
    assert fix is not None
    assert not fix.commands
    assert "Retention policy short of the account" in fix.note


def test_records_rewritten_to_ocsf_are_noticed() -> None:
    sample = Sample(('{"class_uid": 6003}', "no json", "[1]"), NOW_MS)
    told = facts(trails=(trail(group=group(read=sample)),))
    assert levels(told, "group.rewritten") == [Level.WARNING]
    assert levels(told, "verdict") == [Level.WARNING]


def test_nothing_of_ses_yet_is_well() -> None:
    told = facts(trails=(trail(group=group(read=Sample())),))
    assert "nothing of SES came" in found(told, "group.read").says


def test_live_tail_is_not_wanted_where_there_is_none() -> None:
    told = facts(trails=(trail(group=group(live=None)),))
    assert levels(told, "live") == [], "of another class, or not asked"
    china = replace(
        group(live=None, absent="live"), group=LogGroup("logs", "cn-north-1", "123456789012")
    )
    assert "AWS has none" in found(facts(trails=(trail(group=china),)), "live").says


@pytest.mark.parametrize(
    ("selectors", "level"),
    [
        (SENDS, Level.GOOD),
        (EventSelectors(), Level.MISSING),
        (SourceError("No."), Level.UNKNOWN),
    ],
)
def test_cloudtrail_without_a_trail(selectors: Any, level: Level) -> None:
    channel = ChannelFacts("aws-service-channel/cloudwatch/dataevents", selectors)
    told = facts(trails=(), channels=(channel,), direct=group())
    assert levels(told, "channels") == [level]
    assert levels(told, "verdict") == [level]


SEND = (
    '{"eventSource": "ses.amazonaws.com", "eventName": "SendEmail", "eventCategory": "Data", '
    '"managementEvent": false, "eventID": "1"}'
)


@pytest.mark.parametrize(("message", "level"), [("{}", Level.UNKNOWN), (SEND, Level.WARNING)])
def test_its_log_group_without_a_channel_is_open(message: str, level: Level) -> None:
    told = facts(trails=(), direct=group(read=Sample((message,), NOW_MS)))
    assert levels(told, "channels") == [level]
    assert levels(told, "verdict") == [level]


@pytest.mark.parametrize(("message", "level"), [("{}", Level.UNKNOWN), (SEND, Level.WARNING)])
def test_a_log_group_that_nothing_known_fills_is_good_by_a_send_alone(
    message: str, level: Level
) -> None:
    named = replace(group(read=Sample((message,), NOW_MS)), group=LogGroup("mine", "us-east-1"))
    told = only_named(facts(named=(named,)))
    assert levels(told, "group.filled") == [level]
    assert levels(told, "verdict") == [level]


def test_a_log_group_that_is_named_is_looked_at_with_what_fills_it() -> None:
    named = GroupFacts(LogGroup("mine", "us-east-1"), None, DENIED)
    told = only_named(facts(named=(named,), direct=group()))
    assert told.trails == ()
    assert levels(told, "group.filled") == []
    assert levels(told, "group.there") == [Level.MISSING]
    fix = found(told, "verdict").fix
    assert fix is not None
    assert fix.shell == ("sestrail --log-group CloudTrail/logs --region us-east-1",)
    told = only_named(facts(named=(replace(group(), group=LogGroup("CloudTrail/logs",
                                                                   "us-east-1")),)))  # fmt: skip
    assert levels(told, "group.filled") == []
    assert levels(told, "verdict") == [Level.GOOD]


@pytest.mark.parametrize(
    ("arn", "words"),
    [
        ("arn:aws:iam::123456789012:user/team/me", "put-user-policy --user-name me"),
        ("arn:aws:sts::123456789012:assumed-role/reader/me", "put-role-policy --role-name reader"),
    ],
)
def test_a_permission_is_given_to_who_asks(arn: str, words: str) -> None:
    told = facts(caller=CallerFacts("123456789012", arn), history=AccessDenied("Refused."))
    fix = found(told, "event-history").fix
    assert fix is not None
    assert words in fix.shell[0]
    assert "cloudtrail:LookupEvents" in fix.shell[0]


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Mail_Ops_0123456789abcdef/me",
        "arn:aws:sts::123456789012:federated-user/me",
        "",
    ],
)
def test_where_no_command_gives_a_permission_the_console_is_named(arn: str) -> None:
    told = facts(caller=CallerFacts("123456789012", arn), history=AccessDenied("Refused."))
    fix = found(told, "event-history").fix
    assert fix is not None
    assert not fix.commands
    assert ("Permission sets > Mail_Ops" in fix.console) == ("SSO" in arn)
    assert "cloudtrail:LookupEvents" in fix.note


def test_hostile_names_come_through_as_they_are_and_break_nothing() -> None:
    told = facts(trails=(replace(trail(), trail=replace_trail(name=HOSTILE)),))
    assert levels(told, "verdict") == [Level.GOOD]
