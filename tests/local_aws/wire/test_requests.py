"""Reading requests as botocore writes them."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import botocore.serialize
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.local_aws.wire.answer import AwsError
from sestrail_tui.local_aws.wire.protocol import service_model
from sestrail_tui.local_aws.wire.requests import read_query, read_rest, scalar


def written(service: str, operation: str, params: dict[str, Any]) -> dict[str, Any]:
    model = service_model(service)
    serializer = botocore.serialize.create_serializer(model.metadata["protocol"], False)
    request: dict[str, Any] = serializer.serialize_to_request(
        params, model.operation_model(operation)
    )
    return request


def form(fields: dict[str, Any]) -> bytes:
    from urllib.parse import urlencode

    return urlencode(fields).encode()


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
LISTS = st.lists(TEXTS, min_size=1, max_size=12)
DESTINATIONS = st.fixed_dictionaries({"ToAddresses": LISTS}, optional={"CcAddresses": LISTS})


@given(TEXTS, st.lists(DESTINATIONS, min_size=1, max_size=12), st.booleans())
def test_a_query_request_reads_back_as_written(
    text: str, destinations: list[dict[str, Any]], tagged: bool
) -> None:
    params: dict[str, Any] = {
        "Source": text,
        "Template": text,
        "DefaultTemplateData": text,
        "Destinations": [{"Destination": one} for one in destinations],
    }
    if tagged:
        params["DefaultTags"] = [{"Name": text, "Value": text}]
    body = form(written("ses", "SendBulkTemplatedEmail", params)["body"])
    operation, found = read_query("ses", body)
    assert operation.name == "SendBulkTemplatedEmail"
    assert found == params


def test_query_numbers_and_booleans_have_their_type() -> None:
    params = {"Identity": "a", "ForwardingEnabled": True}
    body = form(written("ses", "SetIdentityFeedbackForwardingEnabled", params)["body"])
    assert read_query("ses", body)[1] == params
    assert scalar("integer", "7") == 7
    assert scalar("integer", "seven") == "seven"


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("GetEmailIdentity", {"EmailIdentity": "a b/ü+c@example.com"}),
        ("ListConfigurationSets", {"NextToken": "x&y", "PageSize": 5}),
        ("PutEmailIdentityMailFromAttributes", {"EmailIdentity": "a", "MailFromDomain": "b"}),
        ("SendEmail", {"Content": {"Template": {"TemplateName": "T"}}}),
    ],
)
def test_a_rest_request_reads_back_as_written(operation: str, params: dict[str, Any]) -> None:
    request = written("sesv2", operation, params)
    query = {name: str(value) for name, value in request["query_string"].items()}
    found, read = read_rest(
        "sesv2", request["method"], request["url_path"], query, request["body"] or b""
    )
    assert (found.name, read) == (operation, params)


def test_what_has_no_operation_is_refused() -> None:
    with pytest.raises(AwsError, match="NotFoundException"):
        read_rest("sesv2", "GET", "/v2/email/nowhere/at/all", {}, b"")
    with pytest.raises(AwsError, match="SerializationException"):
        read_rest("sesv2", "POST", "/v2/email/outbound-emails", {}, json.dumps([1]).encode())


@given(st.binary(max_size=200))
def test_reading_a_query_raises_nothing_but_a_refusal(body: bytes) -> None:
    with contextlib.suppress(AwsError):
        read_query("ses", body)
    for more in (
        b"",
        b"Destination.ToAddresses.member.1=",
        b"Destination=x&Destination.",
        b"Tags.",
    ):
        assert read_query("ses", b"Action=SendEmail&" + more + body)[0].name == "SendEmail"


def test_a_name_that_contradicts_another_is_no_mishap() -> None:
    body = b"Action=SendEmail&Source=a&Source.b=c&Destination=x&Tags.member=1&Message.Subject.Data="
    assert read_query("ses", body)[1] == {"Message": {"Subject": {"Data": ""}}}
