"""What AWS and the network answer when something fails, put into sentences of our own.

Codes: "Common Errors" of the CloudWatch Logs, CloudTrail and STS API references, and the
retryable codes of the AWS SDKs and Tools reference guide. No message of AWS about a signature
is passed on: it quotes the signed headers, session token included.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sestrail_tui.cloudtrail.safe_text import safe
from sestrail_tui.errors import (
    AccessDenied,
    CredentialsExpired,
    LogGroupMissing,
    NotSetUp,
    PersonNeeded,
    SourceError,
    Throttled,
    Unreachable,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_QUOTE_CHARS: Final = 300

Words = tuple[type[SourceError], str]


@dataclass(frozen=True, slots=True)
class Call:
    """One kind of call, in the words that a sentence about its failure needs."""

    action: str
    """The IAM action: ``logs:FilterLogEvents``."""
    region: str = ""
    target: str = ""
    """What it reads: ``log group CloudTrail/logs``; empty where it has no object."""
    login: str = "get new credentials where these come from"
    """What renews the credentials, as the end of a sentence: ``run `aws sso login```."""

    def __str__(self) -> str:
        on = f" on {self.target}" if self.target else ""
        where = f" in {self.region}" if self.region else ""
        return safe(f"{self.action}{on}{where}")


class InvalidParameterError(SourceError):
    """AWS cannot read a parameter: a token that has run out, or a filter pattern."""


class Stopped(Unreachable):
    """AWS answered with a fault of its own (5xx)."""


def words(error: BaseException, call: Call) -> SourceError:
    """Give the error of ours that says what ``error`` means; never raises."""
    if isinstance(error, SourceError):
        return error
    kind, sentence = _words(error, call)
    return kind(sentence)


def _words(error: BaseException, call: Call) -> Words:
    from botocore.exceptions import ClientError  # noqa: PLC0415

    if isinstance(error, ClientError):
        return _client_words(error, call)
    for names, say in _BY_CLASS:
        if not names.isdisjoint(base.__name__ for base in type(error).__mro__):
            return say(call, _reason(error))
    return SourceError, f"{call} failed: {_reason(error)}. It is tried again."


def _client_words(error: Exception, call: Call) -> Words:
    response = getattr(error, "response", {})
    detail = response.get("Error") or {}
    code = safe(str(detail.get("Code") or "an error without a code"))
    status = (response.get("ResponseMetadata") or {}).get("HTTPStatusCode") or 0
    for pattern, say in _BY_CODE:
        if pattern.search(code):
            return say(call, code, _quote(detail.get("Message")))
    if status >= 500:
        return _fault(call, code, "")
    if status == 429:
        return _throttled(call, code, "")
    if status == 403:
        return _refused(call, code, _quote(detail.get("Message")))
    return SourceError, f"{call} failed ({code}){_quote(detail.get('Message'))}"


def _quote(message: object) -> str:
    text = safe(str(message or "").strip())
    clipped = text if len(text) <= _QUOTE_CHARS else text[:_QUOTE_CHARS] + "…"
    return f". AWS says: {clipped.removesuffix('.')}." if clipped else "."


def _reason(error: BaseException) -> str:
    text = safe(str(error))[:_QUOTE_CHARS].rstrip(". ")
    return text or type(error).__name__


def _throttled(call: Call, code: str, _message: str) -> Words:
    return Throttled, f"{call} is called too often ({code}); slowing down and trying again."


def _refused(call: Call, code: str, message: str) -> Words:
    on = f" on {safe(call.target)}" if call.target else ""
    return (
        AccessDenied,
        f"{call} was refused ({code}): allow the action {call.action}{on} in an IAM policy "
        f"of who calls{message}",
    )


def _unknown_key(call: Call, code: str, _message: str) -> Words:
    return (
        AccessDenied,
        f"{call}: AWS does not accept these credentials ({code}). Check the access key, the "
        f"profile and whether the region is enabled for the account, or {call.login}.",
    )


def _bad_signature(call: Call, code: str, _message: str) -> Words:
    return (
        AccessDenied,
        f"{call}: the signature does not match ({code}). Check the secret access key and this "
        f"machine's clock, or {call.login}.",
    )


def _expired(call: Call, code: str, _message: str) -> Words:
    return CredentialsExpired, f"The credentials have expired ({code}): {call.login}."


def _missing(call: Call, code: str, _message: str) -> Words:
    what = safe(call.target) or "what it reads"
    return (
        LogGroupMissing,
        f"There is no {what} in {safe(call.region)} for this account ({code}). Check the name, "
        "the region and the account; it is looked for again.",
    )


def _parameter(call: Call, code: str, message: str) -> Words:
    return InvalidParameterError, f"{call} does not accept what it was asked ({code}){message}"


def _fault(call: Call, code: str, _message: str) -> Words:
    return Stopped, f"{call}: AWS answered with a fault of its own ({code}); trying again."


_BY_CODE: Final[tuple[tuple[re.Pattern[str], Callable[[Call, str, str], Words]], ...]] = (
    (
        re.compile(
            r"^(Throttl|TooManyRequests|RequestThrottled|RequestLimitExceeded|LimitExceeded"
            r"|BandwidthLimit|SlowDown|ProvisionedThroughputExceeded|PriorRequestNotComplete)"
        ),
        _throttled,
    ),
    (re.compile(r"^(ExpiredToken|RequestExpired|TokenRefreshRequired)"), _expired),
    (re.compile(r"^(UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId)"), _unknown_key),
    (
        re.compile(
            r"^(SignatureDoesNotMatch|InvalidSignature|IncompleteSignature"
            r"|RequestTimeTooSkewed|MissingAuthenticationToken)"
        ),
        _bad_signature,
    ),
    (re.compile(r"^(AccessDenied|UnauthorizedOperation|NotAuthorized|OptInRequired)"), _refused),
    (
        re.compile(
            r"^(ResourceNotFound|TrailNotFound|NoSuchBucket|QueueDoesNotExist"
            r"|AWS\.SimpleQueueService\.NonExistentQueue)"
        ),
        _missing,
    ),
    (re.compile(r"^(InvalidParameter|InvalidNextToken|InvalidTimeRange|Validation)"), _parameter),
    (re.compile(r"^(ServiceUnavailable|InternalFailure|Internal|RequestTimeout)"), _fault),
)


def _no_answer(call: Call, reason: str) -> Words:
    return (
        Unreachable,
        f"No answer to {call}: {reason}. Check the network (proxy, VPN, endpoint); trying again.",
    )


def _stalled(call: Call, _reason: str) -> Words:
    return Unreachable, f"The answer to {call} stalled and was given up; trying again."


def _sso(call: Call, _reason: str) -> Words:
    return PersonNeeded, f"The AWS login has run out or was never made: {call.login}."


def _no_credentials(_call: Call, reason: str) -> Words:
    return (
        NotSetUp,
        f"No AWS credentials were found ({reason}). Name a profile with --profile, set "
        "AWS_PROFILE or AWS_ACCESS_KEY_ID, or run `aws configure`.",
    )


def _no_region(_call: Call, _reason: str) -> Words:
    return NotSetUp, NO_REGION


def _bad_config(_call: Call, reason: str) -> Words:
    return NotSetUp, f"The AWS configuration cannot be used: {reason}. Mend ~/.aws/config."


def _no_renewal(call: Call, reason: str) -> Words:
    return CredentialsExpired, f"The credentials cannot be renewed ({reason}): {call.login}."


NO_REGION: Final = (
    "No AWS region is set: give --region, set AWS_REGION, or set the profile's region with "
    "`aws configure set region REGION`."
)

# By class name, so that this module loads neither botocore nor aiohttp. First match wins.
_BY_CLASS: Final[tuple[tuple[frozenset[str], Callable[[Call, str], Words]], ...]] = (
    (frozenset({"SSOError", "LoginError", "TokenRetrievalError", "NoAuthTokenError"}), _sso),
    (frozenset({"RefreshWithMFAUnsupportedError"}), _sso),
    (frozenset({"NoCredentialsError", "PartialCredentialsError"}), _no_credentials),
    (frozenset({"NoRegionError"}), _no_region),
    (
        frozenset(
            {
                "ProfileNotFound",
                "ConfigParseError",
                "ConfigNotFound",
                "InvalidConfigError",
                "InvalidRegionError",
                "UnknownCredentialError",
                "InvalidEndpointConfigurationError",
                "InvalidProxiesConfigError",
                "MissingDependencyException",
            }
        ),
        _bad_config,
    ),
    (frozenset({"CredentialRetrievalError", "MetadataRetrievalError"}), _no_renewal),
    (
        frozenset(
            {"ReadTimeoutError", "ConnectTimeoutError", "TimeoutError", "SocketTimeoutError"}
        ),
        _stalled,
    ),
    (
        frozenset(
            {"HTTPClientError", "ConnectionError", "ClientError", "OSError", "ResponseParserError"}
        ),
        _no_answer,
    ),
)
