"""The door: who is answered, and how what is wrong is said."""

from __future__ import annotations

import http.client
import socket
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.local_aws import json_apis
from sestrail_tui.local_aws.wire.protocol import check_result, operation_model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.local_aws.embedded import Aws

SCOPE = "AWS4-HMAC-SHA256 Credential=AKIAX/20260101/us-east-1/{}/aws4_request, Signature=x"
REFUSAL = b"The embedded AWS answers to 127.0.0.1 only\n"
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


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "192.0.2.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "127.0.0.2",
        "2130706433",
    ],
)
def test_only_its_own_names_are_answered(connection: http.client.HTTPConnection, host: str) -> None:
    status, body = ask(connection, Host=f"{host}:80")
    assert status == 403
    assert "127.0.0.1 only" in body


def test_a_web_page_is_not_answered(connection: http.client.HTTPConnection) -> None:
    assert ask(connection, b"{}", Origin="https://evil.example")[0] == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost:3000", "null", ""])
def test_no_web_page_of_any_origin_is(connection: http.client.HTTPConnection, origin: str) -> None:
    status, _ = ask(
        connection,
        b"{}",
        Origin=origin,
        X_Amz_Target=TARGET.format("DescribeLogGroups"),
        Authorization=SCOPE.format("logs"),
    )
    assert status == 403


def test_a_request_without_a_host_is_not(aws: Aws) -> None:
    with socket.create_connection(address_of(aws), timeout=5) as raw:
        raw.sendall(b"POST / HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}")
        assert raw.recv(100).startswith(b"HTTP/1.0 403")


def test_the_admin_path_is_behind_the_same_door(connection: http.client.HTTPConnection) -> None:
    for headers in ({"Host": "evil.example"}, {"Origin": "null"}):
        connection.request("POST", "/_sestrail/faults", b"{}", headers)
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (403, REFUSAL)


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


def address_of(aws: Aws) -> tuple[str, int]:
    host, port = aws.server.endpoint.removeprefix("http://").split(":")
    return host, int(port)


@pytest.mark.parametrize("elsewhere", ["127.0.0.2", "::1"])
def test_it_listens_on_one_address_of_loopback_only(aws: Aws, elsewhere: str) -> None:
    host, port = address_of(aws)
    assert host == "127.0.0.1"
    with pytest.raises(OSError, match=r"refused|assign|unreachable|timed out"):
        socket.create_connection((elsewhere, port), timeout=1)


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
