"""SES sends on and off again over random selectors, judged by the embedded trail's own matching."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.account.selectors.change import SENDS_SELECTOR, with_sends, without_sends
from sestrail_tui.account.selectors.convert import to_advanced, to_basic
from sestrail_tui.account.selectors.coverage import coverage
from sestrail_tui.account.selectors.event_selectors import EventSelectors
from sestrail_tui.core.errors import CannotKeep
from sestrail_tui.local_aws.cloudtrail import selectors as trail
from tests.account.selectors.sets import (
    ARNS,
    basic_selectors,
    equals,
    other_events,
    selector_sets,
    sends,
)


def takes(selectors: EventSelectors, record: dict[str, Any]) -> bool:
    return trail.lets_through(
        [dict(one) for one in selectors.advanced], [dict(one) for one in selectors.basic], record
    )


@given(selector_sets(), sends(), other_events())
def test_while_on_every_send_is_taken_and_nothing_else_changes(
    before: EventSelectors, send: dict[str, Any], other: dict[str, Any]
) -> None:
    after = with_sends(before)
    trail.check([dict(one) for one in after.advanced], [dict(one) for one in after.basic])
    assert takes(after, send)
    assert takes(after, other) == takes(before, other)
    assert with_sends(after) == after


@given(selector_sets())
def test_off_without_a_memory_gives_back_what_was_there(before: EventSelectors) -> None:
    after = with_sends(before)
    back = without_sends(after)
    if coverage(before).takes == "all":
        assert back == before
    elif before.basic:
        # of a list that holds "all of them" the rest is left out: it says nothing more
        assert back is not None
        assert back.basic
        assert with_sends(back).selects_as(after)
    else:
        assert back is not None
        assert back.selects_as(before)


@given(selector_sets(), st.lists(sends(), min_size=1, max_size=8))
def test_coverage_agrees_with_the_trail(
    selectors: EventSelectors, some: list[dict[str, Any]]
) -> None:
    taken = [takes(selectors, send) for send in some]
    match coverage(selectors).takes:
        case "all":
            assert all(taken)
        case "none":
            assert not any(taken)


@given(st.lists(basic_selectors(), min_size=1, max_size=5))
def test_converted_and_back(basic: list[dict[str, Any]]) -> None:
    back = to_basic(to_advanced(basic))
    assert back is not None
    assert to_advanced(back) == to_advanced(basic)


def test_somebody_elses_selectors_are_no_converted_ones() -> None:
    mine = to_advanced([{"ReadWriteType": "WriteOnly"}])
    assert to_basic(mine) is not None
    assert to_basic([*mine, SENDS_SELECTOR]) is None
    changed = [
        {
            **mine[0],
            "FieldSelectors": [
                equals("eventCategory", "Management"),
                equals("readOnly", "true"),
                equals("eventName", "X"),
            ],
        }
    ]
    assert to_basic(changed) is None
    assert to_basic([]) is None


@pytest.mark.parametrize(
    ("basic", "why"),
    [
        (
            {"DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::bucket"]}]},
            "not documented",
        ),
        ({"DataResources": [{"Type": "AWS::S3::Object", "Values": []}]}, "names no resource"),
        ({"DataResources": [{"Type": "AWS::New::Thing", "Values": ["x"]}]}, "AWS::New::Thing"),
        ({"ExcludeManagementEventSources": ["iam.amazonaws.com"]}, "iam.amazonaws.com"),
        ({"ReadWriteType": "Sometimes"}, "Sometimes"),
        ({"Novel": 1}, "Novel"),
    ],
)
def test_what_cannot_be_kept_is_refused(basic: dict[str, Any], why: str) -> None:
    with pytest.raises(CannotKeep, match=why) as caught:
        with_sends(EventSelectors(basic=(basic,)))
    assert "nothing was changed" in str(caught.value)


def test_the_limit_of_values_and_unknown_operators_are_refused() -> None:
    many = {
        "FieldSelectors": [
            equals("eventCategory", "Data"),
            equals("resources.type", "AWS::S3::Object"),
            {
                "Field": "resources.ARN",
                "Equals": [f"{ARNS['AWS::S3::Object'][0]}{n}" for n in range(497)],
            },
        ]
    }
    with pytest.raises(CannotKeep, match="501 values"):
        with_sends(EventSelectors(advanced=(many,)))
    lost = {"FieldSelectors": [equals("eventCategory", "Management"), {"Field": "novel"}]}
    with pytest.raises(CannotKeep, match="novel"):
        with_sends(EventSelectors(advanced=(lost,)))


def test_no_selectors_at_all_are_cloudtrails_default() -> None:
    after = with_sends(EventSelectors())
    assert len(after.advanced) == 2
    back = without_sends(after)
    assert back is not None
    assert back.selects_as(EventSelectors())
    assert without_sends(EventSelectors(advanced=(SENDS_SELECTOR,))) is None
