"""Credentials taken out of what others say: an error of AWS, of a proxy, of a config file."""

from __future__ import annotations

import re
from typing import Final

HIDDEN: Final = "<hidden>"

_NAMES: Final = (
    r"x-amz-security-token|aws_?session_?token|session_?token|security_?token|secret_?access_?key"
    r"|aws_secret_access_key|secret_?key|access_?token|refresh_?token|id_?token|client_?secret"
    r"|token_?code|password|x-amz-signature|signature|authorization"
)
_SECRETS: Final = (
    # Name and value, as in a header, a query, JSON, an ini file or a dict's repr.
    re.compile(
        rf"(?i)(?<![\w-])((?:{_NAMES})[\"']?\s*(?:[:=]|%3D)\s*[\"']?)"
        r"(?:AWS4-HMAC-SHA256\s[^\"'\n]+|Bearer\s+)?[^\s\"'&,;)}\]]+"
    ),
    re.compile(r"(?i)()(?<=://)[^/\s@]+(?=@)"),
)


def without_secrets(text: str) -> str:
    """Give ``text`` with ``<hidden>`` for the value of each secret named in it.

    Secret keys, session, SSO and bearer tokens, signatures, MFA codes, a password in a URL.
    Access key ids stay: CloudTrail records show them too.
    """
    for secret in _SECRETS:
        text = secret.sub(rf"\g<1>{HIDDEN}", text)
    return text
