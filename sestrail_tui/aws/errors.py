"""What AWS and the network answer when something fails, put into errors of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.aws.error_classes import BY_CLASS
from sestrail_tui.aws.error_codes import BY_CODE, fault, refused, throttled
from sestrail_tui.aws.secrecy import without_secrets
from sestrail_tui.cloudtrail.safe_text import safe
from sestrail_tui.errors import SourceError

if TYPE_CHECKING:
    from sestrail_tui.aws.call import Call, Words

_QUOTE_CHARS: Final = 300


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
    for names, say in BY_CLASS:
        if not names.isdisjoint(base.__name__ for base in type(error).__mro__):
            return say(call, _reason(error))
    return SourceError, f"{call} failed: {_reason(error)}."


def _client_words(error: Exception, call: Call) -> Words:
    response = getattr(error, "response", {})
    detail = response.get("Error") or {}
    code = safe(str(detail.get("Code") or "an error without a code"))
    status = (response.get("ResponseMetadata") or {}).get("HTTPStatusCode") or 0
    for pattern, say in BY_CODE:
        if pattern.search(code):
            return say(call, code, _quote(detail.get("Message")))
    if status >= 500:
        return fault(call, code, "")
    if status == 429:
        return throttled(call, code, "")
    if status == 403:
        return refused(call, code, _quote(detail.get("Message")))
    return SourceError, f"{call} failed ({code}){_quote(detail.get('Message'))}"


def _quote(message: object) -> str:
    text = safe(without_secrets(str(message or "").strip()))
    clipped = text if len(text) <= _QUOTE_CHARS else text[:_QUOTE_CHARS] + "…"
    return f". AWS says: {clipped.removesuffix('.')}." if clipped else "."


def _reason(error: BaseException) -> str:
    text = safe(without_secrets(str(error)))[:_QUOTE_CHARS].rstrip(". ")
    return text or type(error).__name__
