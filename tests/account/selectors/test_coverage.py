"""What of the SES sends selectors take, judged by the embedded trail's own matching."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sestrail_tui.account.selectors.coverage import coverage
from sestrail_tui.account.selectors.event_selectors import EventSelectors
from sestrail_tui.account.selectors.send_kinds import RESOURCES, SENDS, kinds
from sestrail_tui.local_aws.cloudtrail import selectors as trail
from tests.account.selectors.sets import OPERATORS, SES_TYPES, equals

OTHER = "arn:aws:ses:us-east-1:1:identity/other.example"
VALUES = {
    "eventName": (*SENDS, "Send", "Email", "", "GetObject"),
    "resources.type": (*SES_TYPES, "AWS::SES::", "AWS::S3::Object", "Template"),
    "resources.ARN": (
        "arn:", "arn:aws:ses:", "arn:aws:s3:", "arn:aws:ses:us-east-1:", OTHER, ".example",
        ":identity/other.example", "arn:aws:ses:us-east-1:1:identity/", "/own", "identity",
        "arn:aws:ses:us-east-1:1:configuration-set/own", "arn:aws:ses:us-east-1:1:template/",
    ),
    "readOnly": ("true", "false"),
    "eventSource": ("ses.amazonaws.com", "ses.", "s3.amazonaws.com"),
    "eventType": ("AwsApiCall", "AwsServiceEvent", "Aws"),
    "sessionCredentialFromConsole": ("true", "false", "t"),
    "userIdentity.arn": ("arn:aws:iam::1:user/deploy", "arn:aws:sts::", "deploy", "arn:"),
    "errorCode": ("AccessDenied", "Message"),
}  # fmt: skip
CALLERS = ("arn:aws:iam::1:user/deploy", "arn:aws:sts::1:assumed-role/mailer/deploy", "", "arn:")
NAMES = ("other.example", "a@example.com", "own", "x/own", "é.example", "identity")


def ses(*fields: dict[str, Any], kind: str = "EmailIdentity") -> EventSelectors:
    first = [equals("eventCategory", "Data"), equals("resources.type", f"AWS::SES::{kind}")]
    return EventSelectors(advanced=({"Name": "mine", "FieldSelectors": [*first, *fields]},))


def starts(field: str, value: str) -> dict[str, Any]:
    return {"Field": field, "StartsWith": [value]}


def unlike(field: str, operator: str, value: str) -> dict[str, Any]:
    return {"Field": field, f"Not{operator}": [value]}


@pytest.mark.parametrize(
    ("selectors", "takes", "note"),
    [
        (ses(), "all", ""),
        (ses(equals("readOnly", "true")), "all", ""),
        (ses({"Field": "resources.ARN", "StartsWith": ["arn:aws:ses:"]}), "all", ""),
        (ses(equals("readOnly", "false")), "none", "write events only"),
        (ses(equals("eventName", "SendEmail")), "some", "leaves out SendRawEmail"),
        (ses(equals("resources.ARN", OTHER)), "some", f"only sends where resources.ARN is {OTHER}"),
        (ses(equals("resources.ARN", "arn:aws:s3:::b/")), "none", "resources.ARN is arn:aws:s3"),
        (ses(starts("resources.ARN", "arn:aws-cn:ses:")), "all", ""),
        (ses(starts("resources.ARN", "arn:aws:ses:us-east-1:")), "some", "begins with arn:aws:ses"),
        (ses(unlike("resources.ARN", "EndsWith", "/log")), "some", "does not end with /log"),
        (ses(unlike("resources.ARN", "StartsWith", "arn:aws:s3")), "all", ""),
        (ses(unlike("eventName", "StartsWith", "Send")), "none", "leaves out SendEmail, SendRaw"),
        (ses(unlike("eventName", "EndsWith", "Email")), "none", "leaves out SendEmail, SendRaw"),
        (ses(starts("eventName", "Send")), "all", ""),
        (ses(unlike("eventName", "Equals", "SendEmail")), "some", "leaves out SendEmail."),
        (ses(equals("sessionCredentialFromConsole", "true")), "some", "FromConsole is true"),
        (ses(unlike("sessionCredentialFromConsole", "Equals", "true")), "some", "is not true"),
        (ses(starts("userIdentity.arn", "arn:aws:iam::1:")), "some", "userIdentity.arn begins"),
        (ses(unlike("eventType", "Equals", "AwsServiceEvent")), "all", ""),
        (ses(equals("errorCode", "AccessDenied")), "some", "errorCode is AccessDenied"),
        (ses({"Field": "eventName"}), "some", "condition on eventName of a kind that is not known"),
        (ses(kind="Template"), "some", "resource of type AWS::SES::Template"),
        (
            ses(
                {
                    "Field": "resources.ARN",
                    "StartsWith": ["arn:aws:ses:us-east-1:1:identity/"],
                    "EndsWith": [":identity/a@example.com"],
                }
            ),
            "some",
            "ends with :identity/a@example.com",
        ),
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


def test_what_one_selector_leaves_out_another_may_take() -> None:
    by_deploy = equals("userIdentity.arn", "arn:aws:iam::1:user/deploy")
    by_others = {**by_deploy, "NotEquals": by_deploy["Equals"]}
    del by_others["Equals"]
    one, other = ses(by_deploy).advanced, ses(by_others).advanced
    assert coverage(EventSelectors(advanced=one)).takes == "some"
    assert coverage(EventSelectors(advanced=other)).takes == "some"
    assert coverage(EventSelectors(advanced=one + other)).takes == "all"
    raw = ses(equals("eventName", "SendRawEmail")).advanced
    notes = coverage(EventSelectors(advanced=raw + raw)).notes
    assert notes[-1] == (
        "No selector takes SendEmail, SendTemplatedEmail, SendBulkTemplatedEmail, SendBulkEmail."
    )


@st.composite
def conditions(draw: st.DrawFn, name: str) -> dict[str, Any]:
    values = st.lists(st.sampled_from(VALUES[name]), min_size=1, max_size=3, unique=True)
    chosen = draw(st.lists(st.sampled_from(OPERATORS), min_size=1, max_size=3, unique=True))
    return {"Field": name, **{operator: draw(values) for operator in chosen}}


@st.composite
def selectors(draw: st.DrawFn) -> dict[str, Any]:
    """A selector of data events that speaks of SES more often than not."""
    names = draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=3, unique=True))
    fields = [equals("eventCategory", draw(st.sampled_from(("Data", "Data", "Management"))))]
    if "resources.type" not in names:
        fields.append(equals("resources.type", draw(st.sampled_from(SES_TYPES))))
    return {"FieldSelectors": [*fields, *(draw(conditions(name)) for name in names)]}


def write(call: str, console: str, caller: str, arns: dict[str, str], error: str) -> dict[str, Any]:
    """Write as much of a send's record as selectors look at."""
    return {
        "eventName": call,
        "eventSource": "ses.amazonaws.com",
        "eventCategory": "Data",
        "eventType": "AwsApiCall",
        "readOnly": True,
        "managementEvent": False,
        "userIdentity": {"arn": caller} if caller else {},
        "resources": [{"type": kind, "ARN": arn} for kind, arn in arns.items()],
        **({"sessionCredentialFromConsole": console} if console else {}),
        **({"errorCode": error} if error else {}),
    }


@st.composite
def sends(draw: st.DrawFn) -> dict[str, Any]:
    """Any send: as some identity, with a configuration set and a template or without."""
    used = ["AWS::SES::EmailIdentity", *draw(st.sets(st.sampled_from(SES_TYPES[1:])))]
    region = draw(st.sampled_from(("us-east-1", "eu-west-1")))
    arns = {
        kind: f"arn:aws:ses:{region}:1:{RESOURCES[kind]}{draw(st.sampled_from(NAMES))}"
        for kind in used
    }
    error = draw(st.sampled_from(("", "AccessDenied", "MessageRejected")))
    return write(
        draw(st.sampled_from(SENDS)), draw(st.sampled_from(("true", ""))),
        draw(st.sampled_from(CALLERS)), arns, error,
    )  # fmt: skip


def takes(some: tuple[dict[str, Any], ...], record: dict[str, Any]) -> bool:
    return trail.lets_through([dict(one) for one in some], [], record)


def as_record(kind: dict[str, str], of: str) -> dict[str, Any]:
    """Write a kind of send as a record; it has an identity besides what its selector looks at."""
    arns = {"AWS::SES::EmailIdentity": "arn:aws:ses:us-east-1:1:identity/whoever.test"}
    arns[of] = kind.get("resources.ARN", f"arn:aws:ses:us-east-1:1:{RESOURCES[of]}whatever")
    return write(
        kind["eventName"], kind.get("sessionCredentialFromConsole", ""),
        kind.get("userIdentity.arn", ""), arns, kind.get("errorCode", ""),
    )  # fmt: skip


@given(st.lists(selectors(), min_size=1, max_size=4), st.lists(sends(), min_size=1, max_size=30))
@example([{"FieldSelectors": [
    equals("eventCategory", "Data"), equals("resources.type", "AWS::SES::EmailIdentity"),
    {"Field": "eventName", "NotStartsWith": ["Send"]}]}], [])  # fmt: skip
def test_it_says_what_the_trail_does(
    some: list[dict[str, Any]], records: list[dict[str, Any]]
) -> None:
    advanced = tuple(some)
    found = coverage(EventSelectors(advanced=advanced))
    taken = [takes(advanced, record) for record in records]
    match found.takes:
        case "all":
            assert all(taken)
            assert found.notes == ()
        case "none":
            assert not any(taken)
        case "some":  # then it can show one that is taken, and one that is not
            tried = [as_record(kind, of) for of in RESOURCES for kind in kinds(advanced, of)]
            shown = [takes(advanced, record) for record in tried]
            assert any(shown)
            assert not all(shown)
            assert found.notes


def test_a_limit_on_very_many_kinds_is_no_promise() -> None:
    many = {"Field": "userIdentity.arn", "NotStartsWith": [f"{n}" for n in range(150)],
            "NotEndsWith": [f"x{n}" for n in range(150)]}  # fmt: skip
    assert coverage(ses(many)).takes == "some"
    whole = ses().advanced
    assert coverage(EventSelectors(advanced=ses(many).advanced + whole)).takes == "all"
