"""The From header: its encoded words read, and the address in it."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from typing import Final

_IN_BRACKETS: Final = re.compile(r"<([^<>]+)>\s*\Z")
_ENCODED: Final = "=?"


def decoded_header(header: str) -> str:
    """Return a header with its encoded words read (RFC 2047); one that is malformed as it is."""
    if _ENCODED not in header:
        return header
    try:
        return str(make_header(decode_header(header)))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return header


def address(sender: str) -> str:
    """Return the address of ``Name <address>``; any other text as it is."""
    found = _IN_BRACKETS.search(sender)
    return found[1] if found else sender
