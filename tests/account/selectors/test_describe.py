"""Selectors in words."""

from __future__ import annotations

from typing import Any

from sestrail_tui.account.selectors.describe import describe
from sestrail_tui.account.selectors.event_selectors import EventSelectors
from tests.account.selectors.sets import equals


def ses(*fields: dict[str, Any], kind: str = "EmailIdentity") -> EventSelectors:
    first = [equals("eventCategory", "Data"), equals("resources.type", f"AWS::SES::{kind}")]
    return EventSelectors(advanced=({"Name": "mine", "FieldSelectors": [*first, *fields]},))


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
