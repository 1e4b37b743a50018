from __future__ import annotations

import pytest

from sestrail_tui.account.discovery.log_groups import LogGroup, from_arn, named

ARN = "arn:aws:logs:eu-west-1:123456789012:log-group:CloudTrail/logs"


def test_the_star_at_the_end_of_a_trails_arn_is_taken_off() -> None:
    want = LogGroup("CloudTrail/logs", "eu-west-1", "123456789012", ARN, "trail t")
    assert from_arn(f"{ARN}:*", "trail t") == want
    assert from_arn(ARN, "trail t") == want


@pytest.mark.parametrize(
    "text", ["", "CloudTrail/logs", "arn:aws:s3:::bucket", "arn:aws:logs:::log-group:", "a:" * 9]
)
def test_other_text_is_no_arn(text: str) -> None:
    assert from_arn(text, "") is None


def test_partitions() -> None:
    group = from_arn("arn:aws-cn:logs:cn-north-1:1:log-group:g:*", "")
    assert group is not None
    assert (group.region, group.name) == ("cn-north-1", "g")


def test_an_arn_names_its_own_region_and_a_name_is_looked_for_in_each() -> None:
    assert [group.region for group in named(ARN, ("us-east-1",))] == ["eu-west-1"]
    groups = named("CloudTrail/logs", ("us-east-1", "eu-west-1"))
    assert [(group.name, group.region) for group in groups] == [
        ("CloudTrail/logs", "us-east-1"),
        ("CloudTrail/logs", "eu-west-1"),
    ]
