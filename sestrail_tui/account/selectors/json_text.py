"""JSON as people compare it: an object that holds no other stands on one line, if it is short."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

_LINE: Final = 88


def json_text(value: Any, indent: str = "") -> str:
    """Write a value; every further line begins with ``indent``."""
    flat = json.dumps(value)
    parts = _parts(value)
    if not parts or (len(flat) <= _LINE and not any(map(_holds_objects, parts))):
        return flat
    inner = f"{indent}  "
    if isinstance(value, Mapping):
        texts = [f"{json.dumps(name)}: {json_text(one, inner)}" for name, one in value.items()]
    else:
        texts = [json_text(one, inner) for one in value]
    body = ",\n".join(f"{inner}{text}" for text in texts)
    return f"{flat[0]}\n{body}\n{indent}{flat[-1]}"


def _parts(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return list(value.values())
    return list(value) if isinstance(value, list | tuple) else []


def _holds_objects(value: Any) -> bool:
    return isinstance(value, Mapping) or any(map(_holds_objects, _parts(value)))
