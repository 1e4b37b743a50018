from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from sestrail_tui.account.discovery.discover import account_id, discover
from sestrail_tui.account.session.clients import Clients
from sestrail_tui.account.session.credentials import static
from sestrail_tui.core.errors import AccessDenied, NotSetUp, SourceError, Throttled, Unreachable
from sestrail_tui.places.lake.place import PLACE as LAKE
from tests.account.discovery.fake_clients import DENIED, TRAIL, FakeClients
from tests.account.isolated import make_group, make_trail, reset

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ACCOUNT = "123456789012"


@asynccontextmanager
async def open_clients(url: str) -> AsyncIterator[Clients]:
    clients = Clients(static("a", "b"), endpoint_url=url)
    try:
        yield clients
    finally:
        await clients.close()


async def test_over_moto_each_trails_group_in_its_home_region(moto_url: str) -> None:
    reset(moto_url)
    make_trail(moto_url, "first", make_group(moto_url, "CloudTrail/logs"))
    arn = make_group(moto_url, "elsewhere", "eu-west-1")
    make_trail(moto_url, "second", arn, "eu-west-1")
    make_group(moto_url, "aws/cloudtrail/dataevents")
    make_group(moto_url, "aws/cloudtrail/dataevents-not")

    async with open_clients(moto_url) as clients:
        assert await account_id(clients, "us-east-1") == ACCOUNT
        found = await discover(clients, ("us-east-1",), ACCOUNT, "")

    assert {(group.name, group.region) for group in found.log_groups} == {
        ("CloudTrail/logs", "us-east-1"),
        ("elsewhere", "eu-west-1"),
        ("aws/cloudtrail/dataevents", "us-east-1"),
    }
    assert not any(group.arn.endswith("*") for group in found.log_groups)
    assert found.notes == ()


async def test_over_moto_no_trail_and_a_trail_without_a_group(moto_url: str) -> None:
    reset(moto_url)
    async with open_clients(moto_url) as clients:
        # moto knows nothing of CloudTrail Lake
        with pytest.raises(SourceError, match=r"no trail in us-east-1.*logging on --create"):
            await discover(clients, ("us-east-1",), ACCOUNT, "")
        make_trail(moto_url, "bare", None)
        found = await discover(clients, ("us-east-1",), ACCOUNT, "")
    assert found.log_groups == ()
    assert [bucket.url for bucket in found.buckets] == [f"s3://bucket-bare/AWSLogs/{ACCOUNT}"]


async def test_an_endpoint_that_is_not_there() -> None:
    async with open_clients("http://127.0.0.1:9") as clients:
        assert await account_id(clients, "us-east-1") == ""
        with pytest.raises(Unreachable, match="cloudtrail:DescribeTrails"):
            await discover(clients, ("us-east-1",), ACCOUNT, "")


async def test_the_account_is_not_needed() -> None:
    assert await account_id(FakeClients(get_caller_identity=DENIED), "us-east-1") == ""


async def test_one_refusal_leaves_the_other_place() -> None:
    clients = FakeClients(
        describe_trails=DENIED,
        describe_log_groups={"logGroups": [{"logGroupName": "aws/cloudtrail/dataevents"}]},
    )
    found = await discover(clients, ("us-east-1",), "", "")
    assert [group.name for group in found.log_groups] == ["aws/cloudtrail/dataevents"]
    assert "cloudtrail:DescribeTrails" in found.notes[0]


def failed(code: str, status: int = 400) -> ClientError:
    metadata: Any = {"HTTPStatusCode": status}
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": metadata}, "x")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (DENIED, NotSetUp),
        (failed("ThrottlingException"), Throttled),
        (failed("InternalFailure", 500), Unreachable),
        (failed("NoManagementAccountSLRExistsException"), SourceError),
    ],
)
async def test_lake_that_does_not_answer_is_not_called_absent(
    error: ClientError, kind: type[SourceError]
) -> None:
    asked = {"describe_trails": {}, "describe_log_groups": {}, "list_event_data_stores": error}
    with pytest.raises(kind) as caught:
        await discover(FakeClients(**asked), ("us-east-1",), "", "", (LAKE,))
    said = caught.value.message
    assert "There is no trail in us-east-1. Whether CloudTrail Lake records sends cannot" in said
    assert "cloudtrail:ListEventDataStores" in said
    assert "so no send is recorded" not in said

    bare = {**BUCKETED, "S3BucketName": "", "CloudWatchLogsLogGroupArn": ""}
    with pytest.raises(kind, match="cannot be told") as caught:
        await discover(
            FakeClients(**{**asked, "describe_trails": {"trailList": [bare]}}),
            ("us-east-1",), "", "", (LAKE,),
        )  # fmt: skip
    assert "delivers to CloudWatch Logs" in caught.value.message


async def test_a_region_without_lake_has_no_store() -> None:
    answers: dict[str, Any] = {"describe_trails": {}, "describe_log_groups": {}}
    missing = failed("UnsupportedOperationException")
    with pytest.raises(NotSetUp, match="so no send is recorded"):
        await discover(
            FakeClients(**answers, list_event_data_stores=missing), ("cn-north-1",), "", "", (LAKE,)
        )


async def test_everything_refused_says_how_to_do_without() -> None:
    clients = FakeClients(describe_trails=DENIED, describe_log_groups=DENIED)
    with pytest.raises(AccessDenied, match=r"cloudtrail:DescribeTrails.*--log-group"):
        await discover(clients, ("us-east-1",), "", "")


async def test_another_accounts_group_is_named_not_followed() -> None:
    clients = FakeClients(
        describe_trails={"trailList": [TRAIL]}, describe_log_groups={}, list_event_data_stores={}
    )
    with pytest.raises(NotSetUp, match="account 999999999999"):
        await discover(clients, ("us-east-1",), ACCOUNT, "")
    found = await discover(clients, ("us-east-1",), "999999999999", "")
    assert found.log_groups[0].why == "trail org"


BUCKETED = {
    "Name": "own",
    "TrailARN": f"arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/own",
    "HomeRegion": "us-east-1",
    "S3BucketName": "logs",
    "S3KeyPrefix": "sub",
    "CloudWatchLogsLogGroupArn": f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:g:*",
}


async def test_a_log_group_that_may_not_be_read_gives_way_to_the_bucket() -> None:
    answers = {"describe_trails": {"trailList": [BUCKETED]}, "describe_log_groups": {}}
    clients = FakeClients(**answers, filter_log_events=DENIED)
    found = await discover(clients, ("us-east-1",), ACCOUNT, "")
    assert found.log_groups == ()
    assert [bucket.url for bucket in found.buckets] == [f"s3://logs/sub/AWSLogs/{ACCOUNT}"]
    assert found.notes == ()
    assert found.instead == {
        found.buckets[
            0
        ]: "You may not read log group g (logs:FilterLogEvents): the bucket of trail "
        "own is read instead, which is minutes slower. `sestrail policy` prints what to allow."
    }

    gone = ClientError({"Error": {"Code": "ResourceNotFoundException"}}, "FilterLogEvents")
    clients = FakeClients(**answers, filter_log_events=gone)
    found = await discover(clients, ("us-east-1",), ACCOUNT, "")
    assert found.instead[found.buckets[0]].startswith("Log group g does not exist: the bucket of")

    clients = FakeClients(**answers, filter_log_events={})
    found = await discover(clients, ("us-east-1",), ACCOUNT, "")
    assert ([group.name for group in found.log_groups], found.buckets) == (["g"], ())


async def test_an_organisations_trail_is_read_in_every_account() -> None:
    trail = {**BUCKETED, "IsOrganizationTrail": True, "CloudWatchLogsLogGroupArn": ""}
    clients = FakeClients(describe_trails={"trailList": [trail]}, describe_log_groups={})
    found = await discover(clients, ("us-east-1",), ACCOUNT, "")
    assert [bucket.prefix for bucket in found.buckets] == ["sub/AWSLogs/"]
