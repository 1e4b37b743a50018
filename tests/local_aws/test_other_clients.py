"""Requests as other clients write them: what they sent, byte for byte where it matters.

Recorded from the AWS SDK for JavaScript 3.1176.0, nodemailer 10.6.1, AWS CLI 1.46.3 and botocore
1.29.0; all of them took the answers.
"""

from __future__ import annotations

import base64
import json
import time
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import pytest

from sestrail_tui.local_aws.wire.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.local_aws.embedded import Aws

FORM = "application/x-www-form-urlencoded; charset=utf-8"
VERIFY = b"From: <invalid@invalid>\r\nTo: <invalid@invalid>\r\n Subject: Invalid\r\n\r\nInvalid"


class Wire:
    """Plain HTTP to an embedded AWS, signed for a service."""

    def __init__(self, aws: Aws) -> None:
        self.aws = aws
        self.connection = HTTPConnection(urlsplit(aws.server.endpoint).netloc, timeout=10)

    def __call__(
        self, service: str, method: str, path: str, body: bytes = b"", **headers: str
    ) -> tuple[int, str]:
        scope = f"AKIAX/20260101/us-east-1/{service}/aws4_request"
        signed = {"authorization": f"AWS4-HMAC-SHA256 Credential={scope}, Signature=x"}
        written = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, path, body, signed | written)
        answer = self.connection.getresponse()
        return answer.status, answer.read().decode()


@pytest.fixture(scope="module")
def wire(aws: Aws) -> Iterator[Wire]:
    made = Wire(aws)
    yield made
    made.connection.close()


@pytest.mark.parametrize(
    ("service", "target", "member"),
    [
        ("cloudtrail", "CloudTrail_20131101.DescribeTrails", "trailList"),
        (
            "cloudtrail",
            "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.DescribeTrails",
            "trailList",
        ),
        ("logs", "Logs_20140328.DescribeLogGroups", "logGroups"),
        ("logs", "com.amazonaws.logs.Logs_20140328.DescribeLogGroups", "logGroups"),
        ("athena", "AmazonAthena.ListWorkGroups", "WorkGroups"),
        ("sqs", "AmazonSQS.ListQueues", ""),
    ],
)
def test_a_target_may_have_a_package_before_it(
    wire: Wire, service: str, target: str, member: str
) -> None:
    status, body = wire(service, "POST", "/", b"{}", x_amz_target=target)
    assert status == 200
    assert member in body


@pytest.mark.parametrize("target", ["CloudTrail_20131101x.DescribeTrails", "X.DescribeTrails"])
def test_a_target_of_no_service_is_refused(wire: Wire, target: str) -> None:
    status, body = wire("cloudtrail", "POST", "/", b"{}", x_amz_target=target)
    assert status == 400
    assert "UnknownOperationException" in body


@pytest.fixture(scope="module")
def listed(aws: Aws) -> Aws:
    client = aws.client("sesv2")
    for name in ("a@listed.test", "b@listed.test"):
        client.create_email_identity(EmailIdentity=name)
    client.create_configuration_set(ConfigurationSetName="listed")
    client.create_contact_list(ContactListName="readers")
    client.create_contact(ContactListName="readers", EmailAddress="r@listed.test")
    return aws


@pytest.mark.parametrize(
    ("method", "path", "body", "member"),
    [
        ("GET", "/v2/email/identities", b"", "EmailIdentities"),
        ("POST", "/v2/email/list-identities", b"{}", "EmailIdentities"),
        ("GET", "/v2/email/configuration-sets", b"", "ConfigurationSets"),
        ("POST", "/v2/email/list-configuration-sets", b"{}", "ConfigurationSets"),
        ("GET", "/v2/email/contact-lists/readers/contacts", b"", "Contacts"),
        ("POST", "/v2/email/contact-lists/readers/contacts/list", b"{}", "Contacts"),
    ],
)
def test_v2_has_its_old_routes_and_its_new_ones(
    listed: Aws, wire: Wire, method: str, path: str, body: bytes, member: str
) -> None:
    status, told = wire("ses", method, path, body)
    assert status == 200
    assert json.loads(told)[member]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v2/email/import-jobs"), ("POST", "/v2/email/import-jobs/list")]
)
def test_there_are_no_import_jobs_by_either_route(wire: Wire, method: str, path: str) -> None:
    assert json.loads(wire("ses", method, path)[1]) == {"ImportJobs": []}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v2/email/identities?PageSize=1", b""),
        ("POST", "/v2/email/list-identities", b'{"PageSize": 1}'),
    ],
)
def test_pages_are_asked_for_in_the_query_or_in_the_body(
    listed: Aws, wire: Wire, method: str, path: str, body: bytes
) -> None:
    first = json.loads(wire("ses", method, path, body)[1])
    assert len(first["EmailIdentities"]) == 1
    token = first["NextToken"]
    if method == "GET":
        path += "&" + urlencode({"NextToken": token})
    else:
        body = json.dumps({"PageSize": 1, "NextToken": token}).encode()
    second = json.loads(wire("ses", method, path, body)[1])
    assert len(second["EmailIdentities"]) == 1
    assert second["EmailIdentities"] != first["EmailIdentities"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v2/email/dedicated-ips"),
        ("PUT", "/v1/email/identities/a%40listed.test/dkim/signing"),
    ],
)
def test_what_a_route_leads_to_but_moto_lacks_is_said(wire: Wire, method: str, path: str) -> None:
    body = b'{"SigningAttributesOrigin": "AWS_SES"}' if method == "PUT" else b""
    status, told = wire("ses", method, path, body)
    assert status == 404
    assert "moto has no " in told


def test_nodemailers_verify_finds_a_service_that_answers(wire: Wire) -> None:
    """Of what is refused it takes ``MessageRejected`` for a sign that all is well."""
    send = {
        "Content": {"Raw": {"Data": base64.b64encode(VERIFY).decode()}},
        "Destination": {"ToAddresses": ["invalid@invalid"]},
        "FromEmailAddress": "invalid@invalid",
    }
    status, told = wire("ses", "POST", "/v2/email/outbound-emails", json.dumps(send).encode())
    assert status == 400
    assert "not verified" in told
    assert wire.aws.last()["errorCode"] == "MessageRejected"


def test_nodemailers_verify_is_taken_where_every_sender_is(fresh: Callable[..., Aws]) -> None:
    client = fresh(any_sender=True).client("sesv2")
    sent = client.send_email(
        FromEmailAddress="invalid@invalid",
        Destination={"ToAddresses": ["invalid@invalid"]},
        Content={"Raw": {"Data": VERIFY}},
    )
    assert sent["MessageId"]


def sqs_query(wire: Wire, **form: str) -> tuple[int, str]:
    body = urlencode({**form, "Version": "2012-11-05"}).encode()
    return wire("sqs", "POST", "/", body, content_type=FORM)


def sqs_json(wire: Wire, name: str, **params: Any) -> tuple[int, str]:
    body = json.dumps(params).encode()
    kind = "application/x-amz-json-1.0"
    return wire("sqs", "POST", "/", body, content_type=kind, x_amz_target=f"AmazonSQS.{name}")


def test_sqs_is_asked_by_query_too_and_waits_for_a_message(wire: Wire) -> None:
    status, told = sqs_query(wire, Action="CreateQueue", QueueName="query")
    assert status == 200
    url = told.partition("<QueueUrl>")[2].partition("</QueueUrl>")[0]
    assert url == f"{wire.aws.server.endpoint}/{wire.aws.server.moto.account}/query"
    started = time.monotonic()
    receive = {"Action": "ReceiveMessage", "QueueUrl": url}
    assert "<Message>" not in sqs_query(wire, **receive, WaitTimeSeconds="1")[1]
    assert time.monotonic() - started > 0.9
    sqs_query(wire, Action="SendMessage", QueueUrl=url, MessageBody="hello")
    assert "<Body>hello</Body>" in sqs_query(wire, **receive, WaitTimeSeconds="5")[1]


def test_sqs_refuses_a_query_in_xml(wire: Wire) -> None:
    wire.aws.server.account.faults.add(Fault("access_denied", "ListQueues"))
    status, told = sqs_query(wire, Action="ListQueues")
    assert status == 403
    assert "<Code>AccessDenied</Code>" in told


def test_a_target_in_small_letters_is_one_too(wire: Wire) -> None:
    wire.aws.server.account.faults.add(Fault("access_denied", "ListQueues"))
    assert sqs_json(wire, "ListQueues")[0] == 403
    url = json.loads(sqs_json(wire, "CreateQueue", QueueName="json")[1])["QueueUrl"]
    started = time.monotonic()
    assert sqs_json(wire, "ReceiveMessage", QueueUrl=url, WaitTimeSeconds=1)[0] == 200
    assert time.monotonic() - started > 0.9
