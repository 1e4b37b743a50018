"""The parts that an overview is made of, and reading JSON by dotted path for them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from sestrail_tui.core.decoding.wire import TRUE
from sestrail_tui.core.parsing.tolerant_json import as_object

Tone = Literal["plain", "dim", "warn", "bad"]
"""warn is for what deserves a second look, bad for refused calls only, dim for the absent."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DetailLine:
    """A label of at most 18 characters and its value; the label of a sentence is ``""``."""

    label: str
    value: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Section:
    """A title and its lines; none of the text is safe yet."""

    title: str
    lines: tuple[DetailLine, ...]


def at(data: object, path: str) -> Any:
    """Return the value under a dotted path, `None` where there is none.

    An object written as a string is read as the object it holds.
    """
    for key in path.split("."):
        data = as_object(data)
        if not isinstance(data, dict):
            return None
        data = data.get(key)
    return data


def text_at(data: object, path: str) -> str:
    """Return the value under a dotted path as text, ``""`` for none."""
    return json_text(at(data, path))


def left_out(request: object) -> str:
    """Say that CloudTrail left the request out, and how large it was; else ``""``."""
    request = as_object(request)
    if not isinstance(request, dict) or request.get("omitted") not in TRUE:
        return ""
    try:
        size = f" ({int(request['originalSize']):,} bytes)"
    except (KeyError, TypeError, ValueError):
        size = ""
    return f"request left out by CloudTrail{size}"


def json_text(value: object) -> str:
    """Return a string as it is, `None` as ``""``, any other value as JSON."""
    if value is None or isinstance(value, str):
        return value or ""
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "(nested too deeply to show)"


def given(label: str, value: str, tone: Tone = "plain") -> tuple[DetailLine, ...]:
    """Return a line for a value that is there, no line for one that is not."""
    return (DetailLine(label, value, tone),) if value else ()


def moment_text(time_ms: int | None) -> str:
    """Give ``2025-04-14 20:02:52 UTC``; ``not known`` for `None`."""
    if time_ms is None:
        return "not known"
    try:
        moment = _EPOCH + timedelta(milliseconds=time_ms)
    except OverflowError:
        return f"{time_ms} ms after 1970"
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
