from __future__ import annotations

import json

import aiohttp
import msgspec
import pytest
from botocore import exceptions as boto

from sestrail_tui.aws.call import Call
from sestrail_tui.aws.error_codes import InvalidParameterError, Stopped
from sestrail_tui.aws.errors import to_source_error
from sestrail_tui.errors import (
    AccessDenied,
    CredentialsExpired,
    CredentialsRejected,
    LogGroupMissing,
    NotSetUp,
    PersonNeeded,
    SourceError,
    Throttled,
    Unreachable,
)

CALL = Call(
    "logs:FilterLogEvents",
    "eu-west-1",
    "log group CloudTrail/logs",
    "run `aws sso login --profile X`",
)


def client_error(code: str, message: str = "", status: int = 400) -> boto.ClientError:
    return boto.ClientError(
        {
            "Error": {"Code": code, "Message": message},
            "ResponseMetadata": {"HTTPStatusCode": status},
        },
        "FilterLogEvents",
    )


@pytest.mark.parametrize(
    ("error", "kind", "parts"),
    [
        (client_error("ThrottlingException"), Throttled, ["fewer calls", "quota"]),
        (client_error("Throttling"), Throttled, ["fewer calls"]),
        (client_error("TooManyRequestsException", status=429), Throttled, ["fewer calls"]),
        (client_error("LimitExceededException"), Throttled, ["fewer calls"]),
        (client_error("Odd", status=429), Throttled, ["Odd"]),
        (
            client_error("AccessDeniedException", "User: arn:aws:iam::1:user/u is not authorized"),
            AccessDenied,
            ["allow the action logs:FilterLogEvents", "log group CloudTrail/logs", "user/u"],
        ),
        (client_error("AccessDenied", status=403), AccessDenied, ["eu-west-1"]),
        (client_error("Strange", status=403), AccessDenied, ["allow"]),
        (
            client_error("UnrecognizedClientException"),
            CredentialsRejected,
            ["access key", "region"],
        ),
        (client_error("InvalidClientTokenId"), CredentialsRejected, ["access key"]),
        (
            client_error("SignatureDoesNotMatch"),
            CredentialsRejected,
            ["clock", "secret access key"],
        ),
        (client_error("InvalidSignatureException"), CredentialsRejected, ["clock"]),
        (client_error("ExpiredTokenException"), CredentialsExpired, ["aws sso login"]),
        (client_error("ExpiredToken"), CredentialsExpired, ["aws sso login"]),
        (client_error("RequestExpired"), CredentialsExpired, ["aws sso login"]),
        (client_error("TokenRefreshRequired"), CredentialsExpired, ["aws sso login"]),
        (
            client_error("ResourceNotFoundException"),
            LogGroupMissing,
            ["no log group CloudTrail/logs in eu-west-1", "Check the name"],
        ),
        (
            client_error("InvalidParameterException", "The specified nextToken is invalid."),
            InvalidParameterError,
            ["nextToken"],
        ),
        (client_error("InvalidNextTokenException"), InvalidParameterError, []),
        (client_error("ServiceUnavailableException", status=503), Stopped, ["fault of its own"]),
        (client_error("InternalFailure", status=500), Unreachable, ["fault of its own"]),
        (client_error("", status=502), Unreachable, ["fault of its own"]),
        (client_error("Whatever", "it is so"), SourceError, ["Whatever", "it is so"]),
        (boto.EndpointConnectionError(endpoint_url="https://x"), Unreachable, ["network"]),
        (
            boto.EndpointConnectionError(endpoint_url="http://127.0.0.1:4566/"),
            Unreachable,
            ["nothing answers at http://127.0.0.1:4566.", "AWS_ENDPOINT_URL"],
        ),
        (boto.ConnectionClosedError(endpoint_url="https://x"), Unreachable, ["network"]),
        (boto.ConnectionClosedError(endpoint_url="http://127.0.0.1:4"), Unreachable, ["network"]),
        (boto.ReadTimeoutError(endpoint_url="https://x"), Unreachable, ["stalled"]),
        (boto.ConnectTimeoutError(endpoint_url="https://x"), Unreachable, ["stalled"]),
        (boto.SSLError(endpoint_url="https://x", error="bad"), Unreachable, ["network"]),
        (boto.HTTPClientError(error="reset"), Unreachable, ["reset"]),
        (boto.ProxyConnectionError(proxy_url="http://p"), Unreachable, ["proxy"]),
        (aiohttp.ClientPayloadError("cut"), Unreachable, ["cut"]),
        (aiohttp.SocketTimeoutError("slow"), Unreachable, ["stalled"]),
        (TimeoutError(), Unreachable, ["stalled"]),
        (ConnectionResetError("reset by peer"), Unreachable, ["reset by peer"]),
        (boto.NoCredentialsError(), NotSetUp, ["aws configure"]),
        (boto.PartialCredentialsError(provider="env", cred_var="x"), NotSetUp, ["--profile"]),
        (boto.NoRegionError(), NotSetUp, ["--region"]),
        (boto.ProfileNotFound(profile="nope"), NotSetUp, ["nope", "--profile"]),
        (boto.InvalidRegionError(region_name="a_b"), NotSetUp, ["a_b", "--region"]),
        (boto.ConfigParseError(path="/c", error="x"), NotSetUp, ["/c"]),
        (
            boto.InvalidRetryModeError(provided_retry_mode="fast", valid_modes=["standard"]),
            NotSetUp,
            ["fast", "~/.aws/config"],
        ),
        (
            boto.IncompleteReadError(actual_bytes=1, expected_bytes=2),
            Unreachable,
            ["cannot be read", "1 read"],
        ),
        (client_error("KmsThrottled"), Throttled, ["fewer calls"]),
        (boto.UnauthorizedSSOTokenError(), PersonNeeded, ["aws sso login --profile X"]),
        (boto.SSOTokenLoadError(error_msg="none"), PersonNeeded, ["aws sso login --profile X"]),
        (boto.TokenRetrievalError(provider="sso", error_msg="x"), PersonNeeded, ["aws sso login"]),
        (boto.LoginRefreshRequired(), PersonNeeded, []),
        (boto.RefreshWithMFAUnsupportedError(), PersonNeeded, []),
        (
            boto.CredentialRetrievalError(provider="process", error_msg="exit 1"),
            ["exit 1"],
        ),
        (RuntimeError("odd"), SourceError, ["odd"]),
    ],
    ids=lambda value: str(value)[:50] if isinstance(value, Exception) else "",
)
def test_words(error: Exception, kind: type[SourceError], parts: list[str]) -> None:
    said = to_source_error(error, CALL)

    assert type(said) is kind or (kind is Unreachable and isinstance(said, Unreachable))
    assert all(part in said.message for part in parts), said.message
    assert said.message.endswith(".")


def test_an_error_of_ours_stays_as_it_is() -> None:
    error = PersonNeeded("Type the code.")
    assert to_source_error(error, CALL) is error


def test_a_signature_is_never_quoted() -> None:
    canonical = "The Canonical String ... x-amz-security-token:SECRETTOKEN"
    for code in ("SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature"):
        assert "SECRETTOKEN" not in to_source_error(client_error(code, canonical), CALL).message


def test_what_aws_says_is_made_safe_and_short() -> None:
    hostile = "\x1b]52;c;AAAA\x07" + "x" * 5000
    said = to_source_error(client_error("AccessDeniedException", hostile), CALL).message
    assert "\x1b" not in said
    assert "\x07" not in said
    assert len(said) < 1000
    assert "\x1b" not in to_source_error(client_error("Od\x1bd", "\x1b"), CALL).message
    named = Call("logs:FilterLogEvents", "r", "log group \x1b[2J")
    assert "\x1b" not in to_source_error(client_error("ResourceNotFoundException"), named).message


@pytest.mark.parametrize(
    "error",
    [
        client_error("Odd", "Canonical String: 'x-amz-security-token:IQoJb3JpZ2luEXAMPLE'"),
        client_error("AccessDenied", "for session_token=IQoJb3JpZ2luEXAMPLE", status=403),
        boto.HTTPClientError(error="http://me:IQoJb3JpZ2luEXAMPLE@proxy:3128 refused"),
        RuntimeError("{'SessionToken': 'IQoJb3JpZ2luEXAMPLE'}"),
    ],
)
def test_no_sentence_holds_a_secret_that_was_in_the_error(error: Exception) -> None:
    sentence = to_source_error(error, CALL).message
    assert "IQoJ" not in sentence
    assert "<hidden>" in sentence


OURS = (ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError, NameError)


def raised_in(module: str, error: Exception) -> Exception:
    """Let code of ``module`` raise ``error``."""
    names = {"__name__": module, "error": error}
    exec("def fail():\n    raise error", names)
    try:
        names["fail"]()  # type: ignore[operator]
    except Exception as raised:
        return raised
    raise AssertionError("unreachable")


@pytest.mark.parametrize("kind", OURS)
def test_a_programming_error_of_ours_is_no_fault_of_aws_and_goes_on_as_it_is(
    kind: type[Exception],
) -> None:
    error = raised_in("sestrail_tui.sources.somewhere", kind("it is ours"))
    with pytest.raises(kind) as caught:
        to_source_error(error, CALL)
    assert caught.value is error


def test_what_a_library_says_of_an_answer_is_no_programming_error_of_ours() -> None:
    said = to_source_error(raised_in("botocore.utils", ValueError("Invalid timestamp")), CALL)
    assert "cannot be read: Invalid timestamp" in said.message
    for error in (
        json.JSONDecodeError("Expecting value", "<", 0),
        msgspec.DecodeError("cut"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"),
    ):
        said = to_source_error(raised_in("sestrail_tui.aws.somewhere", error), CALL)
        assert type(said) is Unreachable, error
