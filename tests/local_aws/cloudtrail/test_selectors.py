"""Which records a trail delivers, and which selectors it refuses."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from sestrail_tui.local_aws.cloudtrail import selectors
from sestrail_tui.local_aws.cloudtrail.trails import every_send
from sestrail_tui.local_aws.wire.answer import AwsError

SEND: dict[str, Any] = {
    "eventName": "SendEmail",
    "eventSource": "ses.amazonaws.com",
    "eventCategory": "Data",
    "eventType": "AwsApiCall",
    "readOnly": True,
    "managementEvent": False,
    "userIdentity": {"arn": "arn:aws:iam::123456789012:user/deploy"},
    "resources": [
        {"type": "AWS::SES::EmailIdentity", "ARN": "arn:aws:ses:x:1:identity/a@example.com"},
        {"type": "AWS::SES::ConfigurationSet", "ARN": "arn:aws:ses:x:1:configuration-set/c"},
    ],
}
CHANGE = {
    **SEND,
    "eventName": "CreateTemplate",
    "eventCategory": "Management",
    "managementEvent": True,
    "readOnly": False,
}


def advanced(**fields: Any) -> dict[str, Any]:
    """Write an advanced selector: ``resources_type`` stands for ``resources.type``."""
    written = []
    for name, value in fields.items():
        operators = value if isinstance(value, dict) else {"Equals": [value]}
        written.append({"Field": name.replace("_", "."), **operators})
    return {"FieldSelectors": written}


def data(**fields: Any) -> dict[str, Any]:
    return advanced(eventCategory="Data", resources_type="AWS::SES::EmailIdentity", **fields)


@pytest.mark.parametrize(
    ("selector", "send", "change"),
    [
        (data(), True, False),
        (advanced(eventCategory="Management"), False, True),
        (advanced(eventCategory="Data", resources_type="AWS::SES::Template"), False, False),
        (advanced(eventCategory="Data", resources_type="AWS::S3::Object"), False, False),
        (data(readOnly="true"), True, False),
        (data(readOnly="false"), False, False),
        (data(eventName="SendEmail"), True, False),
        (data(eventName={"Equals": ["SendRawEmail", "SendEmail"]}), True, False),
        (data(eventName={"NotEquals": ["SendRawEmail", "SendEmail"]}), False, False),
        (data(eventName={"StartsWith": ["Send"], "NotEndsWith": ["RawEmail"]}), True, False),
        (data(eventName={"StartsWith": ["send"]}), False, False),
        (data(resources_ARN={"EndsWith": ["a@example.com"]}), True, False),
        # type and ARN must be those of one and the same resource
        (data(resources_ARN={"EndsWith": ["configuration-set/c"]}), False, False),
        (data(resources_ARN={"NotStartsWith": ["arn:aws:ses"]}), False, False),
        (data(userIdentity_arn={"EndsWith": ["user/deploy"]}), True, False),
        (data(sessionCredentialFromConsole={"NotEquals": ["true"]}), True, False),
    ],
)
def test_advanced_selectors(selector: dict[str, Any], send: bool, change: bool) -> None:
    selectors.check([selector], [])
    assert selectors.lets_through([selector], [], SEND) is send
    assert selectors.lets_through([selector], [], CHANGE) is change


@pytest.mark.parametrize(
    ("selector", "change"),
    [
        ({}, True),
        ({"ReadWriteType": "WriteOnly"}, True),
        ({"ReadWriteType": "ReadOnly"}, False),
        ({"IncludeManagementEvents": False}, False),
    ],
)
def test_basic_selectors_let_no_send_through(selector: dict[str, Any], change: bool) -> None:
    assert selectors.lets_through([], [selector], SEND) is False
    assert selectors.lets_through([], [selector], CHANGE) is change


def test_the_trail_delivers_every_send_and_every_change_at_first() -> None:
    selectors.check(every_send(), [])
    assert selectors.lets_through(every_send(), [], SEND)
    assert selectors.lets_through(every_send(), [], CHANGE)


@pytest.mark.parametrize(
    "selector",
    [
        advanced(resources_type="AWS::SES::EmailIdentity"),
        advanced(eventCategory="Insight"),
        advanced(eventCategory={"NotEquals": ["Data"]}),
        advanced(eventCategory="Data"),
        advanced(eventCategory="Data", resources_type={"StartsWith": ["AWS::SES"]}),
        data(readOnly="maybe"),
        data(readOnly={"NotEquals": ["true"]}),
        data(sourceIPAddress="192.0.2.1"),
        data(eventName={}),
        data(eventName={"Equals": ["x"] * 600}),
        {"FieldSelectors": data()["FieldSelectors"] * 2},
    ],
)
def test_refused(selector: dict[str, Any]) -> None:
    with pytest.raises(AwsError, match="InvalidEventSelectorsException"):
        selectors.check([copy.deepcopy(selector)], [])


def test_basic_selectors_cannot_name_ses() -> None:
    ses = {"DataResources": [{"Type": "AWS::SES::EmailIdentity", "Values": ["x"]}]}
    with pytest.raises(AwsError, match="advanced"):
        selectors.check([], [ses])
    with pytest.raises(AwsError, match="either"):
        selectors.check([], [])
