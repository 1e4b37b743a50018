from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import botocore.session
import pytest
from botocore.config import Config

from sestrail_tui.account.discovery.buckets import named_queue
from sestrail_tui.account.partitions import has_live_tail, is_aws_host, partition, partitions
from sestrail_tui.places.live_tail.calls import live_tail_host


@pytest.mark.parametrize("known", partitions(), ids=lambda one: one.name)
def test_every_region_of_botocore_is_of_its_partition(known: Any) -> None:
    assert known.regions
    for region in known.regions:
        assert partition(region) == known.name
        assert has_live_tail(region) == (known.name in {"aws", "aws-eusc"})


def test_a_new_region_is_of_the_partition_that_it_looks_like() -> None:
    assert partition("eu-north-7") == "aws"
    assert partition("us-gov-north-1") == "aws-us-gov"
    assert partition("eusc-de-south-7") == "aws-eusc"
    assert partition("") == "aws"


@pytest.mark.parametrize(
    ("region", "settings", "host"),
    [
        ("us-east-1", {}, "stream-logs.us-east-1.amazonaws.com"),
        ("us-east-1", {"use_dualstack_endpoint": True}, "stream-logs.us-east-1.api.aws"),
        ("us-east-1", {"use_fips_endpoint": True}, "stream-logs-fips.us-east-1.amazonaws.com"),
        ("eusc-de-east-1", {}, "stream-logs.eusc-de-east-1.amazonaws.eu"),
        (
            "cn-north-1",
            {"use_dualstack_endpoint": True},
            "stream-logs.cn-north-1.api.amazonwebservices.com.cn",
        ),
    ],
)
def test_the_host_of_live_tail(region: str, settings: dict[str, bool], host: str) -> None:
    client = botocore.session.Session().create_client(
        "logs", region_name=region, config=Config(**settings),  # type: ignore[arg-type, unused-ignore]
        aws_access_key_id="a", aws_secret_access_key="b",
    )  # fmt: skip
    assert is_aws_host(host)
    assert live_tail_host(client.meta) == host


def test_an_endpoint_that_is_not_awss_has_no_host_beside_it() -> None:
    assert not is_aws_host("localhost")
    assert not is_aws_host("amazonaws.com.evil.example")
    meta = SimpleNamespace(config=SimpleNamespace(inject_host_prefix=False))
    assert live_tail_host(meta) == ""


@pytest.mark.parametrize(
    ("url", "region"),
    [
        ("https://sqs.eu-west-1.amazonaws.com/1/q", "eu-west-1"),
        ("https://eu-west-1.queue.amazonaws.com/1/q", "eu-west-1"),
        ("https://sqs.cn-north-1.amazonaws.com.cn/1/q", "cn-north-1"),
        ("https://sqs.eusc-de-east-1.amazonaws.eu/1/q", "eusc-de-east-1"),
        ("https://sqs.us-west-2.api.aws/1/q", "us-west-2"),
        ("https://sqs-fips.us-west-2.amazonaws.com/1/q", "us-west-2"),
        ("https://vpce-1-a.sqs.us-west-2.vpce.amazonaws.com/1/q", "us-west-2"),
        ("http://sqs.elsewhere-1.localhost:4566/1/q", "us-east-1"),
    ],
)
def test_the_region_of_a_queue(url: str, region: str) -> None:
    assert named_queue(url, "us-east-1").region == region
