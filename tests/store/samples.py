"""Sends of a shape and size as AWS writes them, made up: about 2.2 KB each, few distinct values."""

from __future__ import annotations

import json
import random
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sestrail_tui.core.decoding.decode import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.core.record import Record

START_MS = 1_740_650_071_000
HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"

_CONFIG_SETS = [f"config-{n}" for n in range(12)]
_AGENTS = [
    "Boto3/1.43.4 md/Botocore#1.43.4 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.13.1",
    "aws-cli/2.23.4 md/awscrt#0.23.4 ua/2.0 os/macos#24.2.0 md/arch#arm64 lang/python#3.12.6",
    "aws-sdk-java/2.30.1 md/io#sync md/http#Apache os/Linux#5.10 lang/java#21.0.5 vendor/Amazon",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/135.0.0.0",
]
_SESSION_MS = 3_600_000
"""How long a session's credentials are used."""
_CALLS = ["SendEmail", "SendRawEmail"]


def raws(count: int, seed: int = 0, first: int = 0) -> Iterator[tuple[bytes, int]]:
    """Yield the JSON of ``count`` sends, each with when it was delivered (ms UTC).

    There are 20 a second, of which the one called ``first`` is the first.
    """
    chance = random.Random(seed)
    for number in range(first, first + count):
        time_ms = START_MS + number * 1000 // 20
        delivered_ms = time_ms + 240_000 + chance.randrange(60_000)
        yield json.dumps(_send(chance, time_ms), separators=(",", ":")).encode(), delivered_ms


def records(count: int, seed: int = 0, first: int = 0) -> list[Record]:
    """Return ``count`` decoded sends."""
    return [
        decode(raw, source="CloudTrail/logs", delivered_ms=delivered_ms)
        for raw, delivered_ms in raws(count, seed, first)
    ]


def _resources(sender: str, config_set: str | None) -> Iterator[tuple[str, str]]:
    here = "arn:aws:ses:us-east-1:123456789012:"
    yield "EmailIdentity", f"{here}identity/{sender}"
    if config_set is not None:
        yield "ConfigurationSet", f"{here}configuration-set/{config_set}"


def _guid(chance: random.Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))


def _written(time_ms: int) -> str:
    return f"{datetime.fromtimestamp(time_ms // 1000, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _send(chance: random.Random, time_ms: int) -> dict[str, object]:
    who = f"app-{min(399, int(chance.paretovariate(0.7)) - 1)}"
    host = chance.randrange(1427)
    config_set = chance.choice(_CONFIG_SETS) if chance.random() > 0.06 else None
    call = chance.choice(_CALLS)
    sender = f"{who}@example.com"
    moment = _written(time_ms)
    began = _written(time_ms // _SESSION_MS * _SESSION_MS)
    refused: dict[str, object] = {}
    if chance.random() < 0.03:
        refused = {
            "errorCode": "MessageRejected",
            "errorMessage": f"Email address is not verified: {sender}",
        }
    return {
        "eventVersion": "1.11",
        "userIdentity": {
            "type": "AssumedRole",
            "principalId": f"AROAEXAMPLE{who}:job",
            "arn": f"arn:aws:sts::123456789012:assumed-role/{who}/job",
            "accountId": "123456789012",
            "accessKeyId": f"ASIAEXAMPLE{time_ms // _SESSION_MS % 100_000:05}",
            "sessionContext": {
                "sessionIssuer": {
                    "type": "Role",
                    "principalId": f"AROAEXAMPLE{who}",
                    "arn": f"arn:aws:iam::123456789012:role/{who}",
                    "accountId": "123456789012",
                    "userName": who,
                },
                "attributes": {"creationDate": began, "mfaAuthenticated": "false"},
            },
        },
        "eventTime": moment,
        "eventSource": "ses.amazonaws.com",
        "eventName": call,
        "awsRegion": "us-east-1",
        "sourceIPAddress": f"203.0.{host // 250}.{host % 250}",
        "userAgent": chance.choice(_AGENTS),
        **refused,
        "requestParameters": {
            "fromEmailAddress": sender,
            "destination": {f"{key}Addresses": [HIDDEN] for key in ("to", "bcc", "cc")},
            "content": {
                "simple": {
                    "subject": {"data": HIDDEN, "charset": "UTF-8"},
                    "body": {
                        form: {"data": HIDDEN, "charset": "UTF-8"} for form in ("text", "html")
                    },
                }
            },
            "replyToAddresses": [sender],
            "feedbackForwardingEmailAddress": f"bounces@{who}.example.com",
            "emailTags": [{"name": "service", "value": who}, {"name": "stage", "value": "test"}],
            **({"configurationSetName": config_set} if config_set else {}),
        },
        "responseElements": None,
        "additionalEventData": {
            "sesMessageId": f"0100{chance.getrandbits(48):012x}-{_guid(chance)}"
        },
        "requestID": _guid(chance),
        "eventID": _guid(chance),
        "readOnly": True,
        "resources": [
            {"accountId": "123456789012", "type": f"AWS::SES::{kind}", "ARN": arn}
            for kind, arn in _resources(sender, config_set)
        ],
        "eventType": "AwsApiCall",
        "managementEvent": False,
        "recipientAccountId": "123456789012",
        "eventCategory": "Data",
        "vpcEndpointId": "vpce-0a1b2c3d4e5f67890",
        "vpcEndpointAccountId": "123456789012",
        "tlsDetails": {
            "tlsVersion": "TLSv1.3",
            "cipherSuite": "TLS_AES_128_GCM_SHA256",
            "clientProvidedHostHeader": "email.us-east-1.amazonaws.com",
        },
    }
