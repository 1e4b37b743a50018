"""Whether sends are recorded into what is read, asked of an embedded account."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from sestrail_tui.account.aws_cli import AwsCli
from sestrail_tui.account.discovery.buckets import TrailBucket
from sestrail_tui.account.discovery.log_groups import LogGroup
from sestrail_tui.account.discovery.sends_recorded import SendsRecorded, sends_recorded
from sestrail_tui.account.session.clients import Clients
from sestrail_tui.account.session.credentials import static
from sestrail_tui.local_aws.cloudtrail.channels import Channel
from sestrail_tui.local_aws.cloudtrail.trails import OwnTrail, default_selectors
from sestrail_tui.local_aws.wire.faults import Fault
from tests.account.selectors.sets import equals
from tests.local_aws.embedded import Aws, fresh

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["fresh"]

GROUP = LogGroup("CloudTrail/logs", "us-east-1", "123456789012")
COMMAND = "sestrail logging on --trail ses-sends --region us-east-1 --profile prod"


def asked(aws: Aws, place: LogGroup | TrailBucket = GROUP) -> SendsRecorded:
    async def ask() -> SendsRecorded:
        clients = Clients(static("AKIATEST", "secret"), endpoint_url=aws.server.endpoint)
        try:
            told = await sends_recorded(
                clients, [place], account="123456789012", login="", aws=AwsCli("prod")
            )
        finally:
            await clients.close()
        return told[place]

    return asyncio.run(ask())


def data(*more: dict[str, Any]) -> list[dict[str, Any]]:
    fields = [equals("eventCategory", "Data"), equals("resources.type", "AWS::SES::EmailIdentity")]
    return [{"Name": "theirs", "FieldSelectors": [*fields, *more]}]


def test_a_trail_that_records_every_send(fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    found = asked(aws)
    assert (found.takes, found.sentence, found.region) == ("all", "", "")
    assert found.since_ms is not None
    aws.server.account.trail.multi_region = False
    assert asked(aws).region == "us-east-1"


def test_a_trail_that_records_none_or_some(fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    trail = aws.server.account.trail
    trail.advanced, trail.basic = [], default_selectors()
    found = asked(aws)
    assert found == SendsRecorded("none", "Trail ses-sends does not record SES sends.", COMMAND)
    trail.advanced, trail.basic = data({"Field": "eventName", "NotStartsWith": ["Send"]}), []
    assert asked(aws).takes == "none"
    trail.advanced = data(equals("eventName", "SendRawEmail"))
    found = asked(aws)
    assert found.takes == "some"
    assert "leaves out SendEmail" in found.sentence
    assert found.command == COMMAND


def test_a_trail_that_is_switched_off(fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    aws.client("cloudtrail").stop_logging(Name="ses-sends")
    found = asked(aws)
    assert found.takes == "none"
    assert found.sentence == "Trail ses-sends is switched off: it records nothing."
    assert found.command == COMMAND


def test_what_is_not_delivered_is_not_called_recorded(fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    aws.server.account.grants.deny("cloudtrail-to-logs", "logs:PutLogEvents")
    found = asked(aws)
    assert found.takes == "undelivered"
    assert found.sentence.startswith("CloudTrail cannot write what trail ses-sends records:")


@pytest.mark.parametrize("api", ["DescribeTrails", "GetEventSelectors", "GetTrailStatus"])
@pytest.mark.parametrize("fault", ["access_denied", "5xx", "throttle", "expired_token"])
def test_what_is_refused_is_not_known(api: str, fault: Any, fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    trail = aws.server.account.trail
    trail.advanced, trail.basic = [], default_selectors()
    aws.server.account.faults.add(Fault(name=fault, api=api, count=None))
    found = asked(aws)
    assert found.takes == "unknown"
    assert found.sentence


def test_one_refused_trail_beside_one_that_records_all(fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    account = aws.server.account
    account.trails.append(OwnTrail(account.settings, 1, name="other"))
    account.grants.deny("your-app", "cloudtrail:GetTrailStatus")
    assert asked(aws).takes == "unknown"


def test_several_trails_record_together(fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    account = aws.server.account
    raw = equals("eventName", "SendRawEmail")
    account.trail.advanced = data(raw)
    rest = data({"Field": "eventName", "NotEquals": ["SendRawEmail"]})
    other = OwnTrail(account.settings, 1, name="other", advanced=rest)
    account.trails.append(other)
    assert asked(aws).takes == "all"
    other.stopped = 2
    assert asked(aws).takes == "some"


def test_a_place_that_nothing_known_fills(fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    for place in (LogGroup("elsewhere", "us-east-1"), TrailBucket("b", "", "us-east-1")):
        found = asked(aws, place)
        assert found.takes == "unknown"
        assert "cannot be told" in found.sentence


def test_a_trails_bucket(fresh: Callable[..., Aws]) -> None:
    aws = fresh(log_file_s=60)
    name = aws.server.account.trail.bucket
    assert asked(aws, TrailBucket(name, "", "us-east-1")).takes == "all"
    assert asked(aws, TrailBucket(name, "elsewhere/", "us-east-1")).takes == "unknown"
    aws.client("cloudtrail").stop_logging(Name="ses-sends")
    assert asked(aws, TrailBucket(name, "AWSLogs/", "us-east-1")).takes == "none"


def test_cloudtrail_without_a_trail(fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    account = aws.server.account
    account.trails.clear()
    place = LogGroup("aws/cloudtrail/dataevents", "us-east-1")
    assert asked(aws, place).takes == "unknown"
    account.channels.append(Channel("us-east-1", "123456789012"))
    assert asked(aws, place).takes == "all"
    account.channels[0].advanced = data({"Field": "eventName", "NotStartsWith": ["Send"]})
    assert asked(aws, place).takes == "none"
    account.grants.deny("your-app", "cloudtrail:GetChannel")
    assert asked(aws, place).takes == "unknown"
