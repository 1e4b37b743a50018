"""Policies made from the table: valid, least, with what is known in place of what is not."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.account.iam import policy
from sestrail_tui.account.iam.permissions import COMMANDS, TRAIL, of
from sestrail_tui.account.iam.policy import Statement, placeholders, pretty
from sestrail_tui.account.iam.resource_arns import ResourceArns
from sestrail_tui.cli.commands.policy_places import with_named
from sestrail_tui.places.flag_values import FlagValues
from sestrail_tui.places.policy import PERMISSIONS, SIDS, SOURCES, uses
from sestrail_tui.places.registry import PLACES

STORE = "00000000-0000-0000-0000-000000000001"

FLAGS = FlagValues(
    log_groups=("CloudTrail/logs",),
    buckets=("s3://shelf/AWSLogs/",),
    queues=("https://sqs.eu-west-1.amazonaws.com/111122223333/files",),
    event_data_stores=(f"arn:aws:cloudtrail:eu-west-1:111122223333:eventdatastore/{STORE}",),
)


def known() -> ResourceArns:
    """Give an account of which everything is named that flags can name."""
    at = with_named(ResourceArns("eu-west-1", "111122223333"), FLAGS, ())
    trail = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/t"
    return at.knowing({TRAIL.name: (trail,)})


KNOWN = known()
NAMED = [place.name for place in PLACES if any(flag.parameter in FLAGS for flag in place.flags)]


def made(wanted: tuple[str, ...], at: ResourceArns) -> list[Statement]:
    return policy.statements(wanted, PERMISSIONS, SIDS, at)


@given(st.lists(st.sampled_from(COMMANDS)), st.lists(st.sampled_from(SOURCES)), st.booleans())
def test_every_policy_is_a_policy(commands: list[str], sources: list[str], known: bool) -> None:
    at = KNOWN if known else ResourceArns()
    wanted = uses(commands, sources, NAMED if known else ())
    text = pretty(made(wanted, at))
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
    assert allowed == {permission.action for use in wanted for permission in of(use, PERMISSIONS)}
    assert max(map(len, text.splitlines())) <= 120


def test_a_tail_needs_three_actions_and_one_more_for_the_changes() -> None:
    found = made(uses((), ()), ResourceArns())
    assert [one["Sid"] for one in found] == [
        "FollowTheLogGroup",
        "FindTheLogGroup",
        "ShowChangesBetweenSends",
    ]


def test_a_named_log_group_needs_no_finding() -> None:
    found = made(uses((), ("log-group",), NAMED), KNOWN)
    assert len(found) == 1
    arn = "arn:aws:logs:eu-west-1:111122223333:log-group:CloudTrail/logs"
    assert found[0]["Resource"] == [arn, f"{arn}:*"]


def test_nothing_is_left_open_where_all_is_known() -> None:
    sources = [source for source in SOURCES if source != "athena"]  # its workgroup is not named
    text = pretty(made(uses(("doctor", "logging"), sources, NAMED), KNOWN))
    assert placeholders(text, PERMISSIONS) == ()
    assert "arn:aws:sqs:eu-west-1:111122223333:files" in text
    assert "arn:aws:s3:::shelf/AWSLogs/*" in text
    assert f"eventdatastore/{STORE}" in text


@pytest.mark.parametrize(
    ("region", "head"), [("cn-north-1", "arn:aws-cn:"), ("us-gov-west-1", "arn:aws-us-gov:")]
)
def test_partitions(region: str, head: str) -> None:
    at = ResourceArns(region, "1" * 12)
    text = pretty(made(uses((), ("log-group", "bucket")), at))
    assert text.count("arn:") == text.count(head)


def test_everything_has_its_place_in_some_policy() -> None:
    every = uses(COMMANDS, SOURCES, role=True)
    assert {one.use for one in PERMISSIONS} == set(every)
