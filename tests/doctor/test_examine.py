"""One pass over an embedded account: what fails leaves the rest, and nothing is changed."""

from __future__ import annotations

import asyncio
import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from sestrail_tui.account.report import Level
from sestrail_tui.account.session.credentials import Settled, static
from sestrail_tui.core.clock import SystemClock
from sestrail_tui.core.errors import NotSetUp, PersonNeeded
from sestrail_tui.doctor.examine import ExamineOptions, examine
from sestrail_tui.local_aws.cloudtrail.channels import Channel
from sestrail_tui.local_aws.logs.log_group import StoredLogGroup
from sestrail_tui.local_aws.wire.faults import Fault
from sestrail_tui.places.registry import checks
from tests.doctor.examined import examined, finding
from tests.follow.fast_clock import FastClock

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.account.report import Report
    from tests.local_aws.embedded import Aws


class Ahead(SystemClock):
    """A clock that is ten minutes ahead."""

    def now_ms(self) -> int:
        return super().now_ms() + 600_000


def of(settle: Callable[[], Settled], **asked: Any) -> Report:
    return asyncio.run(examine(settle, ExamineOptions(**asked), SystemClock(), checks()))


def raising(error: Exception) -> Callable[[], Settled]:
    def settle() -> Settled:
        raise error

    return settle


def test_without_credentials_it_says_what_to_do() -> None:
    report = of(raising(NotSetUp("None were found: run `aws configure`.")), region="us-east-1")
    assert [one.check for one in report.findings] == ["caller", "verdict"]
    assert report.exit_code == 3
    assert report.verdict.fix is not None
    assert report.verdict.fix.shell == ("aws configure",)
    wanted = PersonNeeded("The login has run out: run `aws sso login --profile prod`.")
    report = of(raising(wanted), region="us-east-1", profile="prod")
    assert report.verdict.fix is not None
    assert report.verdict.fix.shell == ("aws sso login --profile prod",)


def test_without_a_region_it_says_what_to_do() -> None:
    report = of(lambda: Settled(static("a", "b"), "", ""))
    assert [one.check for one in report.findings] == ["region", "verdict"]
    assert report.exit_code == 3


def test_a_clock_that_is_off_is_noticed(sending: Aws) -> None:
    report = examined(sending, clock=Ahead())
    assert finding(report, "clock").level is Level.MISSING
    assert " s ahead of AWS's" in finding(report, "clock").says
    assert report.exit_code == 3


def test_everything_refused_is_said_of_each_and_ends_well(sending: Aws) -> None:
    sending.server.account.faults.add(Fault(name="access_denied", count=None))
    report = examined(sending)
    assert {one.level for one in report.findings} <= {
        Level.UNKNOWN, Level.NOTE, Level.GOOD, Level.WARNING
    }  # fmt: skip
    assert report.verdict.level is Level.UNKNOWN
    assert report.verdict.fix is not None
    assert report.verdict.fix.shell == ("sestrail policy tail doctor --region us-east-1",)
    assert report.exit_code == 3
    sending.server.account.faults.clear()
    for api in ("DescribeTrails", "DescribeLogGroups", "LookupEvents", "GetAccount",
                "ListEmailIdentities", "ListChannels", "ListEventDataStores"):  # fmt: skip
        sending.server.account.faults.add(Fault(name="access_denied", api=api, count=None))
    report = examined(sending)
    levels = {one.check: one.level for one in report.findings}
    unknown = {check for check, level in levels.items() if level is Level.UNKNOWN}
    assert unknown == {
        "ses.sending", "ses.identities", "trails", "direct", "channels", "lake", "verdict"
    }  # fmt: skip
    assert levels["event-history"] is Level.WARNING
    assert report.exit_code == 3


def test_throttled_calls_are_tried_again(sending: Aws) -> None:
    for api in ("GetTrailStatus", "FilterLogEvents", "LookupEvents"):
        sending.server.account.faults.add(Fault(name="throttle", api=api, count=2))
    report = examined(sending, clock=FastClock(20))
    assert not [one for one in report.findings if one.level is Level.UNKNOWN
                and one.check != "insights"]  # fmt: skip
    sending.server.account.faults.add(Fault(name="throttle", api="LookupEvents", count=None))
    report = examined(sending, clock=FastClock(20))
    assert finding(report, "event-history").level is Level.UNKNOWN


def test_it_keeps_within_the_quotas(fresh: Callable[..., Aws]) -> None:
    report = examined(fresh(quotas=True))
    assert not [one for one in report.findings if "Throttling" in one.says]


def test_nothing_is_changed_and_no_session_begins(sending: Aws) -> None:
    account = sending.server.account
    before = (account.trail.advanced, dict(account.grants.policies), list(account.groups))
    examined(sending)
    assert (account.trail.advanced, dict(account.grants.policies), list(account.groups)) == before
    assert account.sessions == []


def test_cloudtrail_without_a_trail_is_found(sending: Aws) -> None:
    account = sending.server.account
    account.trails.clear()
    account.channels.append(Channel("us-east-1", "123456789012"))
    name = "aws/cloudtrail/dataevents"
    account.groups["us-east-1", name] = StoredLogGroup(name, 0)
    report = examined(sending)
    assert report.exit_code == 0
    assert finding(report, "channels").says == "It takes every send of the SES API."
    account.channels[0].advanced = [
        {"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]}
    ]
    assert examined(sending).exit_code == 3


def test_rewritten_records_are_noticed(sending: Aws) -> None:
    account = sending.server.account
    now = account.clock.now_ms()
    record = {"class_uid": 6003, "api": {"service": {"name": "ses.amazonaws.com"}}}
    account.delivery.group.put("s", now, now, json.dumps(record))
    assert finding(examined(sending), "group.rewritten").level is Level.WARNING


def test_a_bucket_with_log_files_is_read(fresh: Callable[..., Aws]) -> None:
    aws = fresh(log_file_s=60)
    aws.client("s3").put_object(
        Bucket="ses-sends-123456789012", Key="AWSLogs/123456789012/CloudTrail/a.gz", Body=b"x"
    )
    report = examined(aws)
    assert finding(report, "bucket.read").says == "It can be listed and read."
    assert finding(report, "trail.group").level is Level.WARNING
    assert "bucket" in report.verdict.says
    assert report.exit_code == 0
    aws.server.account.grants.deny("your-app", "s3:GetObject")
    report = examined(aws)
    assert finding(report, "bucket.read").level is Level.MISSING
    assert report.exit_code == 3


def test_a_trail_of_one_region_says_so(sending: Aws) -> None:
    sending.server.account.trail.multi_region = False
    assert "us-east-1 only" in finding(examined(sending), "trail.logging").says


def test_a_named_log_group_is_looked_at_alone(sending: Aws) -> None:
    logs = sending.client("logs")
    logs.create_log_group(logGroupName="elsewhere")
    report = examined(sending, log_groups=("elsewhere",))
    assert finding(report, "group.filled").level is Level.UNKNOWN
    assert report.exit_code == 3
    assert not [one for one in report.findings if one.check.startswith("trail")]
    report = examined(sending, log_groups=("CloudTrail/logs",))
    assert finding(report, "trail.selectors").level is Level.GOOD
    report = examined(sending, log_groups=("missing",))
    assert report.exit_code == 3


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
