"""Policies made from the table: valid, least, with what is known in place of what is not."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.account.discovery.buckets import Queue, TrailBucket
from sestrail_tui.account.discovery.event_data_stores import EventDataStore
from sestrail_tui.account.discovery.log_groups import LogGroup
from sestrail_tui.account.iam.permissions import COMMANDS, PERMISSIONS, SOURCES, of
from sestrail_tui.account.iam.policy import placeholders, pretty, statements, uses
from sestrail_tui.account.iam.resource_arns import ResourceArns

KNOWN = ResourceArns(
    "eu-west-1",
    "111122223333",
    (LogGroup("CloudTrail/logs", "eu-west-1"),),
    (TrailBucket("shelf", "AWSLogs/"),),
    (Queue("https://sqs.eu-west-1.amazonaws.com/111122223333/files", "eu-west-1"),),
    (EventDataStore("0-1", "eu-west-1", "111122223333"),),
    ("arn:aws:cloudtrail:eu-west-1:111122223333:trail/t",),
)


@given(st.lists(st.sampled_from(COMMANDS)), st.lists(st.sampled_from(SOURCES)), st.booleans())
def test_every_policy_is_a_policy(commands: list[str], sources: list[str], known: bool) -> None:
    at = KNOWN if known else ResourceArns()
    wanted = uses(commands, sources, at)
    text = pretty(statements(wanted, at))
    document = json.loads(text)
    assert document["Version"] == "2012-10-17"
    sids = [one["Sid"] for one in document["Statement"]]
    assert len(set(sids)) == len(sids)
    assert all(re.fullmatch(r"[A-Za-z0-9]+", sid) for sid in sids)
    allowed = set()
    for one in document["Statement"]:
        actions = one["Action"] if isinstance(one["Action"], list) else [one["Action"]]
        allowed |= set(actions)
        assert one["Resource"]
        assert not any("*" in action for action in actions)
    assert allowed == {permission.action for use in wanted for permission in of(use)}
    assert max(map(len, text.splitlines())) <= 120


def test_a_tail_needs_three_actions_and_one_more_for_the_changes() -> None:
    found = statements(uses((), (), ResourceArns()), ResourceArns())
    assert [one["Sid"] for one in found] == [
        "FollowTheLogGroup",
        "FindTheLogGroup",
        "ShowChangesBetweenSends",
    ]


def test_a_named_log_group_needs_no_finding() -> None:
    found = statements(uses((), ("log-group",), KNOWN), KNOWN)
    assert len(found) == 1
    arn = "arn:aws:logs:eu-west-1:111122223333:log-group:CloudTrail/logs"
    assert found[0]["Resource"] == [arn, f"{arn}:*"]


def test_nothing_is_left_open_where_all_is_known() -> None:
    text = pretty(statements(uses(("doctor", "logging"), SOURCES[:7], KNOWN), KNOWN))
    assert placeholders(text) == ()
    assert "arn:aws:sqs:eu-west-1:111122223333:files" in text
    assert "arn:aws:s3:::shelf/AWSLogs/*" in text
    assert "eventdatastore/0-1" in text


@pytest.mark.parametrize(
    ("region", "head"), [("cn-north-1", "arn:aws-cn:"), ("us-gov-west-1", "arn:aws-us-gov:")]
)
def test_partitions(region: str, head: str) -> None:
    at = ResourceArns(region, "1" * 12)
    text = pretty(statements(uses((), ("log-group", "bucket"), at), at))
    assert text.count("arn:") == text.count(head)


def test_everything_has_its_place_in_some_policy() -> None:
    every = uses(COMMANDS, SOURCES, ResourceArns(roles=("arn:aws:iam::1:role/r",)))
    assert {one.use for one in PERMISSIONS} == set(every)
