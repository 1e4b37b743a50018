"""Ids in few bytes: an ``eventID`` as the 16 bytes of its GUID, other ids as a fingerprint."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

NO_ID: Final = 0
"""The fingerprint of an absent id."""
UNINDEXED: Final = 1
"""The fingerprint of an id that has to be looked up in its record: several ids, or no ASCII."""

_GUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_GUIDS: Final = re.compile(rf"(?:{_GUID.pattern}\n)*")
_NONE: Final = bytes(16)


def pack_guid(text: str) -> bytes | None:
    """Return the 16 bytes of a GUID in small letters; ``None`` for any other text."""
    if _GUID.fullmatch(text) is None:
        return None
    packed = bytes.fromhex(text.replace("-", ""))
    return packed if packed != _NONE else None


def pack_guids(texts: Sequence[str]) -> NDArray[np.uint64]:
    """Return the GUIDs as an array of shape (n, 2); a text that is no GUID becomes zeros."""
    lines = "\n".join(texts) + "\n"
    if len(lines) == 37 * len(texts) and _GUIDS.fullmatch(lines):
        packed = bytes.fromhex(lines.replace("-", ""))
    else:
        packed = b"".join([pack_guid(text) or _NONE for text in texts])
    return np.frombuffer(packed, np.uint64).reshape(-1, 2)


def fingerprint(text: str) -> int:
    """Return 64 bits by which an id can be found, whatever its case; good in this process only."""
    if not text.isascii() or " " in text:
        return UNINDEXED
    return hash(text.lower()) | 2 if text else NO_ID


def fingerprints(texts: Sequence[str]) -> list[int]:
    """Return the fingerprint of each text."""
    together = "".join(texts)
    if together.isascii() and " " not in together:
        return [hash(text.lower()) | 2 if text else NO_ID for text in texts]
    return [fingerprint(text) for text in texts]
