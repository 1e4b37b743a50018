"""Records beside the samples that AWS publishes: the same keys, the same kinds of value."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sestrail_tui.local_aws.account.principals import CallingPrincipal, roster, session
from sestrail_tui.local_aws.cloudtrail.records import Exchange, record
from sestrail_tui.local_aws.wire.answer import ApiCall
from tests.paths import DATA

PEOPLE = roster("123456789012", 1_700_000_000_000)
V1 = {
    "Source": "sender@example.com",
    "Destination": {"ToAddresses": ["t"], "CcAddresses": ["c"], "BccAddresses": ["b", "b"]},
    "Message": {
        "Subject": {"Data": "s", "Charset": "UTF-8"},
        "Body": {
            "Text": {"Data": "s", "Charset": "UTF-8"},
            "Html": {"Data": "s", "Charset": "UTF-8"},
        },
    },
}
TEMPLATE = {
    "FromEmailAddress": "sender@example.com",
    "Destination": V1["Destination"],
    "EmailTags": [{"Name": "campaign", "Value": "test"}, {"Name": "sender", "Value": "cli-test"}],
    "ReplyToAddresses": ["r"],
    "Content": {"Template": {"TemplateName": "TestTemplate", "TemplateData": "{}"}},
}
CONSOLE = {
    "FromEmailAddress": "hoge0415sender@mail1.tak1wa.com",
    "ConfigurationSetName": "hoge-config",
    "Destination": V1["Destination"],
    "Content": {"Simple": V1["Message"]},
}
SAMPLES: dict[str, tuple[str, str, dict[str, Any], CallingPrincipal]] = {
    "v1-send-simple": ("ses", "SendEmail", V1, PEOPLE["ci"]),
    "v2-send-template": ("sesv2", "SendEmail", TEMPLATE, PEOPLE["ci"]),
    "v2-send-console": ("sesv2", "SendEmail", CONSOLE, PEOPLE["console"]),
    "verify-email-identity": (
        "ses",
        "VerifyEmailIdentity",
        {"EmailAddress": "sender@example.com"},
        PEOPLE["ci"],
    ),
    "delete-identity": ("ses", "DeleteIdentity", {"Identity": "sender@example.com"}, PEOPLE["ci"]),
}


def made(
    service: str, operation: str, params: dict[str, Any], who: CallingPrincipal
) -> dict[str, Any]:
    send = operation.startswith("Send")
    source = params.get("Source") or params.get("FromEmailAddress") or ""
    return record(
        Exchange(
            call=ApiCall(service, operation, "us-east-1", who.access_key, params),
            principal=who,
            time=1_738_000_000_000,
            request_id="r",
            event_id="e",
            agent="aws-cli/2.23.4",
            ip="192.0.2.0",
            identity=source,
            message_ids=["m"] if send else [],
        )
    )


def shape(value: Any) -> Any:
    """Reduce a value to its keys and kinds."""
    if isinstance(value, dict):
        return {name: shape(one) for name, one in value.items()}
    if isinstance(value, list):
        return [shape(one) for one in value]
    return type(value).__name__


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_record_has_the_structure_of_the_published_one(sample: str) -> None:
    published = json.loads((DATA / f"{sample}.json").read_text())
    published = published.get("Records", [published])[0]
    written = made(*SAMPLES[sample])
    if "userIdentity" not in published:  # one sample lacks what every record has
        published |= {name: written[name] for name in ("userIdentity", "eventVersion")}
    # neither the bare samples of the guide nor that of the article have the message id everywhere
    published.setdefault("additionalEventData", written.get("additionalEventData"))
    written.setdefault("additionalEventData", None)
    assert shape(written) == shape(published)


def test_hidden_values_are_those_of_the_samples() -> None:
    published = json.loads((DATA / "v2-send-template.json").read_text())
    published = published.get("Records", [published])[0]
    written = made(*SAMPLES["v2-send-template"])
    assert written["requestParameters"] == published["requestParameters"]


def test_user_agent_and_error_are_cut_at_a_kilobyte() -> None:
    from sestrail_tui.local_aws.wire.answer import AwsError

    exchange = Exchange(
        call=ApiCall("ses", "SendEmail", "us-east-1", "k", V1),
        principal=PEOPLE["deploy"],
        time=0,
        request_id="r",
        event_id="e",
        agent="a" * 5000,
        ip="192.0.2.0",
        error=AwsError("MessageRejected", "m" * 5000),
    )
    written = record(exchange)
    assert len(written["userAgent"]) == len(written["errorMessage"]) == 1024
    assert written["eventTime"] == "1970-01-01T00:00:00Z"


def test_old_java_speaks_an_older_tls() -> None:
    from sestrail_tui.local_aws.cloudtrail.records import tls

    assert tls("aws-sdk-java/1.12.780 java/1.8.0_432", "eu-west-1")["tlsVersion"] == "TLSv1.2"
    assert tls("aws-cli/2.27.22", "eu-west-1")["tlsVersion"] == "TLSv1.3"


def test_a_session_says_when_it_began_and_whether_by_mfa() -> None:
    context = session("1", "role", "name", 0, mfa=True).identity["sessionContext"]
    expected = {"creationDate": "1970-01-01T00:00:00Z", "mfaAuthenticated": "true"}
    assert context["attributes"] == expected
    assert context["sessionIssuer"]["arn"] == "arn:aws:iam::1:role/role"


def test_access_keys_are_all_different() -> None:
    assert len({one.access_key for one in PEOPLE.values()}) == len(PEOPLE)
