"""The sentence for each error that AWS answers with, by its code.

Codes: "Common Errors" of the CloudWatch Logs, CloudTrail and STS API references, and the
retryable codes of the AWS SDKs and Tools reference guide. No message of AWS about a signature
is passed on: it quotes the signed headers, session token included.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from sestrail_tui.account.errors.denials import advice
from sestrail_tui.core.errors import (
    AccessDenied,
    CredentialsExpired,
    CredentialsRejected,
    LogGroupMissing,
    NotSetUp,
    SourceError,
    Throttled,
    Unreachable,
)
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.account.errors.call import CallName, Explanation


class InvalidParameterError(SourceError):
    """AWS cannot read a parameter: a token that has run out, or a filter pattern."""


class Stopped(Unreachable):
    """AWS answered with a fault of its own (5xx)."""


def throttled(call: CallName, code: str, _message: str) -> Explanation:
    """Say that AWS asks for fewer calls."""
    return Throttled, (
        f"AWS takes fewer calls of {call} just now ({code}). Wait a little, and look for other "
        "tools that use up the account's quota."
    )


def refused(call: CallName, code: str, message: str) -> Explanation:
    """Say which policy refused the call, as far as AWS says, and what would allow it."""
    hint, policy = advice(call, message)
    return partial(AccessDenied, policy=policy), f"{call} was refused ({code}){hint}{message}"


def _not_enabled(call: CallName, code: str, message: str) -> Explanation:
    return partial(AccessDenied, policy="what the account has enabled"), (
        f"{call} was refused ({code}): the account has not enabled the service or the region, "
        f"which no IAM policy changes{message}"
    )


def _unknown_key(call: CallName, code: str, _message: str) -> Explanation:
    return (
        CredentialsRejected,
        f"{call}: AWS does not accept these credentials ({code}). Check the access key, the "
        f"profile and whether the region is enabled for the account, or {call.login}.",
    )


def _bad_signature(call: CallName, code: str, _message: str) -> Explanation:
    return (
        CredentialsRejected,
        f"{call}: the signature does not match ({code}). Check the secret access key and this "
        f"machine's clock, or {call.login}.",
    )


def _expired(call: CallName, code: str, _message: str) -> Explanation:
    return CredentialsExpired, f"The credentials have expired ({code}): {call.login}."


def _missing(call: CallName, code: str, _message: str) -> Explanation:
    what = safe(call.target) or "what it reads"
    return (
        LogGroupMissing,
        f"There is no {what} in {safe(call.region)} for this account ({code}). Check the name, "
        "the region and the account.",
    )


def _inactive(call: CallName, code: str, _message: str) -> Explanation:
    return (
        LogGroupMissing,
        f"The {safe(call.target)} in {safe(call.region)} cannot be queried ({code}): it is being "
        "deleted. Restore it with `aws cloudtrail restore-event-data-store`.",
    )


def infrequent(target: str) -> str:
    """Say what a log group of the class Infrequent Access is, and what to do."""
    return (
        f"The {safe(target)} is of the class Infrequent Access, which AWS lets nobody follow: ask "
        "Logs Insights for its past (AWS bills what that scans) with key H on the screen or "
        "`sestrail tail --no-follow --engine insights --since 1h`, or follow the trail's bucket "
        "with --bucket."
    )


def _operation(call: CallName, code: str, message: str) -> Explanation:
    if "INFREQUENT_ACCESS" in message:
        return NotSetUp, infrequent(call.target)
    return SourceError, f"{call} cannot be used here ({code}){message}"


def _no_key(call: CallName, code: str, message: str) -> Explanation:
    return (
        partial(AccessDenied, policy="the policy of a KMS key"),
        f"{call} was refused ({code}): allow the actions kms:Decrypt and kms:GenerateDataKey on "
        f"the key that encrypts the {safe(call.target)}{message}",
    )


def _parameter(call: CallName, code: str, message: str) -> Explanation:
    return InvalidParameterError, f"{call} does not accept what it was asked ({code}){message}"


def fault(call: CallName, code: str, _message: str) -> Explanation:
    """Say that the fault is AWS's own."""
    return Stopped, f"{call}: AWS answered with a fault of its own ({code}). Wait a little."


BY_CODE: Final[tuple[tuple[re.Pattern[str], Callable[[CallName, str, str], Explanation]], ...]] = (
    (
        re.compile(
            r"^(Throttl|TooManyRequests|RequestThrottled|RequestLimitExceeded|LimitExceeded"
            r"|BandwidthLimit|SlowDown|ProvisionedThroughputExceeded|PriorRequestNotComplete"
            r"|KmsThrottled)"
        ),
        throttled,
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
    (re.compile(r"^(AccessDenied|UnauthorizedOperation|NotAuthorized)"), refused),
    (re.compile(r"^OptInRequired"), _not_enabled),
    (
        re.compile(
            r"^(ResourceNotFound|TrailNotFound|NoSuchBucket|QueueDoesNotExist"
            r"|AWS\.SimpleQueueService\.NonExistentQueue)"
        ),
        _missing,
    ),
    (re.compile(r"^(InvalidParameter|InvalidNextToken|InvalidTimeRange|Validation)"), _parameter),
    (re.compile(r"^(EventDataStoreNotFound|EventDataStoreARNInvalid)"), _missing),
    (re.compile(r"^InactiveEventDataStore"), _inactive),
    (re.compile(r"^MaxConcurrentQueries"), throttled),
    (re.compile(r"^InsufficientEncryptionPolicy"), _no_key),
    (
        re.compile(r"^(QueryIdNotFound|InvalidRequest|InvalidQueryStatement|MalformedQuery)"),
        _parameter,
    ),
    (re.compile(r"^InvalidOperation"), _operation),
    (re.compile(r"^(ServiceUnavailable|InternalFailure|Internal|RequestTimeout)"), fault),
)
