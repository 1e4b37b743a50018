"""What AWS and the network answer when something fails, as a `SourceError`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from sestrail_tui.account.errors.error_classes import BY_CLASS
from sestrail_tui.account.errors.error_codes import BY_CODE, fault, refused, throttled
from sestrail_tui.account.errors.proxy_answers import (
    OtherAnswer,
    explain_other_answer,
    explain_proxy,
)
from sestrail_tui.core.errors import SourceError
from sestrail_tui.core.safe_text import safe
from sestrail_tui.core.secrets import without_secrets

if TYPE_CHECKING:
    from sestrail_tui.account.errors.call import CallName, Explanation

_QUOTE_CHARS: Final = 300
_OF_PYTHON: Final = frozenset({"builtins", "asyncio.exceptions", "dataclasses"})
_OF_DATA: Final = (EOFError, OSError, UnicodeError)
"""Python's own errors that say something of data or of the network, whoever raises them."""
_PACKAGE: Final = __name__.partition(".")[0]


def to_source_error(error: BaseException, call: CallName) -> SourceError:
    """Return the error of ours that says what ``error`` means.

    Raises ``error`` itself where it is a programming error of ours: it says nothing of AWS, is
    not to be tried again, and has to end in a crash report.
    """
    if isinstance(error, SourceError):
        return error
    if is_programming_error(error):
        raise error
    kind, sentence = _explain(error, call)
    return kind(sentence)


def is_programming_error(error: BaseException) -> bool:
    """Return whether ``error`` is one of Python's own that code of this package raised.

    What libraries raise about data (``json.JSONDecodeError``, ``msgspec.DecodeError``) has a class
    of its own; a plain ValueError that botocore raises is botocore's word on an answer or on the
    configuration. One that botocore wrapped is judged by what it wraps.
    """
    wrapped = getattr(error, "kwargs", {}).get("error")
    if isinstance(wrapped, Exception) and wrapped is not error:
        return is_programming_error(wrapped)
    if type(error).__module__ not in _OF_PYTHON or isinstance(error, _OF_DATA):
        return False
    return raised_by(error) == _PACKAGE


def raised_by(error: BaseException) -> str:
    """Return the package whose code raised ``error``, the standard library aside; or ``""``."""
    package, trace = "", error.__traceback__
    while trace is not None:
        named = str(trace.tb_frame.f_globals.get("__name__", "")).partition(".")[0]
        if named not in sys.stdlib_module_names:
            package = named
        trace = trace.tb_next
    return package


def _explain(error: BaseException, call: CallName) -> Explanation:
    from botocore.exceptions import ClientError, ProxyConnectionError  # noqa: PLC0415

    if isinstance(error, OtherAnswer):
        return explain_other_answer(error, call)
    if type(getattr(error, "kwargs", {}).get("error")).__name__ == "TooManyRedirects":
        return explain_other_answer(OtherAnswer(302, ""), call)
    if isinstance(error, ProxyConnectionError):
        return explain_proxy(error, call)
    if isinstance(error, ClientError):
        return _explain_refusal(error, call)
    for names, say in BY_CLASS:
        if not names.isdisjoint(base.__name__ for base in type(error).__mro__):
            return say(call, reason_of(error))
    return SourceError, f"{call} failed: {reason_of(error)}."


def _explain_refusal(error: Exception, call: CallName) -> Explanation:
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
    # AWS names the policy that denies at the end, after names as long as one likes.
    half = _QUOTE_CHARS // 2
    clipped = text if len(text) <= _QUOTE_CHARS else f"{text[:half]}…{text[-half:]}"
    return f". AWS says: {clipped.removesuffix('.')}." if clipped else "."


def reason_of(error: BaseException) -> str:
    """Return what ``error`` says, short, safe and without secrets; else its class's name."""
    text = safe(without_secrets(str(error)))[:_QUOTE_CHARS].rstrip(". ")
    return text or type(error).__name__
