"""Frames of ``application/vnd.amazon.eventstream``, the encoding of AWS's streamed answers.

AWS: Smithy 2.0, "Amazon Event Stream Specification". A frame is its length, its headers' length
and a CRC-32 of both, the headers, the payload, and a CRC-32 of all that; numbers are big-endian.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final
from zlib import crc32

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTENT_TYPE: Final = "application/vnd.amazon.eventstream"
JSON: Final = "application/json"
STRING: Final = 7
"""The type number of a header whose value is a text."""
PRELUDE_BYTES: Final = 12
CRC_BYTES: Final = 4


def frame(headers: Mapping[str, str], payload: bytes) -> bytes:
    """Encode one frame."""
    head = b"".join(header(name, value) for name, value in headers.items())
    length = PRELUDE_BYTES + len(head) + len(payload) + CRC_BYTES
    prelude = struct.pack(">II", length, len(head))
    message = prelude + struct.pack(">I", crc32(prelude)) + head + payload
    return message + struct.pack(">I", crc32(message))


def header(name: str, value: str) -> bytes:
    """Encode one header: its name, up to 255 bytes, and a text, up to 32,767."""
    key, text = name.encode(), value.encode()
    return struct.pack(">B", len(key)) + key + struct.pack(">BH", STRING, len(text)) + text


def event(kind: str, payload: Mapping[str, object]) -> bytes:
    """Encode an event; a json 1.1 stream begins with the one of kind ``initial-response``."""
    headers = {":message-type": "event", ":event-type": kind, ":content-type": JSON}
    return frame(headers, msgspec.json.encode(payload))


def exception(kind: str, message: str) -> bytes:
    """Encode an exception that the operation's model knows; it ends the stream."""
    headers = {":message-type": "exception", ":exception-type": kind, ":content-type": JSON}
    return frame(headers, msgspec.json.encode({"message": message}))


def corrupted(whole: bytes) -> bytes:
    """Turn one bit of a frame's payload, so that its checksum no longer fits."""
    spoilt = bytearray(whole)
    spoilt[-CRC_BYTES - 1] ^= 1
    return bytes(spoilt)
