"""AWS's published records, and records of every other shape, written after the API references."""

from __future__ import annotations

import json
from typing import Any

from tests.paths import DATA

HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"
ACCOUNT = "123456789012"
MESSAGE_ID = "0100019a5b3c7d1e-0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0-000000"

PUBLISHED = (
    "delete-identity",
    "v1-send-simple",
    "v2-send-console",
    "v2-send-template",
    "verify-email-identity",
)

Json = dict[str, Any]


def published(name: str) -> Json:
    """Read one of the published records, without the ``Records`` around it."""
    data: Json = json.loads((DATA / f"{name}.json").read_bytes())
    record: Json = data["Records"][0] if "Records" in data else data
    return record


def encode(record: object) -> bytes:
    """Write JSON as CloudTrail delivers it to a log group: compact."""
    return json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode()


def role(name: str = "mailer", session: str = "job-7") -> Json:
    """Write the identity of an assumed role."""
    return {
        "type": "AssumedRole",
        "principalId": f"AROAEXAMPLE:{session}",
        "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/{name}/{session}",
        "accountId": ACCOUNT,
        "accessKeyId": "ASIAEXAMPLE",
        "sessionContext": {
            "sessionIssuer": {
                "type": "Role",
                "principalId": "AROAEXAMPLE",
                "arn": f"arn:aws:iam::{ACCOUNT}:role/{name}",
                "accountId": ACCOUNT,
                "userName": name,
            },
            "attributes": {"creationDate": "2025-06-01T11:30:00Z", "mfaAuthenticated": "false"},
        },
    }


def resource(kind: str, path: str) -> Json:
    """Write one of ``resources``."""
    arn = f"arn:aws:ses:us-east-1:{ACCOUNT}:{path}"
    return {"accountId": ACCOUNT, "type": f"AWS::SES::{kind}", "ARN": arn}


IDENTITY = resource("EmailIdentity", "identity/example.com")
CONFIG_SET = resource("ConfigurationSet", "configuration-set/default-set")
TEMPLATE = resource("Template", "template/Welcome")


def send(name: str = "SendEmail", parameters: object = None, **changes: Any) -> Json:
    """Write a send; a change of `None` removes the field."""
    record: Json = {
        "eventVersion": "1.11",
        "userIdentity": role(),
        "eventTime": "2025-06-01T12:00:00Z",
        "eventSource": "ses.amazonaws.com",
        "eventName": name,
        "awsRegion": "us-east-1",
        "sourceIPAddress": "203.0.113.9",
        "userAgent": "Boto3/1.43.115 md/Botocore#1.43.115 ua/2.1 os/linux lang/python#3.12.1",
        "requestParameters": parameters,
        "responseElements": None,
        "additionalEventData": {"sesMessageId": MESSAGE_ID},
        "requestID": "11111111-2222-3333-4444-555555555555",
        "eventID": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
        "readOnly": True,
        "resources": [IDENTITY],
        "eventType": "AwsApiCall",
        "managementEvent": False,
        "recipientAccountId": ACCOUNT,
        "eventCategory": "Data",
        "tlsDetails": {
            "tlsVersion": "TLSv1.3",
            "cipherSuite": "TLS_AES_128_GCM_SHA256",
            "clientProvidedHostHeader": "email.us-east-1.amazonaws.com",
        },
    }
    record.update(changes)
    return {key: value for key, value in record.items() if key not in changes or value is not None}


TO = {"toAddresses": [HIDDEN]}

V1_SIMPLE = send(parameters={"source": "a@example.com", "destination": TO, "message": {}})
V1_RAW = send("SendRawEmail", {"destinations": [HIDDEN], "rawMessage": {"data": HIDDEN}})
V1_TEMPLATED = send(
    "SendTemplatedEmail",
    {
        "source": "a@example.com",
        "destination": TO,
        "template": "Welcome",
        "templateData": HIDDEN,
        "tags": [{"name": "campaign", "value": "spring"}],
        "configurationSetName": "billing",
    },
    resources=[IDENTITY, TEMPLATE],
)
V1_BULK = send(
    "SendBulkTemplatedEmail",
    {
        "source": "a@example.com",
        "template": "Welcome",
        "defaultTags": [{"name": "kind", "value": "bulk"}],
        "destinations": [
            {"destination": TO, "replacementTags": [{"name": "not", "value": "this"}]},
            {"destination": TO, "replacementTemplateData": HIDDEN},
        ],
    },
    additionalEventData={"sesMessageId": ["one", "two"]},
    resources=[IDENTITY, TEMPLATE],
)
V2_SIMPLE = send(
    parameters={
        "fromEmailAddress": "Billing <a@example.com>",
        "destination": TO,
        "content": {"simple": {"subject": {"data": HIDDEN}, "body": HIDDEN}},
        "emailTags": [{"name": "campaign", "value": "spring"}],
    }
)
V2_RAW = send(parameters={"content": {"raw": {"data": HIDDEN}}}, resources=[IDENTITY, CONFIG_SET])
V2_BULK = send(
    "SendBulkEmail",
    {
        "fromEmailAddress": "a@example.com",
        "defaultContent": {"template": {"templateName": "Welcome", "templateData": HIDDEN}},
        "defaultEmailTags": [{"name": "kind", "value": "bulk"}],
        "bulkEmailEntries": [{"destination": TO, "replacementTags": [{"name": "no"}]}],
    },
)
REFUSED = send(
    parameters={"source": "a@example.com", "destination": TO, "message": HIDDEN},
    errorCode="MessageRejected",
    errorMessage="Email address is not verified.",
    additionalEventData=None,
)
AGGREGATE: Json = {
    "eventVersion": "1.0",
    "accountId": ACCOUNT,
    "eventId": "62759c1a-6248-48e1-a6b3-d5fb7e6c4bc0",
    "eventCategory": "Aggregated",
    "eventType": "AwsAggregatedEvent",
    "awsRegion": "us-west-2",
    "eventSource": "ses.amazonaws.com",
    "timeWindow": {
        "windowStart": "2025-11-17T19:20:00Z",
        "windowEnd": "2025-11-17T19:25:00Z",
        "windowSize": "PT5M",
    },
    "summary": {
        "primaryDimension": {
            "dimension": "eventName",
            "statistics": [{"name": "SendEmail", "value": 1000}],
            "aggregationType": "Count",
        },
        "details": [
            {
                "dimension": "resourceARN",
                "statistics": [{"name": IDENTITY["ARN"], "value": 1000}],
                "aggregationType": "Count",
            }
        ],
    },
}
OCSF: Json = {
    "class_uid": 6003,
    "class_name": "API Activity",
    "time": 1748779200000,
    "status": "Success",
    "message": "SendEmail",
    "metadata": {"uid": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", "product": {"name": "CloudTrail"}},
    "api": {
        "operation": "SendEmail",
        "service": {"name": "ses.amazonaws.com"},
        "request": {
            "uid": "11111111-2222-3333-4444-555555555555",
            "data": json.dumps(V2_SIMPLE["requestParameters"]),
        },
    },
    "actor": {
        "user": {
            "type": "AssumedRole",
            "uid": f"arn:aws:sts::{ACCOUNT}:assumed-role/mailer/job-7",
            "uid_alt": "AROAEXAMPLE:job-7",
            "account": {"uid": ACCOUNT},
            "credential_uid": "ASIAEXAMPLE",
        },
        "session": {"created_time": 1748777400000, "is_mfa": True},
    },
    "cloud": {"region": "us-east-1", "account": {"uid": ACCOUNT}, "provider": "AWS"},
    "src_endpoint": {"ip": "203.0.113.9"},
    "http_request": {"user_agent": "Boto3/1.43.115"},
    "tls": {"version": "TLSv1.3", "cipher": "TLS_AES_128_GCM_SHA256", "sni": "email.example"},
    "resources": [{"uid": CONFIG_SET["ARN"], "owner": {"account": {"uid": ACCOUNT}}}],
    "unmapped": {
        "managementEvent": False,
        "additionalEventData.sesMessageId": MESSAGE_ID,
        "sessionCredentialFromConsole": "true",
    },
}

EVERY = {
    **{name: published(name) for name in PUBLISHED},
    "v1 simple": V1_SIMPLE,
    "v1 raw": V1_RAW,
    "v1 templated": V1_TEMPLATED,
    "v1 bulk": V1_BULK,
    "v2 simple": V2_SIMPLE,
    "v2 raw": V2_RAW,
    "v2 bulk": V2_BULK,
    "refused": REFUSED,
    "aggregate": AGGREGATE,
    "ocsf": OCSF,
}
