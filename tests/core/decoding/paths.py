"""A record with something at every path, and how to change one."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

from tests.core.samples import (
    EVERY,
    HIDDEN,
    Json,
)


def paths(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    return [path] * bool(path) + [
        below for key, inner in items for below in paths(inner, (*path, key))
    ]


def put(record: Json, path: tuple[str | int, ...], value: object) -> Json:
    record = copy.deepcopy(record)
    place: Any = record
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return record


EVERY_PATH = [(name, path) for name, record in EVERY.items() for path in paths(record)]

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from([HIDDEN, "true", "SendEmail", "arn:aws:sts::1:assumed-role/a/b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
