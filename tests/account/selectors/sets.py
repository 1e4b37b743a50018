"""Random sets of event selectors as a trail may have them, and random records to hold against."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from sestrail_tui.account.selectors.event_selectors import EventSelectors
from sestrail_tui.account.selectors.send_kinds import SENDS

S3, LAMBDA, TABLE = "AWS::S3::Object", "AWS::Lambda::Function", "AWS::DynamoDB::Table"
ACCOUNT = "123456789012"
ARNS = {
    S3: ("arn:aws:s3:::b/", "arn:aws:s3:::b/in", "arn:aws:s3:::c/"),
    LAMBDA: (
        f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:f",
        f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:f2",
    ),
    TABLE: (
        f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/t",
        f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/t2",
    ),
}
ALL = {
    S3: ("arn:aws:s3", "arn:aws:s3:::"),
    LAMBDA: ("arn:aws:lambda",),
    TABLE: ("arn:aws:dynamodb",),
}
OPERATORS = ("Equals", "StartsWith", "EndsWith", "NotEquals", "NotStartsWith", "NotEndsWith")
VALUES = {
    "eventName": (*SENDS, "Send", "Email", "GetObject", "Invoke"),
    "eventSource": ("ses.amazonaws.com", "s3.amazonaws.com", "kms.amazonaws.com"),
    "resources.ARN": ("arn:aws:ses:", "arn:aws:s3:::b/", "identity/a@example.com"),
    "userIdentity.arn": ("arn:aws:iam::1:user/deploy", "arn:aws:sts::"),
    "sessionCredentialFromConsole": ("true",),
    "eventType": ("AwsApiCall", "AwsServiceEvent"),
}
SES_TYPES = ("AWS::SES::EmailIdentity", "AWS::SES::ConfigurationSet", "AWS::SES::Template")


def equals(field: str, value: str) -> dict[str, Any]:
    return {"Field": field, "Equals": [value]}


@st.composite
def data_resources(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(tuple(ARNS)))
    every = st.sampled_from(ALL[kind]).map(lambda one: [one])
    some = st.lists(st.sampled_from(ARNS[kind]), min_size=1, max_size=3, unique=True)
    return {"Type": kind, "Values": draw(every | some)}


@st.composite
def basic_selectors(draw: st.DrawFn) -> dict[str, Any]:
    resources = draw(st.lists(data_resources(), max_size=3))
    sources = ("kms.amazonaws.com", "rdsdata.amazonaws.com")
    management = draw(st.booleans()) if resources else True
    excluded = draw(st.lists(st.sampled_from(sources), unique=True)) if management else []
    return {
        "ReadWriteType": draw(st.sampled_from(("All", "ReadOnly", "WriteOnly"))),
        "IncludeManagementEvents": management,
        "DataResources": resources,
        "ExcludeManagementEventSources": excluded,
    }


@st.composite
def conditions(draw: st.DrawFn, name: str) -> dict[str, Any]:
    values = st.lists(st.sampled_from(VALUES[name]), min_size=1, max_size=3, unique=True)
    chosen = draw(st.lists(st.sampled_from(OPERATORS), min_size=1, max_size=2, unique=True))
    return {"Field": name, **{operator: draw(values) for operator in chosen}}


@st.composite
def advanced_selectors(draw: st.DrawFn) -> dict[str, Any]:
    category = draw(st.sampled_from(("Management", "Data", "Data", "Data", "NetworkActivity")))
    fields = [equals("eventCategory", category)]
    names = {"Management": ("eventSource", "eventName"), "NetworkActivity": ("eventSource",)}
    if category == "Data":
        fields.append(equals("resources.type", draw(st.sampled_from((*SES_TYPES, *ARNS)))))
    if category != "NetworkActivity" and draw(st.booleans()):
        fields.append(equals("readOnly", draw(st.sampled_from(("true", "false")))))
    allowed = names.get(category, tuple(VALUES))
    limited = draw(st.lists(st.sampled_from(allowed), max_size=2, unique=True))
    fields += [draw(conditions(one)) for one in limited]
    name: dict[str, str] = draw(st.sampled_from(({}, {"Name": "mine"}, {"Name": 'Log 日本 "x"'})))
    return {**name, "FieldSelectors": fields}


def selector_sets() -> st.SearchStrategy[EventSelectors]:
    """Basic or advanced, one to five of them; now and then CloudTrail's default."""
    basic = st.lists(basic_selectors(), min_size=1, max_size=5)
    advanced = st.lists(advanced_selectors(), min_size=1, max_size=5)
    return st.one_of(
        basic.map(lambda some: EventSelectors(basic=tuple(some))),
        advanced.map(lambda some: EventSelectors(advanced=tuple(some))),
    )


def record(name: str, kind: str, arn: str, *, read_only: bool, console: bool) -> dict[str, Any]:
    """Write as much of a data event as selectors look at."""
    return {
        "eventName": name,
        "eventSource": "ses.amazonaws.com" if kind in SES_TYPES else "s3.amazonaws.com",
        "eventCategory": "Data",
        "eventType": "AwsApiCall",
        "readOnly": read_only,
        "managementEvent": False,
        "userIdentity": {"arn": "arn:aws:iam::1:user/deploy"},
        "resources": [{"type": kind, "ARN": arn}],
        **({"sessionCredentialFromConsole": "true"} if console else {}),
    }


def sends() -> st.SearchStrategy[dict[str, Any]]:
    """Any send that SES may record."""
    arns = st.sampled_from(
        ("arn:aws:ses:us-east-1:1:identity/a@example.com", "arn:aws:ses:x:1:identity/b")
    )
    return st.builds(
        record,
        st.sampled_from(SENDS),
        st.just("AWS::SES::EmailIdentity"),
        arns,
        read_only=st.just(True),
        console=st.booleans(),
    )


def other_events() -> st.SearchStrategy[dict[str, Any]]:
    """Management events, and data events of what basic selectors know."""
    arns = st.sampled_from(
        [(kind, arn) for kind, several in ARNS.items() for arn in (*several, f"{several[0]}x")]
    )
    data = st.builds(
        lambda place, name, read_only, console: record(
            name, *place, read_only=read_only, console=console
        ),
        arns,
        st.sampled_from(("GetObject", "PutObject", "Invoke", "GetItem")),
        st.booleans(),
        st.booleans(),
    )
    management = st.builds(
        lambda source, read_only: {
            **record("Do", "", "", read_only=read_only, console=False),
            "eventSource": source,
            "eventCategory": "Management",
            "managementEvent": True,
            "resources": [],
        },
        st.sampled_from(("kms.amazonaws.com", "rdsdata.amazonaws.com", "iam.amazonaws.com")),
        st.booleans(),
    )
    return data | management
