"""The headers of a raw message that matter to SES, folded and odd ones too.

AWS: SES developer guide, "Using configuration sets": ``X-SES-CONFIGURATION-SET`` names one in a raw
message. (Tags of ``X-SES-MESSAGE-TAGS`` go into SES's events, never into a CloudTrail record.)
"""

from __future__ import annotations

import base64
import email.policy
import re
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from email.message import Message

CONFIGURATION_SET: Final = "X-SES-CONFIGURATION-SET"
SENDERS: Final = ("From", "Sender", "Return-Path")
RECIPIENTS: Final = ("To", "Cc", "Bcc")
ADDRESS: Final = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+")


def raw_message(params: Mapping[str, Any]) -> Message | None:
    """Return the headers of a raw send, ``None`` for a send of another kind."""
    raw = params.get("RawMessage") or (params.get("Content") or {}).get("Raw")
    if raw is None:
        return None
    parser = BytesHeaderParser(policy=email.policy.compat32)
    return parser.parsebytes(ascii_only(raw["Data"]))


def ascii_only(data: str | bytes) -> bytes:
    """Return a raw message, base64 as it came, with everything beyond ASCII replaced."""
    return base64.b64decode(data).decode("ascii", "replace").encode("ascii", "replace")


def header(message: Message, name: str) -> str:
    """Return a header's text, unfolded; ``""`` where there is none."""
    return " ".join(str(message[name] or "").split())


def addresses(message: Message, *names: str) -> list[str]:
    """Give the bare addresses of headers; of one that is malformed, what looks like an address."""
    return [one for name in names for text in message.get_all(name, ()) for one in in_text(text)]


def in_text(text: object) -> Iterator[str]:
    """Return the bare addresses in a header's text."""
    unfolded = " ".join(str(text).split())
    found = [address for _, address in getaddresses([unfolded])]
    if all(ADDRESS.fullmatch(one) for one in found):
        yield from found
    else:
        yield from ADDRESS.findall(unfolded)
