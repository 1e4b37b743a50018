"""The door: who is answered, and how what is wrong is said."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.local_aws import json_apis
from sestrail_tui.local_aws.protocol import check_result, operation_model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.local_aws.conftest import Aws

SCOPE = "AWS4-HMAC-SHA256 Credential=AKIAX/20260101/us-east-1/{}/aws4_request, Signature=x"
TARGET = "Logs_20140328.{}"


@pytest.fixture
def connection(aws: Aws) -> Iterator[http.client.HTTPConnection]:
    address = aws.server.endpoint.removeprefix("http://")
    connection = http.client.HTTPConnection(address, timeout=5)
    yield connection
    connection.close()


def ask(
    connection: http.client.HTTPConnection, body: bytes = b"", **headers: str
) -> tuple[int, str]:
    written = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("POST", "/", body, written)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.0.2.1", "[::1]"])
def test_only_its_own_names_are_answered(connection: http.client.HTTPConnection, host: str) -> None:
    status, body = ask(connection, Host=f"{host}:80")
    assert status == 403
    assert "127.0.0.1 only" in body


def test_a_web_page_is_not_answered(connection: http.client.HTTPConnection) -> None:
    assert ask(connection, b"{}", Origin="https://evil.example")[0] == 403


def test_localhost_is_one_of_them(connection: http.client.HTTPConnection) -> None:
    status, body = ask(
        connection,
        b"{}",
        Host="localhost:1234",
        X_Amz_Target=TARGET.format("DescribeLogGroups"),
        Authorization=SCOPE.format("logs"),
    )
    assert status == 200
    assert "logGroups" in body


@pytest.mark.parametrize(
    ("body", "target", "service", "code", "status"),
    [
        (b"{}", TARGET.format("DescribeLogGroups"), "", "MissingAuthenticationToken", 403),
        (b"{}", TARGET.format("Nonsense"), "logs", "UnknownOperationException", 400),
        (b"{}", "Elsewhere_1.FilterLogEvents", "logs", "UnknownOperationException", 400),
        (b"no json", TARGET.format("FilterLogEvents"), "logs", "SerializationException", 400),
        (b"[]", TARGET.format("FilterLogEvents"), "logs", "SerializationException", 400),
        (b'{"Colour": 1}', TARGET.format("FilterLogEvents"), "logs", "InvalidParameter", 400),
        (b"", "", "dynamodb", "UnknownOperationException", 400),
        (b"", "", "", "MissingAuthenticationToken", 403),
        (b"Action=GetSessionToken", "", "sts", "InvalidAction", 400),
        (b"Action=Nonsense", "", "ses", "InvalidAction", 400),
        (b"\xff\xfe=&&%zz", "", "ses", "InvalidAction", 400),
    ],
)
def test_what_it_cannot_do_it_says(
    connection: http.client.HTTPConnection,
    body: bytes,
    target: str,
    service: str,
    code: str,
    status: int,
) -> None:
    headers = {"Authorization": SCOPE.format(service)} if service else {}
    found = ask(connection, body, **headers, **({"X_Amz_Target": target} if target else {}))
    assert found[0] == status
    assert code in found[1]


def test_it_listens_on_loopback_only(aws: Aws) -> None:
    assert aws.server.endpoint.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    ("service", "operation", "result"),
    [
        ("logs", "FilterLogEvents", {"events": [{"timestamp": "now"}]}),
        ("logs", "FilterLogEvents", {"evens": []}),
        ("cloudtrail", "LookupEvents", {"Events": [{"EventId": 1}]}),
    ],
)
def test_a_wrong_answer_of_its_own_is_a_mistake_not_an_answer(
    service: str, operation: str, result: dict[str, object]
) -> None:
    with pytest.raises(TypeError, match="would answer wrongly"):
        check_result(operation_model(service, operation), result)


def test_every_operation_it_has_is_one_of_awss_own() -> None:
    for service, operations in json_apis.JSON_APIS.items():
        for name in operations:
            assert operation_model(service, name).name == name
