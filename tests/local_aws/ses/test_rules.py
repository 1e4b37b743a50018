"""What SES takes and refuses, as AWS documents it: senders, recipients, sets, templates, quotas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from sestrail_tui.local_aws.wire.faults import Fault, Name

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.local_aws.embedded import Aws

TO = {"ToAddresses": ["to@example.net"]}
SIMPLE = {"Simple": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "b"}}}}
MESSAGE = SIMPLE["Simple"]
INLINE = {"TemplateContent": {"Subject": "Hi {{name}}", "Text": "t"}, "TemplateData": "{}"}
SENDER = "shop@example.com"


@pytest.fixture(scope="module")
def ready(aws: Aws) -> Aws:
    v2 = aws.client("sesv2")
    v2.create_configuration_set(ConfigurationSetName="marketing")
    v2.create_configuration_set(ConfigurationSetName="fallback")
    v2.create_email_identity(EmailIdentity=SENDER)
    v2.create_email_identity(EmailIdentity="example.org", ConfigurationSetName="fallback")
    v2.create_email_template(
        TemplateName="Welcome", TemplateContent={"Subject": "s", "Text": "t", "Html": "h"}
    )
    return aws


def v2(aws: Aws, content: dict[str, Any], **more: Any) -> dict[str, Any]:
    params = {"FromEmailAddress": SENDER, "Destination": TO, "Content": content, **more}
    sent: dict[str, Any] = aws.client("sesv2").send_email(**params)
    return sent


def v1(aws: Aws, **more: Any) -> dict[str, Any]:
    params = {"Source": SENDER, "Destination": TO, "Message": MESSAGE, **more}
    sent: dict[str, Any] = aws.client("ses").send_email(**params)
    return sent


def raw(headers: str) -> dict[str, Any]:
    return {"Raw": {"Data": f"{headers}\r\n\r\nbody".encode()}}


def refusal(call: Callable[..., Any], *args: Any, **params: Any) -> tuple[str, str, int]:
    with pytest.raises(ClientError) as caught:
        call(*args, **params)
    response = caught.value.response
    status = response["ResponseMetadata"]["HTTPStatusCode"]
    return response["Error"]["Code"], response["Error"]["Message"], status


def bulk(entries: int, **content: Any) -> dict[str, Any]:
    return {
        "FromEmailAddress": SENDER,
        "DefaultContent": {"Template": content},
        "BulkEmailEntries": [{"Destination": TO}] * entries,
    }


def arns(aws: Aws) -> list[str]:
    return [one["ARN"].rpartition(":")[2] for one in aws.last()["resources"]]


def test_a_bulk_send_with_an_inline_template_is_taken(ready: Aws) -> None:
    sent = ready.client("sesv2").send_bulk_email(**bulk(3, **INLINE))
    assert [one["Status"] for one in sent["BulkEmailEntryResults"]] == ["SUCCESS"] * 3
    assert arns(ready) == [f"identity/{SENDER}"]


@pytest.mark.parametrize("template", [INLINE, {"TemplateName": "Welcome", "TemplateData": "{}"}])
def test_a_template_is_inline_or_one_that_exists(ready: Aws, template: dict[str, Any]) -> None:
    assert v2(ready, {"Template": template})["MessageId"]


def test_a_template_is_known_by_its_arn(ready: Aws) -> None:
    arn = "arn:aws:ses:us-east-1:123456789012:template/{}"
    named = {"TemplateArn": arn.format("Welcome"), "TemplateData": "{}"}
    v2(ready, {"Template": named})
    assert arns(ready) == [f"identity/{SENDER}", "template/Welcome"]
    ready.client("sesv2").send_bulk_email(**bulk(2, **named))
    assert arns(ready) == [f"identity/{SENDER}", "template/Welcome"]
    missing = {**named, "TemplateArn": arn.format("No")}
    code, message, status = refusal(v2, ready, {"Template": missing})
    assert (code, status) == ("NotFoundException", 404)
    assert message == "Template No does not exist."
    told = refusal(ready.client("sesv2").send_bulk_email, **bulk(1, **missing))
    assert told == (code, message, status)
    assert refusal(v2, ready, {"Template": {"TemplateData": "{}"}})[0] == "BadRequestException"


@pytest.mark.parametrize(
    ("address", "identity"),
    [
        ("Orders <shop+orders@Example.COM>", SENDER),
        ("any@example.org", "example.org"),
        ("any@mail.EXAMPLE.org", "example.org"),
    ],
)
def test_what_a_verified_identity_covers_may_send(ready: Aws, address: str, identity: str) -> None:
    v1(ready, Source=address)
    assert arns(ready) == [f"identity/{identity}"]
    assert ready.last()["requestParameters"]["source"] == address
    v2(ready, SIMPLE, FromEmailAddress=address)
    assert arns(ready) == [f"identity/{identity}"]
    ready.client("ses").send_raw_email(
        RawMessage={"Data": f"From: {address}\r\nTo: to@example.net\r\n\r\nbody".encode()}
    )
    assert arns(ready) == [f"identity/{identity}"]


def test_every_sender_that_a_message_names_has_to_be_verified(ready: Aws) -> None:
    content = raw("From: no@other.test\r\nSender: neither@other.test\r\nTo: to@example.net")
    code, message, _ = refusal(v2, ready, content)
    assert code == "MessageRejected"
    assert message.endswith("US-EAST-1: no@other.test, neither@other.test")
    assert refusal(v1, ready, ReturnPath="no@other.test")[0] == "MessageRejected"
    code, message, _ = refusal(
        ready.client("ses").send_raw_email, RawMessage={"Data": b"To: to@example.net\r\n\r\n"}
    )
    assert (code, message) == ("InvalidParameterValue", "Missing required header 'From'.")


def addresses(count: int) -> list[str]:
    return [f"to{at}@example.net" for at in range(count)]


def test_a_message_has_fifty_recipients_at_most(ready: Aws) -> None:
    spread = {"ToAddresses": addresses(20), "CcAddresses": addresses(20)}
    v1(ready, Destination={**spread, "BccAddresses": addresses(10)})
    many = {**spread, "BccAddresses": addresses(11)}
    told = "Recipient count exceeds 50."
    assert refusal(v1, ready, Destination=many) == ("InvalidParameterValue", told, 400)
    assert refusal(v2, ready, SIMPLE, Destination=many) == ("BadRequestException", told, 400)
    assert ready.last()["errorCode"] == "BadRequestException"


@pytest.mark.parametrize("header", ["To", "Cc", "Bcc"])
def test_recipients_of_a_raw_message_count_wherever_they_are(ready: Aws, header: str) -> None:
    def headers(count: int) -> str:
        return f"From: {SENDER}\r\n{header}: " + ",\r\n ".join(addresses(count))

    send = ready.client("sesv2").send_email
    send(Content=raw(headers(50)))
    assert refusal(send, Content=raw(headers(51)))[0] == "BadRequestException"
    destination = {"ToAddresses": addresses(26), "BccAddresses": addresses(25)}
    assert refusal(v2, ready, raw(headers(1)), Destination=destination)[0] == "BadRequestException"
    send_v1 = ready.client("ses").send_raw_email
    data = headers(1).encode() + b"\r\n\r\n"
    send_v1(RawMessage={"Data": data}, Destinations=addresses(50))
    told = refusal(send_v1, RawMessage={"Data": data}, Destinations=addresses(51))
    assert told[0] == "InvalidParameterValue"


def test_a_bulk_send_has_fifty_destinations_at_most(ready: Aws) -> None:
    ready.client("sesv2").send_bulk_email(**bulk(50, **INLINE))
    send = ready.client("sesv2").send_bulk_email
    assert refusal(send, **bulk(51, **INLINE))[0] == "BadRequestException"


def test_a_recipient_without_a_domain_is_refused(ready: Aws) -> None:
    bad = {"ToAddresses": ["nobody@"]}
    told = refusal(v1, ready, Destination=bad)
    assert told == ("InvalidParameterValue", "Missing final '@domain'", 400)


def test_a_raw_message_names_its_configuration_set_in_a_header(ready: Aws) -> None:
    content = raw(f"From: {SENDER}\r\nX-SES-CONFIGURATION-SET: {{}}")
    data = content["Raw"]["Data"].decode()
    v2(ready, {"Raw": {"Data": data.format("marketing").encode()}})
    assert "configurationSetName" not in ready.last()["requestParameters"]
    wrong = {"Raw": {"Data": data.format("no").encode()}}
    code, message, _ = refusal(v2, ready, wrong)
    assert (code, message) == ("NotFoundException", "Configuration set <no> does not exist.")
    v2(ready, wrong, ConfigurationSetName="marketing")  # the parameter wins
    send = ready.client("ses").send_raw_email
    told = refusal(send, RawMessage={"Data": wrong["Raw"]["Data"]}, Destinations=["to@example.net"])
    assert told[0] == "ConfigurationSetDoesNotExist"


def test_an_identity_has_a_default_configuration_set(fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    client = aws.client("sesv2")
    client.create_configuration_set(ConfigurationSetName="usual")
    client.create_configuration_set(ConfigurationSetName="other")
    client.create_email_identity(EmailIdentity=SENDER)
    put = client.put_email_identity_configuration_set_attributes
    assert refusal(put, EmailIdentity=SENDER, ConfigurationSetName="no")[2] == 404
    assert refusal(put, EmailIdentity="no@x.test", ConfigurationSetName="usual")[2] == 404
    put(EmailIdentity=SENDER, ConfigurationSetName="usual")
    assert client.get_email_identity(EmailIdentity=SENDER)["ConfigurationSetName"] == "usual"
    v2(aws, SIMPLE)
    pause = client.put_configuration_set_sending_options
    pause(ConfigurationSetName="usual", SendingEnabled=False)
    assert refusal(v2, aws, SIMPLE)[0] == "SendingPausedException"
    assert refusal(v1, aws)[0] == "ConfigurationSetSendingPausedException"
    v2(aws, SIMPLE, ConfigurationSetName="other")
    pause(ConfigurationSetName="usual", SendingEnabled=True)
    v2(aws, SIMPLE)
    client.delete_configuration_set(ConfigurationSetName="usual")
    assert refusal(v2, aws, SIMPLE)[0] == "NotFoundException"
    put(EmailIdentity=SENDER)
    v2(aws, SIMPLE)


@pytest.mark.parametrize("options", [{}, {"sends_per_s": 100.0}])
def test_both_apis_tell_the_same_quota(fresh: Callable[..., Aws], options: dict[str, Any]) -> None:
    aws = fresh(**options)
    old, new = aws.client("ses"), aws.client("sesv2")
    old.verify_email_identity(EmailAddress=SENDER)
    assert old.get_send_statistics()["SendDataPoints"] == []
    v1(aws, Destination={"ToAddresses": addresses(2), "CcAddresses": addresses(1)})
    new.send_bulk_email(**bulk(4, **INLINE))
    told = {name: value for name, value in old.get_send_quota().items() if "Meta" not in name}
    assert told == new.get_account()["SendQuota"]
    assert told["SentLast24Hours"] == 7
    assert told["MaxSendRate"] == options.get("sends_per_s", 14.0)
    (point,) = old.get_send_statistics()["SendDataPoints"]
    assert (point["DeliveryAttempts"], point["Bounces"]) == (7, 0)


def test_either_api_pauses_the_account(fresh: Callable[..., Aws]) -> None:
    old, new = (aws := fresh()).client("ses"), aws.client("sesv2")
    old.verify_email_identity(EmailAddress=SENDER)
    old.update_account_sending_enabled(Enabled=False)
    assert not new.get_account()["SendingEnabled"]
    assert refusal(v1, aws)[0] == "AccountSendingPausedException"
    new.put_account_sending_attributes(SendingEnabled=True)
    assert old.get_account_sending_enabled()["Enabled"]


QUERY, REST, JSON = (403, ""), (403, "Exception"), (400, "Exception")


@pytest.mark.parametrize(
    ("service", "method", "api", "suffix"),
    [
        ("ses", "get_send_quota", "GetSendQuota", QUERY),
        ("sts", "get_caller_identity", "GetCallerIdentity", QUERY),
        ("iam", "list_users", "ListUsers", QUERY),
        ("sqs", "list_queues", "ListQueues", QUERY),
        ("sesv2", "get_account", "GetAccount", REST),
        ("logs", "describe_log_groups", "DescribeLogGroups", JSON),
        ("cloudtrail", "describe_trails", "DescribeTrails", JSON),
        ("athena", "list_work_groups", "ListWorkGroups", JSON),
    ],
)
@pytest.mark.parametrize(
    ("fault", "name"), [("access_denied", "AccessDenied"), ("expired_token", "ExpiredToken")]
)
def test_each_service_names_refusals_in_its_own_way(
    ready: Aws, fault: Name, name: str, service: str, method: str, api: str, suffix: tuple[int, str]
) -> None:
    ready.server.account.faults.add(Fault(fault, api))
    code, _, status = refusal(getattr(ready.client(service), method))
    assert (status, code) == (suffix[0], name + suffix[1])


def test_a_raw_send_of_v2_needs_the_action_of_v1(fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    aws.client("sesv2").create_email_identity(EmailIdentity=SENDER)
    grants = aws.server.account.grants
    grants.deny("your-app", "ses:SendRawEmail")
    v2(aws, SIMPLE)
    code, message, status = refusal(v2, aws, raw(f"From: {SENDER}"))
    assert (code, status) == ("AccessDeniedException", 403)
    assert "is not authorized to perform `ses:SendRawEmail' on resource `arn:aws:ses:" in message
    grants.denied.clear()
    grants.deny("your-app", "ses:SendEmail")
    v2(aws, raw(f"From: {SENDER}"))
    assert refusal(v2, aws, SIMPLE)[0] == "AccessDeniedException"
    assert refusal(v1, aws)[0] == "AccessDenied"
