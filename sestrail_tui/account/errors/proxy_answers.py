"""Answers that are not AWS's: of a proxy, or of a network that wants a login in a browser.

botocore takes a web page with status 200 for an empty answer, so that "no trail" would be read out
of a captive portal, and one with 403 for a refusal by AWS.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from urllib.request import getproxies

from sestrail_tui.core.errors import NotSetUp, SourceError, Unreachable
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.account.errors.call import CallName, Explanation

EVENT: Final = "before-parse"
"""botocore emits it for every answer, refusals too, before it reads the body."""
_PAGE: Final = re.compile(rb"\s*<(!doctype html|html)\b", re.IGNORECASE)
_OF_AWS: Final = ("x-amz", "x-amzn")
"""What headers of AWS's answers begin with: each bears the id of the request."""
_STATUS: Final = re.compile(r"connection failed: ([1-5]\d\d)\b")
"""In urllib3's words, where a proxy refused the tunnel; aiohttp has it as a number."""
_WANTS_LOGIN: Final = 407
"""RFC 9110, 15.5.8: Proxy Authentication Required."""


class OtherAnswer(Exception):  # noqa: N818 - it is an answer
    """What answered is not AWS."""

    def __init__(self, status: int, goes_to: str) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.goes_to = goes_to
        """Where it sends a browser to; or ``""``."""


def refuse_other_answers(response_dict: dict[str, Any], **_rest: Any) -> None:
    """Raise `OtherAnswer` for a web page in an answer's place: a handler of `EVENT`."""
    headers = {str(name).lower(): str(value) for name, value in response_dict["headers"].items()}
    status, body = int(response_dict["status_code"]), response_dict["body"]
    if any(name.startswith(_OF_AWS) for name in headers):
        return
    is_page = isinstance(body, bytes) and _PAGE.match(body) is not None
    if is_page or status == _WANTS_LOGIN or headers.get("content-type", "").startswith("text/html"):
        raise OtherAnswer(status, headers.get("location", ""))


def explain_other_answer(error: OtherAnswer, call: CallName) -> Explanation:
    """Return the kind and the sentence of an answer that is not AWS's."""
    if error.status == _WANTS_LOGIN:
        return _wants_login(call)
    page = f"a web page with status {error.status} came in place of AWS's answer"
    if 400 <= error.status < 500:
        return NotSetUp, (
            f"{call} was refused by something between here and AWS: {page}. Allow the host "
            f"there, or name it in NO_PROXY. The proxy is set by {_proxy()}."
        )
    if error.status >= 500:
        return Unreachable, (
            f"No answer to {call}: {page}. A proxy, or AWS's own front, has a fault: wait a little."
        )
    to = f" and sends browsers to {safe(error.goes_to)}" if error.goes_to else ""
    return Unreachable, (
        f"No answer to {call}: {page}{to}. The network may want a login in a browser first (a "
        f"captive portal); else look at {_proxy()}."
    )


def explain_proxy(error: BaseException, call: CallName) -> Explanation:
    """Return the kind and the sentence of a proxy that makes no way to AWS."""
    cause = getattr(error, "kwargs", {}).get("error")
    found = _STATUS.search(str(cause))
    status = getattr(cause, "status", 0) or (int(found[1]) if found else 0)
    if status == _WANTS_LOGIN:
        return _wants_login(call)
    if status:
        kind: type[SourceError] = NotSetUp if status < 500 else Unreachable
        return kind, (
            f"The proxy of {_proxy()} refused the way to AWS for {call} (status {status}): "
            "allow the host there, or name it in NO_PROXY."
        )
    return Unreachable, (
        f"No answer to {call}: no proxy answers where {_proxy()} says. Correct that, or name "
        "the host in NO_PROXY."
    )


def _wants_login(call: CallName) -> Explanation:
    return NotSetUp, (
        f"The proxy wants a login before it lets {call} through (status 407): put user and "
        f"password into {_proxy()}, as http://USER:PASSWORD@HOST:PORT, or name the host in "
        "NO_PROXY."
    )


def _proxy(environment: Mapping[str, str] = os.environ) -> str:
    """Name what sets the proxy, and its host without user and password."""
    proxies = getproxies()
    url = proxies.get("https") or proxies.get("http") or ""
    named = next(
        (name for name in _VARIABLES if environment.get(name) == url and url),
        "the proxy's settings",
    )
    try:
        parts = urlsplit(url)
        host = f"{parts.hostname}:{parts.port}" if parts.port else (parts.hostname or "")
    except ValueError:
        host = ""
    return f"{named} ({safe(host)})" if host else named


_VARIABLES: Final = ("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY")
