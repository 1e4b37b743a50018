from __future__ import annotations

import pytest

from sestrail_tui.account.discovery.log_groups import (
    LogGroup,
    from_arn,
    group_name,
    named,
    of_account,
)
from sestrail_tui.core.errors import NotSetUp

ARN = "arn:aws:logs:eu-west-1:123456789012:log-group:CloudTrail/logs"
EAST = LogGroup("logs", "us-east-1", "111111111111")
WEST = LogGroup("logs", "eu-west-1", "222222222222")
NAMED = LogGroup("logs", "us-east-1")


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


def test_a_name_tells_apart_what_differs_and_no_more() -> None:
    assert group_name(EAST, (EAST,)) == "logs"
    assert group_name(EAST, (EAST, LogGroup("b", "eu-west-1"))) == "logs us-east-1"
    assert group_name(WEST, (EAST, WEST)) == "logs eu-west-1 222222222222"


def test_each_account_reads_its_own_and_says_what_it_leaves() -> None:
    own, notes = of_account((EAST, WEST, NAMED), "111111111111")
    assert own == (EAST, NAMED)
    assert notes == ("Log group logs is left to the profile or role of account 222222222222.",)
    assert of_account((EAST, WEST), "") == ((EAST, WEST), ())
    assert of_account((), "1") == ((), ())


def test_an_account_without_any_says_so() -> None:
    with pytest.raises(NotSetUp, match="None of the log groups given is of account 333333333333"):
        of_account((EAST, WEST), "333333333333")
