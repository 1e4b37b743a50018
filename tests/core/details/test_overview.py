from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.details.overview import DetailLine, overview
from tests.core.decoding.paths import EVERY_PATH, JSON, put
from tests.core.samples import (
    AGGREGATE,
    EVERY,
    HIDDEN,
    OCSF,
    REFUSED,
    V1_BULK,
    Json,
    encode,
    published,
    resource,
    role,
    send,
)


def sections(record: object, **delivery: int) -> dict[str, list[DetailLine]]:
    decoded = decode(encode(record), source="CloudTrail/logs", delivered_ms=delivery.get("ms"))
    return {section.title: list(section.lines) for section in overview(decoded)}


def lines(record: object, title: str) -> dict[str, str]:
    return {line.label: line.value for line in sections(record)[title]}


def test_the_console_send_in_full() -> None:
    found = sections(published("v2-send-console"), ms=1744661224000)
    assert list(found) == [
        "Outcome",
        "Identity",
        "TLS",
        "Resources",
        "Message",
        "Request",
        "Delivery",
    ]
    identity = {line.label: line for line in found["Identity"]}
    assert identity["Who"].value == "hoge-iwasa"
    assert identity["Type"].value == "assumed role"
    assert identity["MFA"].value == "yes"
    assert identity["Console session"].tone == "warn"
    assert identity["Signed in"].value == "2025-04-14 19:33:52 UTC (29m00s before the call)"
    assert found["TLS"] == [
        DetailLine("Version", "TLSv1.3 \u00b7 TLS_AES_128_GCM_SHA256"),
        DetailLine("Host", "email.ap-northeast-1.amazonaws.com"),
    ]
    assert found["Resources"] == [
        DetailLine("identity", "hoge0415sender@mail1.tak1wa.com"),
        DetailLine("configuration set", "hoge-config"),
    ]
    delivery = {line.label: line.value for line in found["Delivery"]}
    assert delivery["Event time"] == "2025-04-14 20:02:52 UTC"
    assert delivery["Lag"] == "4m12s"
    assert delivery["Source"] == "CloudTrail/logs"


def test_accepted_is_not_delivered() -> None:
    (accepted,) = sections(send())["Outcome"]
    assert accepted.label == "Accepted"
    assert "does not say that mail was delivered" in accepted.value
    assert "suppressed" in accepted.value
    assert "bulk" in sections(V1_BULK)["Outcome"][1].value


def test_a_refused_send_says_why() -> None:
    code, why, end = sections(REFUSED)["Outcome"]
    assert code == DetailLine("Refused", "MessageRejected", "bad")
    assert why == DetailLine("Why", "Email address is not verified.", "bad")
    assert end.value == "This call sent no mail."


def test_a_change_shows_its_parameters_and_no_message() -> None:
    found = sections(published("delete-identity"))
    assert "Message" not in found
    assert DetailLine("identity", "sender@example.com") in found["Request"]
    assert found["Outcome"] == [DetailLine("Accepted", "DeleteIdentity went through")]


def test_without_identity_tls_or_request() -> None:
    bare = send(userIdentity=None, tlsDetails=None, resources=None, requestParameters=None)
    found = sections(bare)
    assert "no caller" in found["Identity"][0].value
    assert found["TLS"][0].tone == "dim"
    assert "AWS service called" in found["TLS"][0].value
    assert found["Resources"][0].value == "not known: the request is not in the record"
    assert found["Message"][0].value == "The request is not in the record."


def test_the_number_of_masks_is_never_told_as_the_number_of_recipients() -> None:
    record = send(parameters={"destination": {"toAddresses": [HIDDEN] * 7, "ccAddresses": []}})
    assert lines(record, "Message")["Recipients"] == (
        "masked by AWS (to): CloudTrail never tells them"
    )


def test_what_is_not_masked_is_shown() -> None:
    message = lines(
        send(
            parameters={
                "destination": {"toAddresses": ["b@example.com"]},
                "replyToAddresses": ["c@example.com", "d@example.com"],
                "returnPath": HIDDEN,
                "message": {"subject": {"data": "hello"}},
                "endpointId": "abc.123",
                "tenantName": "blue",
            }
        ),
        "Message",
    )
    assert "b@example.com" in message["Recipients"]
    assert message["Reply to"] == "c@example.com, d@example.com"
    assert message["Return path"] == "masked by AWS"
    assert message["Content"] == "simple"
    assert (message["Endpoint"], message["Tenant"]) == ("abc.123", "blue")


@pytest.mark.parametrize(
    ("changes", "label", "value"),
    [
        ({"accountId": "999999999999"}, "Account", "999999999999, not the record's own"),
        ({"accessKeyId": "AKIAEXAMPLE"}, "Access key", "AKIAEXAMPLE (long-term)"),
        ({"accessKeyId": "ASIAEXAMPLE"}, "Access key", "ASIAEXAMPLE (temporary)"),
        ({"invokedBy": "lambda.amazonaws.com"}, "Invoked by", "lambda.amazonaws.com"),
        ({"identityProvider": "accounts.google.com"}, "Federated by", "accounts.google.com"),
        ({"onBehalfOf": {"userId": "u", "identityStoreArn": "s"}}, "On behalf of", "u in s"),
        ({"invokedByDelegate": {"accountId": "9"}}, "Delegated by", "9"),
        ({"inScopeOf": {"sourceArn": "arn"}}, "In scope of", "arn"),
        ({"type": "NewType"}, "Type", "NewType"),
        ({}, "Role", "arn:aws:iam::123456789012:role/mailer"),
        ({}, "Session began", "2025-06-01 11:30:00 UTC (30m00s before the call)"),
    ],
)
def test_identity(changes: Json, label: str, value: str) -> None:
    record = send(userIdentity={**role(), **changes})
    assert lines(record, "Identity")[label].startswith(value)


@pytest.mark.parametrize(
    ("version", "tone"), [("TLSv1", "warn"), ("TLSv1.1", "warn"), ("TLSv1.2", "plain")]
)
def test_old_tls_is_marked(version: str, tone: str) -> None:
    tls = {"tlsVersion": version, "keyExchange": "X25519MLKEM768"}
    found = sections(send(tlsDetails=tls))["TLS"]
    assert found == [
        DetailLine("Version", version, "warn" if tone == "warn" else "plain"),
        DetailLine("Key exchange", "X25519MLKEM768"),
    ]


def test_a_resource_of_another_account_says_so() -> None:
    other = {**resource("EmailIdentity", "identity/x.example"), "accountId": "999999999999"}
    assert lines(send(resources=[other]), "Resources")["identity"] == (
        "x.example (of account 999999999999)"
    )


@pytest.mark.parametrize("odd", ["x", "arn:aws:ses", 7, None, {}, [1], [{"ARN": "a:b"}], [{}]])
def test_odd_resources(odd: object) -> None:
    assert sections(send(resources=odd))["Resources"]


def test_shared_and_correcting_records_are_explained() -> None:
    record = send(
        sharedEventID="shared",
        addendum={
            "reason": "UPDATED_DATA",
            "originalEventID": "old",
            "updatedFields": "responseElements",
        },
    )
    delivery = lines(record, "Delivery")
    assert delivery["Shared event"] == "shared"
    assert delivery["Addendum"] == "this record corrects an earlier one"
    assert delivery["Corrects event"] == "old"
    assert delivery["Updated fields"] == "responseElements"


def test_an_aggregate_says_that_it_is_no_call() -> None:
    found = sections(AGGREGATE)
    assert "not one call" in found["Aggregate"][0].value
    assert found["eventName"] == [DetailLine("1,000", "SendEmail")]
    assert found["resourceARN"][0].value.endswith("identity/example.com")


def test_a_rewritten_record_says_so() -> None:
    found = sections(OCSF)
    assert found["Outcome"][1].label == "Rewritten"
    assert "host" not in found
    assert lines(OCSF, "Message")["From"] == "Billing <a@example.com>"


def test_what_is_unreadable_says_so() -> None:
    found = {section.title: section.lines for section in overview(decode(b"<xml>", source="f"))}
    assert list(found) == ["Unreadable", "Delivery"]
    assert found["Unreadable"][1] == DetailLine("Size", "5 bytes")


@pytest.mark.parametrize("odd", [7, True, [], ["x"], HIDDEN, '{"a":1}', '{"a"'])
def test_odd_request_parameters(odd: object) -> None:
    for record in (send(parameters=odd), send("GetAccount", odd, managementEvent=True)):
        assert_well_formed(encode(record))


def assert_well_formed(raw: bytes) -> None:
    for section in overview(decode(raw, delivered_ms=10**15)):
        assert isinstance(section.title, str)
        assert section.lines
        for line in section.lines:
            assert isinstance(line.label, str)
            assert isinstance(line.value, str)


@given(st.sampled_from(EVERY_PATH), JSON)
def test_any_json_at_any_field(place: tuple[str, tuple[str | int, ...]], value: object) -> None:
    name, path = place
    assert_well_formed(json.dumps(put(EVERY[name], path, value)).encode())


@given(st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_bytes(raw: bytes) -> None:
    assert_well_formed(raw)
