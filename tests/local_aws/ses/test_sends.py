"""Every kind of send: accepted or refused, recorded as AWS would, its private parts hidden."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from sestrail_tui.local_aws.account.principals import roster

if TYPE_CHECKING:
    from tests.local_aws.embedded import Aws

SECRET = "do-not-record"
TO = f"{SECRET}@example.org"
SENDER = "sender@example.com"
DESTINATION = {"ToAddresses": [TO, f"b{TO}"], "CcAddresses": [TO], "BccAddresses": [TO]}
TEXT = {"Data": SECRET, "Charset": "UTF-8"}
MESSAGE = {"Subject": TEXT, "Body": {"Text": TEXT, "Html": TEXT}}
RAW = f"From: Me <{SENDER}>\r\nTo: {TO}\r\nSubject: x\r\n\r\n".encode() + b"\xff\xfe" + b"body"
HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"
TEMPLATE = {"TemplateName": "Welcome", "TemplateData": json.dumps({"n": SECRET})}
HEADERS = [{"Name": "X-Who", "Value": SECRET}]


@pytest.fixture(scope="module")
def ready(aws: Aws) -> Aws:
    v1, v2 = aws.client("ses"), aws.client("sesv2")
    v1.verify_email_identity(EmailAddress=SENDER)
    v2.create_email_identity(EmailIdentity="domain.example")
    v2.create_configuration_set(ConfigurationSetName="marketing")
    content = {"Subject": "s", "Text": "t", "Html": "<p>h</p>"}
    v2.create_email_template(TemplateName="Welcome", TemplateContent=content)
    return aws


def v2_send(content: dict[str, Any], **more: Any) -> tuple[str, str, dict[str, Any]]:
    params = {"FromEmailAddress": SENDER, "Destination": DESTINATION, "Content": content}
    return "sesv2", "send_email", params | more


SENDS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "v1 simple": (
        "ses",
        "send_email",
        {
            "Source": SENDER,
            "Destination": DESTINATION,
            "Message": MESSAGE,
            "ReplyToAddresses": [TO],
            "ConfigurationSetName": "marketing",
            "Tags": [{"Name": "campaign", "Value": "test"}],
        },
    ),
    "v1 raw": ("ses", "send_raw_email", {"Destinations": [TO], "RawMessage": {"Data": RAW}}),
    "v1 raw, source": (
        "ses",
        "send_raw_email",
        {"Source": SENDER, "Destinations": [TO, TO], "RawMessage": {"Data": RAW}},
    ),
    "v1 templated": (
        "ses",
        "send_templated_email",
        {
            "Source": SENDER,
            "Destination": DESTINATION,
            "Template": "Welcome",
            "TemplateData": TEMPLATE["TemplateData"],
        },
    ),
    "v1 bulk": (
        "ses",
        "send_bulk_templated_email",
        {
            "Source": SENDER,
            "Template": "Welcome",
            "DefaultTemplateData": TEMPLATE["TemplateData"],
            "DefaultTags": [{"Name": "campaign", "Value": "test"}],
            "Destinations": [
                {"Destination": DESTINATION, "ReplacementTemplateData": f'{{"n":"{SECRET}"}}'},
                {"Destination": DESTINATION},
            ],
        },
    ),
    "v2 simple": v2_send(
        {"Simple": {**MESSAGE, "Headers": HEADERS}},
        ConfigurationSetName="marketing",
        EmailTags=[{"Name": "campaign", "Value": "test"}],
        ReplyToAddresses=[TO],
    ),
    "v2 attachment": v2_send(
        {
            "Simple": {
                **MESSAGE,
                "Attachments": [{"FileName": "a.txt", "RawContent": SECRET.encode()}],
            }
        }
    ),
    "v2 raw": v2_send({"Raw": {"Data": RAW}}),
    "v2 template": v2_send({"Template": TEMPLATE}),
    "v2 inline template": v2_send(
        {"Template": {"TemplateContent": {"Subject": SECRET, "Text": SECRET, "Html": SECRET}}}
    ),
    "v2 bulk": (
        "sesv2",
        "send_bulk_email",
        {
            "FromEmailAddress": SENDER,
            "DefaultContent": {"Template": TEMPLATE},
            "BulkEmailEntries": [
                {
                    "Destination": DESTINATION,
                    "ReplacementHeaders": HEADERS,
                    "ReplacementEmailContent": {
                        "ReplacementTemplate": {"ReplacementTemplateData": f'{{"n":"{SECRET}"}}'}
                    },
                },
                {"Destination": DESTINATION},
                {"Destination": DESTINATION},
            ],
        },
    ),
}
EVENT_NAMES = {
    "send_email": "SendEmail",
    "send_raw_email": "SendRawEmail",
    "send_templated_email": "SendTemplatedEmail",
    "send_bulk_templated_email": "SendBulkTemplatedEmail",
    "send_bulk_email": "SendBulkEmail",
}


def ids(answer: dict[str, Any]) -> Any:
    several = answer.get("BulkEmailEntryResults") or answer.get("Status")
    return [one["MessageId"] for one in several] if several else answer["MessageId"]


@pytest.mark.parametrize("kind", SENDS)
def test_an_accepted_send_is_recorded_with_its_id_and_nothing_private(
    ready: Aws, kind: str
) -> None:
    service, method, params = SENDS[kind]
    answer = getattr(ready.client(service), method)(**params)
    record = ready.last()
    assert record["eventName"] == EVENT_NAMES[method]
    assert record["additionalEventData"] == {"sesMessageId": ids(answer)}
    assert record["requestID"] == answer["ResponseMetadata"]["RequestId"]
    assert record["readOnly"] is True
    assert record["managementEvent"] is False
    assert record["eventCategory"] == "Data"
    assert record["responseElements"] is None
    assert record["resources"][0]["ARN"].endswith(f":identity/{SENDER}")
    assert "errorCode" not in record
    written = json.dumps(record)
    assert SECRET not in written
    assert "example.org" not in written
    assert HIDDEN in written
    assert ("source" in record["requestParameters"]) is ("Source" in params)
    assert ("fromEmailAddress" in record["requestParameters"]) is (service == "sesv2")


def test_the_record_names_identity_configuration_set_and_template(ready: Aws) -> None:
    service, method, params = v2_send({"Template": TEMPLATE}, ConfigurationSetName="marketing")
    getattr(ready.client(service), method)(**params)
    arn = "arn:aws:ses:us-east-1:123456789012:"
    account = {"accountId": "123456789012"}
    assert ready.last()["resources"] == [
        {**account, "type": "AWS::SES::EmailIdentity", "ARN": f"{arn}identity/{SENDER}"},
        {
            **account,
            "type": "AWS::SES::ConfigurationSet",
            "ARN": f"{arn}configuration-set/marketing",
        },
        {**account, "type": "AWS::SES::Template", "ARN": f"{arn}template/Welcome"},
    ]


def test_an_address_of_a_verified_domain_sends_as_the_domain(ready: Aws) -> None:
    simple = {"Simple": MESSAGE}
    service, method, params = v2_send(simple, FromEmailAddress="Any One <any@domain.example>")
    getattr(ready.client(service), method)(**params)
    record = ready.last()
    assert record["requestParameters"]["fromEmailAddress"] == "Any One <any@domain.example>"
    assert record["resources"][0]["ARN"].endswith("identity/domain.example")


@pytest.mark.parametrize(
    ("service", "change", "code", "message"),
    [
        ("ses", {"Source": "no@example.net"}, "MessageRejected", "is not verified"),
        ("ses", {"ConfigurationSetName": "no"}, "ConfigurationSetDoesNotExist", "set <no> does"),
        ("sesv2", {"FromEmailAddress": "no@example.net"}, "MessageRejected", "US-EAST-1: no@"),
        ("sesv2", {"ConfigurationSetName": "no"}, "NotFoundException", "set <no> does not exist"),
        (
            "sesv2",
            {"Content": {"Template": {"TemplateName": "No", "TemplateData": "{}"}}},
            "NotFoundException",
            "Template No does not exist",
        ),
    ],
)
def test_a_refused_send_is_recorded_with_its_error(
    ready: Aws, service: str, change: dict[str, Any], code: str, message: str
) -> None:
    kind = "v1 simple" if service == "ses" else "v2 simple"
    _, method, params = SENDS[kind]
    with pytest.raises(ClientError, match=message) as caught:
        getattr(ready.client(service), method)(**{**params, **change})
    record = ready.last()
    assert caught.value.response["Error"]["Code"] == record["errorCode"] == code
    assert caught.value.response["Error"]["Message"] == record["errorMessage"]
    assert "additionalEventData" not in record
    assert record["resources"][0]["type"] == "AWS::SES::EmailIdentity"
    assert SECRET not in json.dumps(record)


def test_a_v1_template_that_is_missing_is_refused(ready: Aws) -> None:
    _, method, params = SENDS["v1 templated"]
    with pytest.raises(ClientError) as caught:
        getattr(ready.client("ses"), method)(**{**params, "Template": "No"})
    assert caught.value.response["Error"]["Code"] == "TemplateDoesNotExist"
    assert ready.last()["errorCode"] == "TemplateDoesNotExist"


@pytest.mark.parametrize(
    ("service", "params", "code"),
    [
        ("ses", {"Source": SENDER}, "ValidationError"),
        ("sesv2", {"FromEmailAddress": SENDER}, "BadRequestException"),
        ("sesv2", {"Content": {"Simple": {"Subject": TEXT}}}, "BadRequestException"),
    ],
)
def test_a_malformed_send_is_refused_and_leaves_no_record(
    ready: Aws, service: str, params: dict[str, Any], code: str
) -> None:
    before = len(ready.records())
    with pytest.raises(ClientError) as caught:
        ready.client(service, parameter_validation=False).send_email(**params)
    assert caught.value.response["Error"]["Code"] == code
    assert len(ready.records()) == before


def test_the_access_key_tells_who_sent(ready: Aws) -> None:
    for name, person in roster("123456789012", 0).items():
        _, method, params = SENDS["v2 simple"]
        getattr(ready.client("sesv2", key=person.access_key), method)(**params)
        record = ready.last()
        assert record["userIdentity"]["arn"] == person.arn, name
        assert record.get("sessionCredentialFromConsole") == ("true" if name == "console" else None)
        assert ready.client("sts", key=person.access_key).get_caller_identity()["Arn"] == person.arn


def test_an_unknown_key_is_the_readers_own_app(ready: Aws) -> None:
    _, method, params = SENDS["v1 simple"]
    getattr(ready.client("ses", key="AKIAWHATEVER", user_agent="my-app/1.0"), method)(**params)
    record = ready.last()
    assert record["userIdentity"]["type"] == "IAMUser"
    assert record["userIdentity"]["userName"] == "your-app"
    assert record["userIdentity"]["accessKeyId"] == "AKIAWHATEVER"
    assert record["userAgent"].startswith("my-app/1.0")
    assert record["sourceIPAddress"] == "127.0.0.1"


def test_every_region_has_its_own_identities(ready: Aws) -> None:
    _, method, params = SENDS["v2 attachment"]
    with pytest.raises(ClientError, match="EU-WEST-1"):
        getattr(ready.client("sesv2", region="eu-west-1"), method)(**params)
    record = ready.last()
    assert record["awsRegion"] == "eu-west-1"
    assert record["tlsDetails"]["clientProvidedHostHeader"] == "email.eu-west-1.amazonaws.com"


def test_templates_are_read_and_tried_by_v2(ready: Aws) -> None:
    client = ready.client("sesv2")
    content = {"Subject": "Hi {{n}}", "Text": "a < b & {{n}}", "Html": "<p>{{n}}</p>"}
    client.create_email_template(TemplateName="Read", TemplateContent=content)
    assert client.get_email_template(TemplateName="Read")["TemplateContent"] == content
    listed = {
        one["TemplateName"]: one for one in client.list_email_templates()["TemplatesMetadata"]
    }
    assert listed["Read"]["CreatedTimestamp"].year >= 2025
    tried = client.test_render_email_template(TemplateName="Read", TemplateData='{"n": "Ada"}')
    assert "Subject: Hi Ada" in tried["RenderedTemplate"]
    client.delete_email_template(TemplateName="Read")
    with pytest.raises(ClientError) as caught:
        client.get_email_template(TemplateName="Read")
    assert caught.value.response["Error"]["Code"] == "NotFoundException"


def test_templates_can_be_changed_and_removed_by_either_api(ready: Aws) -> None:
    v1, v2 = ready.client("ses"), ready.client("sesv2")
    content = {"Subject": "s", "Text": "t"}
    v2.create_email_template(TemplateName="Short", TemplateContent=content)
    v2.update_email_template(TemplateName="Short", TemplateContent=content)
    assert "Short" in {one["Name"] for one in v1.list_templates()["TemplatesMetadata"]}
    v2.delete_email_template(TemplateName="Short")
    names = [record["eventName"] for record in ready.records()[-4:]]
    assert names == [
        "CreateEmailTemplate",
        "UpdateEmailTemplate",
        "ListTemplates",
        "DeleteEmailTemplate",
    ]
    assert ready.records()[-2]["readOnly"] is True


def test_what_moto_does_not_know_is_said_and_leaves_no_record(ready: Aws) -> None:
    before = len(ready.records())
    with pytest.raises(ClientError, match="moto has no PutAccountSuppressionAttributes"):
        ready.client("sesv2").put_account_suppression_attributes(SuppressedReasons=["BOUNCE"])
    with pytest.raises(ClientError, match="moto cannot take this call"):
        ready.client("ses").delete_configuration_set(ConfigurationSetName="never-made")
    assert len(ready.records()) == before


def test_a_refused_change_is_recorded(ready: Aws) -> None:
    with pytest.raises(ClientError):
        ready.client("ses").create_configuration_set(ConfigurationSet={"Name": "marketing"})
    assert ready.last()["errorCode"] == "ConfigurationSetAlreadyExists"
    with pytest.raises(ClientError):
        ready.client("sesv2").get_configuration_set(ConfigurationSetName="none")
    assert ready.last()["errorCode"] == "NotFoundException"
