"""Reading JSON that the fast path refuses, so that one odd field costs only that field."""

from __future__ import annotations

import json
from functools import lru_cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import msgspec

S = TypeVar("S", bound=msgspec.Struct)


def load(raw: bytes) -> Any:
    """Decode JSON, also where it is broken in ways that still leave a meaning.

    Invalid UTF-8 and lone surrogates become U+FFFD; a byte order mark, control characters inside
    strings, NaN and numbers of any length are borne. Raises ValueError for what is no JSON and
    RecursionError for nesting beyond the interpreter's limit.
    """
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        text = raw.decode("utf-8-sig", "replace")
    value = json.loads(text, strict=False, parse_int=_integer)
    if "\\u" not in text:
        return value
    whole = json.dumps(value, ensure_ascii=False).encode("utf-16", "surrogatepass")
    return json.loads(whole.decode("utf-16", "replace"), parse_int=_integer)


def _integer(digits: str) -> int | str:
    try:
        return int(digits)
    except ValueError:  # more digits than the interpreter converts
        return digits


def pick(kind: type[S], data: dict[str, Any]) -> S:
    """Fill the struct from the fields of ``data`` that fit; those that do not stay `None`."""
    found = {}
    for name, key, wanted in _fields(kind):
        value = data.get(key)
        if value is not None and (fitted := _fit(wanted, value)) is not None:
            found[name] = fitted
    return kind(**found)


@lru_cache(maxsize=64)
def _fields(kind: type[msgspec.Struct]) -> tuple[tuple[str, str, tuple[Any, ...]], ...]:
    """Give name, JSON key and the types of its union for each field."""
    return tuple(
        (one.name, one.encode_name, _choices(one.type)) for one in msgspec.structs.fields(kind)
    )


def _choices(wanted: Any) -> tuple[Any, ...]:
    return get_args(wanted) if get_origin(wanted) in (Union, UnionType) else (wanted,)


def _fit(choices: tuple[Any, ...], value: Any) -> Any:
    for wanted in choices:
        fitted = _fit_one(wanted, value)
        if fitted is not None:
            return fitted
    if str in choices and isinstance(value, (bool, int, float)):
        return json.dumps(value)
    return None


def _fit_one(wanted: Any, value: Any) -> Any:
    if get_origin(wanted) is list:
        if not isinstance(value, list):
            return None
        inner = _choices(get_args(wanted)[0])
        return [fitted for item in value if (fitted := _fit(inner, item)) is not None]
    if wanted is msgspec.Raw:
        return msgspec.Raw(json.dumps(value).encode())
    if isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
        return pick(wanted, found) if isinstance(found := as_object(value), dict) else None
    return value if type(value) is wanted else None


def as_object(value: Any) -> Any:
    """Undo a JSON object written as a string, as some exports do; other values stay."""
    if isinstance(value, str) and value.startswith("{"):
        try:
            return load(value.encode("utf-8", "replace"))
        except (ValueError, RecursionError):
            return None
    return value
