"""What is pushed down, judged by the pattern engine of the embedded AWS."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sestrail_tui.cloudtrail.decode import decode
from sestrail_tui.cloudtrail.record import Record
from sestrail_tui.filters.edit import with_values
from sestrail_tui.filters.fields import FIELDS
from sestrail_tui.filters.match import matches
from sestrail_tui.filters.parse import parse
from sestrail_tui.filters.pattern import ANY, NONE, Pattern
from sestrail_tui.filters.pushdown.cloudwatch import SES_PATTERN, filter_pattern
from sestrail_tui.filters.tree import All, Node, Not, Term, Text, any_one, every_one, to_text
from sestrail_tui.local_aws.filter_pattern import compile_pattern

from .trees import trees

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]

NAMES = ["SendEmail", "SendRawEmail", "SendBulkEmail", "SendCustomVerificationEmail", "PutAccount"]
SETS = ["hoge-config", "Hoge_2", "a", "billing"]
ROLES = ["mailer", "AWSReservedSSO_Admin_0123456789abcdef", "Center", "hoge"]
SESSIONS = ["job-7", "hoge", "me@example.com"]
IPS = ["203.0.113.9", "10.1.2.3", "2001:db8::1", "lambda.amazonaws.com", "AWS Internal/1"]
IDS = ["0100019a-aa", "0100019a-bb", "eb834e01-f168-435f-92c0-c36278378b6e"]
REGIONS = ["us-east-1", "ap-northeast-1"]
ACCOUNTS = ["123456789012", "111122223333"]
ERRORS = ["MessageRejected", "ThrottlingException", "Client.AccessDenied"]
TLS = ["TLSv1.2", "TLSv1.3"]


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Also null, and sometimes left out (see `tidy`)."""
    return strategy | st.none() | st.just(...)


def one(values: list[str]) -> st.SearchStrategy[Any]:
    return maybe(st.sampled_from(values))


def tidy(value: Any) -> Any:
    """Leave out what is to be absent."""
    if isinstance(value, dict):
        return {key: tidy(inner) for key, inner in value.items() if inner is not ...}
    return (
        [tidy(inner) for inner in value if inner is not ...] if isinstance(value, list) else value
    )


@st.composite
def identities(draw: st.DrawFn) -> Json:
    account = draw(st.sampled_from(ACCOUNTS))
    role, session = draw(st.sampled_from(ROLES)), draw(st.sampled_from(SESSIONS))
    said = {
        "accountId": account,
        "sessionContext": {"attributes": {"mfaAuthenticated": draw(one(["true", "false"]))}},
    }
    kinds: dict[str, Json] = {
        "AssumedRole": {"arn": f"arn:aws:sts::{account}:assumed-role/{role}/{session}"},
        "IAMUser": {"arn": f"arn:aws:iam::{account}:user/x/{session}", "userName": session},
        "Root": {"arn": f"arn:aws:iam::{account}:root", "userName": session},
        "AWSService": {"invokedBy": "lambda.amazonaws.com"},
        "AWSAccount": {"principalId": "AIDAX"},
        "FederatedUser": {"arn": f"arn:aws:sts::{account}:federated-user/{session}"},
        "IdentityCenterUser": {"onBehalfOf": {"userId": "hoge"}},
        "": {"principalId": f"AROAX:{session}"},
    }
    kind = draw(st.sampled_from(list(kinds)))
    return {**said, "type": kind or draw(st.sampled_from([None, ...])), **kinds[kind]}


def parameters() -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(
        {
            "configurationSetName": one(SETS),
            "configurationSet": maybe(
                st.sampled_from(SETS) | st.sampled_from(SETS).map(lambda name: {"name": name})
            ),
            "source": one(["a@example.com"]),
            "fromEmailAddress": one(["Hoge <b@example.com>"]),
        }
    )


def resources() -> st.SearchStrategy[list[Json]]:
    kind = st.sampled_from(["configuration-set", "identity"])
    arn = st.builds(
        lambda kind, name: {"ARN": f"arn:aws:ses:us-east-1:1:{kind}/{name}"},
        kind,
        st.sampled_from(SETS),
    )
    return st.lists(arn, max_size=2)


def cloudtrail_records() -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(
        {
            "eventSource": st.just("ses.amazonaws.com"),
            "eventName": one(NAMES),
            "eventID": one(IDS),
            "requestID": one(IDS),
            "sharedEventID": one(IDS),
            "awsRegion": one(REGIONS),
            "sourceIPAddress": one(IPS),
            "errorCode": one(ERRORS),
            "errorMessage": one(["no", "Hoge"]),
            "recipientAccountId": one(ACCOUNTS),
            "managementEvent": one([True, False]),  # type: ignore[list-item]
            "eventCategory": one(["Data", "Management"]),
            "sessionCredentialFromConsole": one(["true", "false", True]),  # type: ignore[list-item]
            "tlsDetails": maybe(st.fixed_dictionaries({"tlsVersion": one(TLS)})),
            "userIdentity": maybe(identities()),
            "requestParameters": maybe(parameters()),
            "resources": maybe(resources()),
            "additionalEventData": maybe(
                st.fixed_dictionaries(
                    {"sesMessageId": one(IDS) | st.lists(st.sampled_from(IDS), max_size=2)}
                )
            ),
        }
    ).map(tidy)


def aggregates() -> st.SearchStrategy[Json]:
    counts = st.lists(
        st.builds(lambda name: {"name": name, "value": 3}, st.sampled_from(NAMES)), max_size=2
    )
    return st.builds(
        lambda region, account, found: {
            "eventSource": "ses.amazonaws.com",
            "eventType": "AwsAggregatedEvent",
            "eventId": IDS[2],
            "awsRegion": region,
            "accountId": account,
            "summary": {"primaryDimension": {"dimension": "eventName", "statistics": found}},
        },
        one(REGIONS),
        st.sampled_from(ACCOUNTS),
        counts,
    ).map(tidy)


def ocsf_records() -> st.SearchStrategy[Json]:
    return st.builds(
        lambda name, region, ip: {
            "class_uid": 6003,
            "api": {"operation": name, "service": {"name": "ses.amazonaws.com"}},
            "cloud": {"region": region, "account": {"uid": ACCOUNTS[0]}},
            "src_endpoint": {"ip": ip},
            "status": "Failure",
        },
        st.sampled_from(NAMES),
        st.sampled_from(REGIONS),
        st.sampled_from(IPS),
    )


VALUES: dict[str, list[str]] = {
    "config": SETS,
    "principal": [
        *(f"{role}/{session}" for role in ROLES for session in SESSIONS),
        *("Admin (Identity Center)/job-7", "hoge", "me@example.com", "root", "hoge (federated)"),
        *("lambda.amazonaws.com", "account 123456789012"),
    ],
    "call": [*NAMES, "SendEmail v1", "SendEmail v2", "v1", "5-minute sum"],
    "error": [*ERRORS, "Throttling", "Error"],
    "reason": ["no", "Hoge"],
    "console": ["yes", "no", "true", "n"],
    "mfa": ["yes", "no", "y", "false"],
    "tls": [*TLS, "1.2"],
    "ip": [*IPS, "203.0.113.0/24", "10.0.0.0/7", "10.1.2.3/32", "2001:db8::/32", "10.1.0.0/20"],
    "region": REGIONS,
    "account": ACCOUNTS,
    "message": [*IDS, f"{IDS[0]} {IDS[1]}"],
    "id": IDS,
    "request": IDS,
    "shared": IDS,
    "kind": ["send", "change", "aggregate", "other"],
    "from": ["a@example.com", "b@example.com"],
}


def terms_about(record: Record) -> st.SearchStrategy[Node]:
    """Terms that hold for the record, mostly; else the pushing down has nothing to lose."""

    @st.composite
    def terms(draw: st.DrawFn) -> Node:
        field = draw(st.sampled_from(list(VALUES)))
        own = getattr(record, FIELDS[field].column)
        value = own if draw(st.integers(0, 3)) else draw(st.sampled_from(VALUES[field]))
        value = draw(st.sampled_from([value, value.upper(), value.lower(), value.swapcase()]))
        if not value or draw(st.integers(0, 7)) == 0:
            return Term(field, draw(st.sampled_from([ANY, NONE])))
        if (
            draw(st.booleans())
            or field in ("console", "mfa", "kind")
            or (field, "/" in value) == ("ip", True)
        ):
            return Term(field, Pattern.literal(value))
        places = st.integers(0, len(value))
        first, last = sorted((draw(places), draw(places)))
        parts = [[value[:first], value[last:]], [value[:last], ""], ["", value[first:]]]
        return Term(field, Pattern.of(draw(st.sampled_from([*parts, ["", value[first:last], ""]]))))

    return terms()


def _joined(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    some = st.lists(inner, min_size=1, max_size=3)
    return st.builds(every_one, some) | st.builds(any_one, some) | st.builds(Not, inner)


hoge = st.builds(Text, st.just(Pattern.literal("hoge")))
sends = cloudtrail_records()
any_record = sends | aggregates() | ocsf_records()


def is_lost(node: Node, record: Json) -> bool:
    """Tell whether the record matches, and the pattern made of the filter does not find it."""
    raw = json.dumps(record).encode()
    return matches(node, decode(raw)) and not compile_pattern(filter_pattern(node))(raw)


def decoded(record: Json) -> Record:
    return decode(json.dumps(record).encode())


ARN = "arn:aws:ses:us-east-1:123456789012:configuration-set/"
IDENTITY: Json = {
    "type": "AssumedRole",
    "accountId": "123456789012",
    "arn": "arn:aws:sts::123456789012:assumed-role/mailer/job-7",
}
SEND: Json = {
    "eventSource": "ses.amazonaws.com",
    "eventName": "SendEmail",
    "awsRegion": "us-east-1",
    "sourceIPAddress": "203.0.113.9",
    "recipientAccountId": "123456789012",
    "eventID": "eb834e01-f168-435f-92c0-c36278378b6e",
    "requestParameters": {"configurationSetName": "hoge-config", "source": "a@example.com"},
    "userIdentity": IDENTITY,
    "tlsDetails": {"tlsVersion": "TLSv1.3"},
}
PLACES: dict[str, list[Any]] = {
    "eventName": [*NAMES, None, ...],
    "requestID": [*IDS, ...],
    "sharedEventID": [*IDS, None, ...],
    "eventID": [*IDS, ...],
    "awsRegion": [*REGIONS, None, ...],
    "sourceIPAddress": [*IPS, None, ...],
    "errorCode": [*ERRORS, None],
    "errorMessage": ["no", "Hoge", None],
    "recipientAccountId": [*ACCOUNTS, None, ...],
    "sessionCredentialFromConsole": ["true", "false", True, False, None],
    "tlsDetails": [*({"tlsVersion": version} for version in TLS), {}, None],
    "userIdentity": [
        *(
            {**IDENTITY, "arn": f"arn:aws:sts::123456789012:assumed-role/{role}/{session}"}
            for role in ROLES
            for session in SESSIONS
        ),
        *({**IDENTITY, "type": kind} for kind in ("Root", "Directory", None)),
        {"type": "IAMUser", "arn": "arn:aws:iam::1:user/x/Hoge", "userName": "Hoge"},
        {"type": "IAMUser", "userName": "Hoge"},
        {"type": "Root", "arn": "arn:aws:iam::1:root"},
        {"type": "AWSService", "invokedBy": "lambda.amazonaws.com"},
        {"type": "IdentityCenterUser", "onBehalfOf": {"userId": "hoge"}},
        {"accountId": "111122223333", "invokedBy": "hoge"},
        {**IDENTITY, "sessionContext": {"attributes": {"mfaAuthenticated": "true"}}},
        {**IDENTITY, "sessionContext": {"attributes": {"mfaAuthenticated": True}}},
        None,
        ...,
    ],
    "requestParameters": [
        *({"configurationSetName": name} for name in (*SETS, "", None)),
        {"configurationSet": "Hoge_2"},
        {"configurationSet": {"name": "Hoge_2"}},
        None,
        ...,
    ],
    "additionalEventData": [*({"sesMessageId": ids} for ids in (*IDS, IDS, [], None)), None],
}


def variations() -> Iterator[Json]:
    """Give the send with each place, one at a time, filled in each way, with two kinds of rest."""
    bare = {"eventSource": "ses.amazonaws.com", "resources": [{"ARN": f"{ARN}Hoge_2"}]}
    for place, fillings in PLACES.items():
        for filling in fillings:
            yield tidy({**SEND, place: filling})
            yield tidy({**bare, "userIdentity": IDENTITY, place: filling})


def patterns_about(value: str) -> Iterator[Pattern]:
    """Give patterns that match the value, whatever its case, and the two that it may match."""
    yield from (ANY, NONE)
    for text in (value, value.upper(), value.lower()):
        yield Pattern.literal(text)
        for at in range(len(text)):
            yield from (Pattern((text[:at], "")), Pattern(("", text[at:])))
            yield from (
                Pattern((text[:at], text[at + 1 :])),
                Pattern.of(["", text[at : at + 3], ""]),
            )


def test_no_term_loses_a_record() -> None:
    finds = cache(lambda node: compile_pattern(filter_pattern(node)))
    tried = 0
    for record in variations():
        raw = json.dumps(record).encode()
        found = decode(raw)
        for field, values in VALUES.items():
            others = map(Pattern.literal, values)
            for pattern in (*patterns_about(getattr(found, FIELDS[field].column)), *others):
                term = Term(field, pattern)
                kept = term if matches(term, found) else Not(term)
                assert finds(kept)(raw), (to_text(kept), record)
                tried += 1
    assert tried > 10_000


@settings(max_examples=100, deadline=None)
@given(st.data(), any_record)
def test_no_filter_loses_a_record(data: st.DataObject, record: Json) -> None:
    leaves = terms_about(decoded(record)) | hoge
    node = data.draw(st.recursive(leaves, _joined, max_leaves=5))
    assert not is_lost(node, record)
    assert not is_lost(Not(node), record)


@settings(max_examples=100, deadline=None)
@given(st.data(), sends, sends)
def test_picked_values_lose_no_record(data: st.DataObject, one: Json, other: Json) -> None:
    fields = data.draw(st.lists(st.sampled_from(["config", "principal", "call"]), min_size=1))
    node: Node = All()
    for field in fields:
        values = [getattr(decoded(record), FIELDS[field].column) for record in (one, other)]
        node = with_values(node, field, values)
    assert not is_lost(node, one)
    assert not is_lost(node, other)


@settings(deadline=None)
@given(st.lists(trees | terms_about(Record(raw=b"")), max_size=12).map(every_one))
def test_aws_takes_every_pattern(node: Node) -> None:
    pattern = filter_pattern(node)
    assert len(pattern) <= 1024
    compile_pattern(pattern)


def test_the_empty_filter_asks_for_all_of_ses() -> None:
    assert filter_pattern(All()) == SES_PATTERN
    takes = compile_pattern(SES_PATTERN)
    for path in sorted((Path(__file__).parents[1] / "data").glob("*.json")):
        content = json.loads(path.read_bytes())
        for record in content.get("Records", [content]):
            assert takes(json.dumps(record))
    assert not takes('{"eventSource": "s3.amazonaws.com"}')
    assert not takes("START RequestId: 1")


@pytest.mark.parametrize(
    "written",
    [
        "config:other",
        "config:(other|hoge)",
        "config:(none)",
        "config:hoge",
        "principal:ci-*",
        "principal:(deploy|ci-*) config:HOGE-CONFIG",
        "call:SendRawEmail",
        "-call:SendEmail",
        "error:*",
        "error:MessageRejected | call:SendBulkEmail",
        "console:yes",
        "mfa:yes",
        "tls:1.2",
        "ip:10.0.0.0/8",
        "-ip:203.0.113.9",
        "region:ap-*",
        "-(region:us-east-1 | error:*)",
        "account:999999999999",
        "message:0100*",
        "id:0*",
        "hoge region:eu-west-1",
    ],
)
def test_what_cannot_match_does_not_travel(written: str) -> None:
    raw = json.dumps(SEND).encode()
    assert not matches(parse(written), decode(raw))
    assert not compile_pattern(filter_pattern(parse(written)))(raw)


def test_what_does_not_fit_is_left_out_and_the_rest_asked() -> None:
    many = "config:(" + "|".join(f"set-{number}" for number in range(100)) + ")"
    assert filter_pattern(parse(f"{many} error:*")) == filter_pattern(parse("error:*"))
    assert filter_pattern(parse("config:a principal:b")) == filter_pattern(parse("config:a"))


def test_another_base_is_kept() -> None:
    base = '{ $.eventName = "SendEmail" }'
    assert filter_pattern(All(), base) == base
    assert compile_pattern(filter_pattern(parse("region:us-*"), base))(json.dumps(SEND))
