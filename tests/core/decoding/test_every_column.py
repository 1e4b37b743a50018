"""The decoder builds a record by position, for speed: each value has to land under its own name."""

from __future__ import annotations

from typing import Final

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.record import Record
from tests.core.samples import encode

RAW: Final = encode(
    {
        "eventID": "the-event",
        "eventTime": "1970-01-01T00:00:01Z",
        "eventName": "SendEmail",
        "eventSource": "ses.amazonaws.com",
        "eventCategory": "Data",
        "managementEvent": False,
        "awsRegion": "the-region",
        "sourceIPAddress": "192.0.2.1",
        "userAgent": "Boto3/1.43.117 Botocore/1.43.117",
        "errorCode": "TheError",
        "errorMessage": "the message of the error",
        "requestID": "the-request",
        "sharedEventID": "the-shared-event",
        "recipientAccountId": "the-account",
        "sessionCredentialFromConsole": "true",
        "addendum": {"originalEventID": "the-original"},
        "additionalEventData": {"sesMessageId": "the-message"},
        "tlsDetails": {"tlsVersion": "TLSv1.3", "clientProvidedHostHeader": "the.host"},
        "userIdentity": {
            "arn": "arn:aws:sts::1:assumed-role/role/session",
            "sessionContext": {"attributes": {"mfaAuthenticated": "false"}},
        },
        "requestParameters": {
            "fromEmailAddress": "sender@example.com",
            "configurationSetName": "the-set",
            "content": {"template": {"templateName": "the-template"}},
            "emailTags": [{"name": "tag", "value": "1"}],
        },
    }
)


def test_each_value_is_under_its_name() -> None:
    by_name = {
        "raw": RAW,
        "kind": "send",
        "event_id": "the-event",
        "time_ms": 1000,
        "delivered_ms": 2000,
        "source": "the-source",
        "name": "SendEmail",
        "call": "SendEmail v2",
        "principal": "role/session",
        "sender": "sender@example.com",
        "config_set": "the-set",
        "client": "boto3 1.43",
        "agent": "Boto3/1.43.117 Botocore/1.43.117",
        "error": "TheError",
        "error_message": "the message of the error",
        "console": "yes",
        "mfa": "no",
        "tls": "TLSv1.3",
        "host": "the.host",
        "ip": "192.0.2.1",
        "template": "the-template",
        "tags": ("tag=1",),
        "region": "the-region",
        "account": "the-account",
        "message_id": "the-message",
        "request_id": "the-request",
        "shared_id": "the-shared-event",
        "corrects": "the-original",
    }
    record = decode(RAW, source="the-source", delivered_ms=2000)
    assert {name: getattr(record, name) for name in Record.__struct_fields__} == by_name
    assert record == Record(**by_name)  # type: ignore[arg-type]
    assert len(set(by_name.values())) == len(by_name), "two alike could change places unseen"
