"""A record's JSON as its leaves: each value that holds no other, under its path."""

from __future__ import annotations

from typing import Any

from sestrail_tui.core.details.section import json_text
from sestrail_tui.core.parsing.tolerant_json import load


def leaves(raw: bytes) -> dict[str, str]:
    """Give ``userIdentity.sessionContext.attributes.mfaAuthenticated``, ``resources[0].ARN``...

    Strings stand as they are, everything else as JSON; ``{}`` and ``[]`` are leaves. What is no
    JSON is one leaf without a path. Any depth is borne.
    """
    try:
        data = load(raw)
    except (ValueError, RecursionError):
        return {"": raw.decode("utf-8", "backslashreplace")}
    found: dict[str, str] = {}
    left: list[tuple[str, Any]] = [("", data)]
    while left:
        path, value = left.pop()
        if isinstance(value, dict) and value:
            inner = [(f"{path}.{key}" if path else str(key), one) for key, one in value.items()]
        elif isinstance(value, list) and value:
            inner = [(f"{path}[{at}]", one) for at, one in enumerate(value)]
        else:
            found[path] = "null" if value is None else json_text(value)
            continue
        left += reversed(inner)
    return found
