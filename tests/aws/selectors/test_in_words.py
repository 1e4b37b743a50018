"""Selectors in words, and what their notes say of SES."""

from __future__ import annotations

from typing import Any

import pytest

from sestrail_tui.aws.selectors.coverage import coverage
from sestrail_tui.aws.selectors.event_selectors import EventSelectors
from sestrail_tui.aws.selectors.in_words import describe
from tests.aws.selectors.sets import equals


def ses(*fields: dict[str, Any], kind: str = "EmailIdentity") -> EventSelectors:
    first = [equals("eventCategory", "Data"), equals("resources.type", f"AWS::SES::{kind}")]
    return EventSelectors(advanced=({"Name": "mine", "FieldSelectors": [*first, *fields]},))


@pytest.mark.parametrize(
    ("selectors", "takes", "note"),
    [
        (ses(), "all", ""),
        (ses(equals("readOnly", "true")), "all", ""),
        (ses({"Field": "resources.ARN", "StartsWith": ["arn:aws:ses:"]}), "all", ""),
        (ses(equals("readOnly", "false")), "none", "write events only"),
        (ses(equals("eventName", "SendEmail")), "some", "leaves out SendRawEmail"),
        (ses(equals("resources.ARN", "x")), "some", "only sends where resources.ARN is x"),
        (ses(kind="Template"), "some", "resource of type AWS::SES::Template"),
        (ses(equals("eventSource", "s3.amazonaws.com")), "none", "ses.amazonaws.com"),
        (EventSelectors(), "none", ""),
        (EventSelectors(basic=({"ReadWriteType": "All"},)), "none", ""),
    ],
)
def test_coverage(selectors: EventSelectors, takes: str, note: str) -> None:
    found = coverage(selectors)
    assert found.takes == takes
    assert note in " ".join(found.notes)
    assert bool(found.notes) == bool(note)


def test_several_selectors_cover_together() -> None:
    names = ("SendEmail", "SendRawEmail", "SendTemplatedEmail", "SendBulk")
    one = ses({"Field": "eventName", "Equals": list(names[:2])}).advanced
    other = ses({"Field": "eventName", "StartsWith": list(names[2:])}).advanced
    assert coverage(EventSelectors(advanced=one)).takes == "some"
    assert coverage(EventSelectors(advanced=one + other)).takes == "all"


def test_in_words() -> None:
    basic = {
        "ReadWriteType": "WriteOnly",
        "IncludeManagementEvents": True,
        "ExcludeManagementEventSources": ["kms.amazonaws.com"],
        "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::b/"]}],
    }
    assert describe(EventSelectors(basic=(basic,))) == (
        "management events, write-only, except of kms.amazonaws.com",
        "data events of AWS::S3::Object, write-only: arn:aws:s3:::b/",
    )
    hostile = ses({"Field": "eventName", "NotEquals": ["\x1b[31m", "a", "b", "c", "d", "e"]})
    assert describe(hostile) == (
        "data events of AWS::SES::EmailIdentity, where eventName is not ␛[31m nor a nor b nor c "
        "nor 2 more",
    )
    assert describe(EventSelectors())[0].startswith("management events")
