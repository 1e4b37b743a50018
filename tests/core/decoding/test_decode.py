from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.record import TEXT_COLUMNS, Record
from tests.core.decoding.paths import EVERY_PATH, JSON, paths, put
from tests.core.samples import (
    AGGREGATE,
    EVERY,
    HIDDEN,
    MESSAGE_ID,
    OCSF,
    REFUSED,
    V1_BULK,
    V1_RAW,
    V1_SIMPLE,
    V1_TEMPLATED,
    V2_BULK,
    V2_RAW,
    V2_SIMPLE,
    Json,
    encode,
    published,
    send,
)


def read(record: object) -> Record:
    return decode(encode(record))


def test_the_published_console_send() -> None:
    record = decode(
        encode(published("v2-send-console")), source="group", delivered_ms=1744661224000
    )
    assert record.kind == "send"
    assert record.call == "SendEmail v2"
    assert record.event_id == "951c9085-80c2-4dad-913a-cb3a4d5ef73a"
    assert record.principal == "hoge-iwasa"
    assert record.sender == "hoge0415sender@mail1.tak1wa.com"
    assert record.config_set == "hoge-config"
    assert record.client == "Chrome 135"
    assert (record.console, record.mfa, record.tls) == ("yes", "yes", "TLSv1.3")
    assert record.host == "email.ap-northeast-1.amazonaws.com"
    assert (record.region, record.account) == ("ap-northeast-1", "123456789012")
    assert (record.source, record.lag_ms) == ("group", 252_000)
    assert record.message_id == ""


def test_the_published_send_without_identity_or_version() -> None:
    record = read(published("v1-send-simple"))
    assert (record.kind, record.call, record.principal) == ("send", "SendEmail v1", "")
    assert (record.mfa, record.console, record.config_set) == ("", "no", "")
    assert record.message_id == "01000100a11a11aa-00aa0a00-00a0-48a8-aaa7-a174a83b456a-000000"


def test_the_published_templated_send() -> None:
    record = read(published("v2-send-template"))
    assert record.template == "TestTemplate"
    assert record.tags == ("campaign=test", "sender=cli-test")
    assert record.principal == "users/myUserName"


@pytest.mark.parametrize("name", ["delete-identity", "verify-email-identity"])
def test_management_events_are_changes_and_name_their_identity(name: str) -> None:
    record = read(published(name))
    assert record.kind == "change"
    assert record.call == record.name
    assert record.sender == "sender@example.com"


@pytest.mark.parametrize(
    ("record", "call", "sender", "config_set", "template", "tags", "message_id"),
    [
        (V1_SIMPLE, "SendEmail v1", "a@example.com", "", "", (), MESSAGE_ID),
        (V1_RAW, "SendRawEmail", "example.com", "", "", (), MESSAGE_ID),
        (
            V1_TEMPLATED,
            "SendTemplatedEmail",
            "a@example.com",
            "billing",
            "Welcome",
            ("campaign=spring",),
            MESSAGE_ID,
        ),
        (
            V1_BULK,
            "SendBulkTemplatedEmail",
            "a@example.com",
            "",
            "Welcome",
            ("kind=bulk", "not=this"),
            "one two",
        ),
        (
            V2_SIMPLE,
            "SendEmail v2",
            "Billing <a@example.com>",
            "",
            "",
            ("campaign=spring",),
            MESSAGE_ID,
        ),
        (V2_RAW, "SendEmail v2", "example.com", "default-set", "", (), MESSAGE_ID),
        (
            V2_BULK,
            "SendBulkEmail",
            "a@example.com",
            "",
            "Welcome",
            ("kind=bulk", "no="),
            MESSAGE_ID,
        ),
        (REFUSED, "SendEmail v1", "a@example.com", "", "", (), ""),
    ],
)
def test_every_shape_of_send(
    record: Json,
    call: str,
    sender: str,
    config_set: str,
    template: str,
    tags: tuple[str, ...],
    message_id: str,
) -> None:
    found = read(record)
    assert found.kind == "send"
    assert (found.call, found.sender, found.config_set) == (call, sender, config_set)
    assert (found.template, found.tags, found.message_id) == (template, tags, message_id)
    assert found.principal == "mailer/job-7"
    assert found.client == "boto3 1.43"


def test_a_refused_call_keeps_its_code_and_message() -> None:
    found = read(REFUSED)
    assert (found.error, found.error_message) == (
        "MessageRejected",
        "Email address is not verified.",
    )
    assert read(send(errorMessage="no")).error == "Error"
    assert read(send()).error == ""


@pytest.mark.parametrize(
    ("parameters", "call"),
    [
        (None, "SendEmail"),
        ({}, "SendEmail"),
        ("HIDDEN", "SendEmail"),
        ({"configurationSetName": "x"}, "SendEmail"),
        ({"source": "a", "fromEmailAddress": "b"}, "SendEmail"),
        ({"message": HIDDEN}, "SendEmail v1"),
        ({"content": HIDDEN}, "SendEmail v2"),
        ('{"fromEmailAddress": "a@example.com"}', "SendEmail v2"),
    ],
)
def test_version_of_send_email(parameters: object, call: str) -> None:
    assert read(send(parameters=parameters)).call == call


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"managementEvent": None, "eventCategory": None}, "send"),
        ({"managementEvent": None}, "send"),
        ({"managementEvent": "false"}, "send"),
        ({"managementEvent": True, "eventCategory": "Management"}, "change"),
        ({"managementEvent": "true"}, "change"),
        ({"eventName": "CreateTemplate"}, "change"),
        ({"eventSource": "s3.amazonaws.com"}, "other"),
        ({"eventSource": None}, "other"),
        ({"eventName": None}, "change"),
    ],
)
def test_kinds(changes: Json, kind: str) -> None:
    assert read(send(**changes)).kind == kind


@pytest.mark.parametrize(
    ("said", "console"), [("true", "yes"), (True, "yes"), ("false", "no"), (False, "no"), (7, "no")]
)
def test_console_session_as_string_or_boolean(said: object, console: str) -> None:
    assert read(send(sessionCredentialFromConsole=said)).console == console


@pytest.mark.parametrize(
    ("said", "mfa"), [("true", "yes"), (True, "yes"), ("false", "no"), (False, "no"), (None, "")]
)
def test_mfa_as_string_or_boolean(said: object, mfa: str) -> None:
    identity = {"type": "IAMUser", "sessionContext": {"attributes": {"mfaAuthenticated": said}}}
    assert read(send(userIdentity=identity)).mfa == mfa


@pytest.mark.parametrize(
    ("parameters", "template"),
    [
        ({"template": "A"}, "A"),
        ({"template": {"templateName": "A"}}, "A"),
        ({"templateName": "A"}, "A"),
        ({"templateArn": "arn:aws:ses:eu-west-1:1:template/A"}, "A"),
        ({"content": {"template": {"templateName": "A"}}}, "A"),
        ({"content": {"template": {"templateArn": "arn:aws:ses:eu-west-1:1:template/A"}}}, "A"),
        ({"content": {"template": {"templateContent": {}}}}, ""),
        ({"defaultContent": {"template": {"templateName": "A"}}}, "A"),
        ({"defaultContent": None}, ""),
    ],
)
def test_places_of_a_template(parameters: Json, template: str) -> None:
    assert read(send(parameters=parameters)).template == template


def test_configuration_set_of_a_change() -> None:
    v1 = send("CreateConfigurationSet", {"configurationSet": {"name": "new"}})
    assert read(v1).config_set == "new"
    assert read(send(parameters={"configurationSet": "x"})).config_set == "x"


def test_addendum_and_shared_event() -> None:
    record = read(
        send(sharedEventID="shared", addendum={"reason": "UPDATED_DATA", "originalEventID": "old"})
    )
    assert (record.shared_id, record.corrects) == ("shared", "old")


def test_account_falls_back_to_the_caller() -> None:
    assert read(send(recipientAccountId=None)).account == "123456789012"


def test_an_aggregated_event() -> None:
    record = read(AGGREGATE)
    assert record.kind == "aggregate"
    assert record.event_id == "62759c1a-6248-48e1-a6b3-d5fb7e6c4bc0"
    assert record.time_ms == 1763407200000
    assert (record.name, record.call) == ("SendEmail", "SendEmail x1,000")
    assert (record.region, record.account) == ("us-west-2", "123456789012")


def test_an_aggregated_event_of_several_calls_has_no_name() -> None:
    record = copy.deepcopy(AGGREGATE)
    record["summary"]["primaryDimension"]["statistics"].append({"name": "SendRawEmail"})
    assert (read(record).name, read(record).call) == ("", "5-minute sum")


def test_a_record_rewritten_to_ocsf() -> None:
    found = read(OCSF)
    plain = read(V2_SIMPLE)
    same = set(TEXT_COLUMNS) - {"agent", "console", "mfa", "host", "config_set"}
    for column in sorted(same):
        assert getattr(found, column) == getattr(plain, column), column
    assert (found.event_id, found.time_ms) == (plain.event_id, plain.time_ms)
    assert (found.message_id, found.request_id) == (plain.message_id, plain.request_id)
    assert (found.console, found.mfa, found.config_set) == ("yes", "yes", "default-set")


def test_what_gives_a_version_of_cloudtrails_is_no_ocsf_record() -> None:
    own = send("SendEmail", {"configurationSetName": "own"})
    assert "eventVersion" in own
    found = read({**own, "class_uid": 6003, "unmapped": {"requestParameters": None}})
    assert found.config_set == "own"


def test_a_failed_record_in_ocsf() -> None:
    assert read({**OCSF, "status": "Failure"}).error == "Failure"
    api = {**OCSF["api"], "response": {"error": "MessageRejected", "message": "no"}}
    found = read({**OCSF, "status": "Failure", "api": api})
    assert (found.error, found.error_message) == ("MessageRejected", "no")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" ",
        b"null",
        b"[]",
        b'"text"',
        b"12",
        b"{",
        b'{"eventName":"SendEmail"',
        b"plain text",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"a":1}{"b":2}',
    ],
)
def test_what_is_no_object_is_unreadable_and_kept(raw: bytes) -> None:
    record = decode(raw, source="file", delivered_ms=5)
    assert (record.kind, record.raw) == ("unreadable", raw)
    assert (record.source, record.delivered_ms) == ("file", 5)


@pytest.mark.parametrize(
    "raw",
    [
        b'\xef\xbb\xbf{"eventName":"SendEmail"}',
        b'{"eventName":"SendEmail","eventName":"SendEmail"}',
        b'{"eventName":"SendEmail","userAgent":"\xff"}',
        b'{"eventName":"SendEmail","userAgent":"\\ud800"}',
        b'{"eventName":"SendEmail","other":"\\udfff"}',
        b'{"eventName":"SendEmail","other":NaN}',
        b'{"eventName":"SendEmail","other":"a\x01b"}',
        b'{"eventName":"SendEmail","eventTime":' + b"9" * 5000 + b"}",
        b'{"eventName":"SendEmail","requestParameters":' + b"9" * 5000 + b"}",
        b'{"eventName":"SendEmail","userAgent":-1e400}',
        b'\r\n {"eventName" : "SendEmail"} \n',
    ],
)
def test_broken_bytes_cost_only_their_field(raw: bytes) -> None:
    record = decode(raw)
    assert record.name == "SendEmail"
    assert record.raw == raw
    record.agent.encode()  # a lone surrogate would raise


ODD: list[object] = [None, "", HIDDEN, 0, 7, -1.5, True, [], {}, [HIDDEN], [None], {"a": [1]}]


@pytest.mark.parametrize("name", EVERY)
def test_one_odd_field_costs_only_that_field(name: str) -> None:
    plain = read(EVERY[name])
    for path in paths(EVERY[name]):
        for odd in ODD:
            record = read(put(EVERY[name], path, odd))
            assert record.kind != "unreadable", (path, odd)
            if path[0] in {"userIdentity", "requestParameters", "resources", "tlsDetails"}:
                assert record.event_id == plain.event_id, (path, odd)
                assert record.time_ms == plain.time_ms, (path, odd)
                assert record.agent == plain.agent, (path, odd)


def assert_well_formed(record: Record, raw: bytes) -> None:
    assert record.raw is raw
    for column in TEXT_COLUMNS:
        value = getattr(record, column)
        assert isinstance(value, tuple if column == "tags" else str), column
    assert all(isinstance(tag, str) for tag in record.tags)
    assert record.time_ms is None or isinstance(record.time_ms, int)


@given(st.sampled_from(EVERY_PATH), JSON)
def test_any_json_at_any_field(place: tuple[str, tuple[str | int, ...]], value: object) -> None:
    name, path = place
    raw = json.dumps(put(EVERY[name], path, value)).encode()
    record = decode(raw)
    assert_well_formed(record, raw)
    assert record.kind != "unreadable"


@given(st.sampled_from(sorted(EVERY)), st.data())
def test_any_damage_to_the_bytes(name: str, data: st.DataObject) -> None:
    raw = bytearray(encode(EVERY[name]))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(raw)))
        raw[start : start + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    damaged = bytes(raw)
    assert_well_formed(decode(damaged), damaged)


@given(st.binary())
def test_any_bytes(raw: bytes) -> None:
    assert_well_formed(decode(raw), raw)


@given(st.dictionaries(st.text() | st.sampled_from(sorted(OCSF)), JSON))
def test_any_ocsf(fields: Json) -> None:
    raw = json.dumps({**fields, "class_uid": 6003}).encode()
    assert_well_formed(decode(raw), raw)


@given(JSON, JSON, JSON)
def test_any_aggregate(window: object, primary: object, details: object) -> None:
    summary = {"primaryDimension": primary, "details": details}
    raw = json.dumps({**AGGREGATE, "timeWindow": window, "summary": summary}).encode()
    assert_well_formed(decode(raw), raw)
    raw = json.dumps({**AGGREGATE, "summary": primary}).encode()
    assert_well_formed(decode(raw), raw)
