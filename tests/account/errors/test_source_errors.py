from __future__ import annotations

import asyncio
import json
from dataclasses import FrozenInstanceError
from typing import TYPE_CHECKING

import aiohttp
import botocore.session
import msgspec
import pytest
from botocore import exceptions as boto
from botocore.awsrequest import AWSResponse

from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.denials import may_be_allowed
from sestrail_tui.account.errors.error_codes import InvalidParameterError, Stopped
from sestrail_tui.account.errors.proxy_answers import OtherAnswer, refuse_other_answers
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.core.errors import (
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
from tests.account.errors.refusals import ALLOWED_BY_IAM, REFUSED_BY, client_error

if TYPE_CHECKING:
    from collections.abc import Callable

CALL = CallName(
    "logs:FilterLogEvents",
    "eu-west-1",
    "log group CloudTrail/logs",
    "run `aws sso login --profile X`",
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
            CredentialsExpired,
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
    named = CallName("logs:FilterLogEvents", "r", "log group \x1b[2J")
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


OURS = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    AssertionError,
    NameError,
    RuntimeError,
    RecursionError,
    ImportError,
    ZeroDivisionError,
    FrozenInstanceError,
    asyncio.InvalidStateError,
)


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


def answering(body: bytes, handler: Callable[..., object] | None = None) -> None:
    """Call AWS by botocore, where ``body`` is what is answered and ``handler`` is run on it."""
    session = botocore.session.get_session()
    client = session.create_client(
        "sts", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )
    answer = AWSResponse("https://sts", 200, {}, None)
    answer._content = body
    client.meta.events.register("before-send", lambda **_: answer)
    if handler is not None:
        client.meta.events.register("before-parse", handler)
    client.get_caller_identity()


def test_a_programming_error_of_ours_below_a_call_goes_through_botocore() -> None:
    error = TypeError("it is ours")
    ours = {"__name__": "sestrail_tui.places.somewhere", "error": error}
    exec("def handler(**given):\n    raise error", ours)
    with pytest.raises(TypeError) as caught:
        answering(b"", ours["handler"])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="it is ours"):
        to_source_error(caught.value, CALL)
    with pytest.raises(boto.HTTPClientError):
        to_source_error(boto.HTTPClientError(error=caught.value), CALL)


def test_what_botocores_parser_raises_is_of_the_answer() -> None:
    with pytest.raises(Exception, match="Unable to parse") as caught:
        answering(b"<cut")
    assert "cannot be read" in to_source_error(caught.value, CALL).message


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


SAYS = (
    "User: arn:aws:iam::123456789012:user/u is not authorized to perform: logs:FilterLogEvents on "
    "resource: arn:aws:logs:eu-west-1:123456789012:log-group:" + "x" * 250
)


@pytest.mark.parametrize(("reason", "advice"), REFUSED_BY.items())
def test_which_policy_refused_is_told_by_awss_words(reason: str, advice: str) -> None:
    said = to_source_error(client_error("AccessDeniedException", f"{SAYS} {reason}"), CALL)
    assert isinstance(said, AccessDenied)
    before_quote = said.message.partition(". AWS says")[0]
    assert advice in before_quote
    assert may_be_allowed(said) is (reason == ALLOWED_BY_IAM)
    if reason != ALLOWED_BY_IAM:
        assert "): allow the action" not in before_quote, "which an IAM policy could not do"
    assert reason in said.message, "what AWS says last is not cut"


def test_what_the_account_has_not_enabled_no_iam_policy_allows() -> None:
    said = to_source_error(client_error("OptInRequired", "needs a subscription"), CALL)
    assert isinstance(said, AccessDenied)
    assert not may_be_allowed(said)
    assert "not enabled" in said.message
    assert "allow the action" not in said.message


@pytest.mark.parametrize("status", [200, 302, 403, 407, 502])
def test_a_web_page_is_no_answer_of_aws(status: int) -> None:
    page = {"headers": {"Content-Type": "text/html"}, "body": b"<html>", "status_code": status}
    with pytest.raises(OtherAnswer) as caught:
        refuse_other_answers(page)
    said = to_source_error(caught.value, CALL)
    assert type(said) is (NotSetUp if 400 <= status < 500 else Unreachable)
    assert "IAM" not in said.message
    assert ("login" in said.message) == (status in {200, 302, 407})


def test_what_aws_marks_as_its_own_is_read() -> None:
    for headers in ({"x-amzn-RequestId": "1"}, {"X-Amz-Request-Id": "1"}):
        given = {"Content-Type": "text/html", **headers}
        refuse_other_answers({"headers": given, "body": b"<html>", "status_code": 503})
    refuse_other_answers({"headers": {}, "body": b'{"Account": "1"}', "status_code": 200})
    refuse_other_answers({"headers": {}, "body": b"<?xml version='1.0'?>", "status_code": 403})


def test_a_signer_that_nobody_trusts_names_the_bundle() -> None:
    reason = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: {}"
    for words in ("unable to get local issuer certificate", "self-signed certificate in chain"):
        error = boto.SSLError(endpoint_url="https://logs.x", error=reason.format(words))
        said = to_source_error(error, CALL)
        assert type(said) is NotSetUp
        assert "AWS_CA_BUNDLE" in said.message
    error = boto.SSLError(endpoint_url="https://x", error=reason.format("certificate has expired"))
    assert type(to_source_error(error, CALL)) is Unreachable


def test_a_region_that_is_none() -> None:
    call = CallName("sts:GetCallerIdentity", "us-esat-1")
    url = "https://sts.us-esat-1.amazonaws.com/"
    said = to_source_error(boto.EndpointConnectionError(endpoint_url=url), call)
    assert type(said) is NotSetUp
    assert "us-esat-1 is no region" in said.message
    assert "us-east-1" in said.message.partition("is ")[2]
    assert said.message.endswith("meant?")
    known = url.replace("us-esat-1", "us-east-1")
    error = boto.EndpointConnectionError(endpoint_url=known)
    assert (
        type(to_source_error(error, CallName("sts:GetCallerIdentity", "us-east-1"))) is Unreachable
    )
