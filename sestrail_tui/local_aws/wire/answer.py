"""What an AWS API answers: a result, or an error in the wire form of its protocol."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

JSON: Final = "application/x-amz-json-1.1"


class AwsError(Exception):
    """An API's refusal: ``code`` and ``message`` as AWS words them, and the HTTP status."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One API call, read from a request."""

    service: str
    """botocore's name: ``logs``, ``cloudtrail``, ``sts``, ``ses``, ``sesv2``."""
    operation: str
    region: str
    """From the credential scope of the signature."""
    access_key: str
    params: Mapping[str, Any] = field(default_factory=dict)
    """Parameters by API member name, validated."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Bytes to send back."""

    body: bytes
    status: int = 200
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


def json_error(error: AwsError) -> Answer:
    """Word an error for the json 1.1 protocol (Logs, CloudTrail)."""
    body = msgspec.json.encode({"__type": error.code, "message": error.message})
    return Answer(body, error.status, headers={"x-amzn-ErrorType": error.code})


def rest_json_error(error: AwsError) -> Answer:
    """Word an error for the rest-json protocol (SES v2)."""
    body = msgspec.json.encode({"message": error.message})
    headers = {"x-amzn-ErrorType": error.code}
    return Answer(body, error.status, "application/json", headers)


def query_error(error: AwsError, namespace: str, request_id: str) -> Answer:
    """Word an error for the query protocol (STS, SES v1)."""
    kind = "Sender" if error.status < 500 else "Receiver"
    body = (
        f'<ErrorResponse xmlns="{namespace}"><Error><Type>{kind}</Type>'
        f"<Code>{escape(error.code)}</Code><Message>{escape(error.message)}</Message></Error>"
        f"<RequestId>{request_id}</RequestId></ErrorResponse>"
    )
    return Answer(body.encode(), error.status, "text/xml")
