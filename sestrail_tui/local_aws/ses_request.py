"""Reading SES requests: v1 is the query protocol, v2 is rest-json, both by AWS's own models."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, unquote

import msgspec

from .answer import AwsError
from .protocol import service_model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from botocore.model import OperationModel, Shape

SCALARS: Final[Mapping[str, Callable[[str], Any]]] = {
    "boolean": lambda text: text.lower() == "true",
    "integer": int,
    "long": int,
    "float": float,
    "double": float,
}


def read_query(service: str, body: bytes) -> tuple[OperationModel, dict[str, Any]]:
    """Read a query-protocol request: ``Action=...&Destination.ToAddresses.member.1=...``."""
    form = {
        name: values[0]
        for name, values in parse_qs(
            body.decode("utf-8", "replace"), keep_blank_values=True
        ).items()
    }
    action = form.get("Action", "")
    model = service_model(service)
    if action not in model.operation_names:
        raise AwsError("InvalidAction", f"Could not find operation {action}")
    operation = model.operation_model(action)
    value = read_shape(operation.input_shape, form, "") if operation.input_shape else {}
    return operation, value or {}


def read_shape(shape: Shape, form: Mapping[str, str], at: str) -> Any:
    """Read the value of ``shape`` at a dotted prefix; None where the form has nothing there."""
    if shape.type_name == "structure":
        inner = {
            name: read_shape(member, form, joined(at, member.serialization.get("name", name)))
            for name, member in shape.members.items()
        }
        return {name: value for name, value in inner.items() if value is not None} or None
    if shape.type_name == "list":
        values: list[Any] = []
        while f"{at}.member.{len(values) + 1}" in heads(form):
            values.append(read_shape(shape.member, form, f"{at}.member.{len(values) + 1}"))
        return values or None
    if shape.type_name == "map":
        pairs: dict[str, Any] = {}
        while f"{at}.entry.{len(pairs) + 1}" in heads(form):
            entry = f"{at}.entry.{len(pairs) + 1}"
            pairs[form.get(f"{entry}.key", "")] = read_shape(shape.value, form, f"{entry}.value")
        return pairs or None
    if at not in form:
        return None
    return scalar(shape.type_name, form[at])


def scalar(kind: str, text: str) -> Any:
    """Read one value; a number that is none stays text, for the validation to refuse."""
    try:
        return SCALARS.get(kind, str)(text)
    except ValueError:
        return text


def joined(at: str, name: str) -> str:
    """Lengthen a prefix."""
    return f"{at}.{name}" if at else name


def heads(form: Mapping[str, str]) -> set[str]:
    """Give every prefix that the names of a form have."""
    return {
        ".".join(parts[:end])
        for parts in (name.split(".") for name in form)
        for end in range(1, len(parts) + 1)
    }


@cache
def routes(service: str) -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """Give method, path and operation of everything in a rest-json model, fixed paths first."""
    model = service_model(service)
    found = []
    for name in model.operation_names:
        http = model.operation_model(name).http
        path = http["requestUri"].partition("?")[0].rstrip("/")
        pattern = re.sub(r"\{(\w+)\+?\}", r"(?P<\1>[^/]+)", path)
        found.append((path.count("{"), http["method"], re.compile(pattern), name))
    return tuple(one[1:] for one in sorted(found, key=lambda one: one[0]))


def read_rest(
    service: str, method: str, path: str, query: Mapping[str, str], body: bytes
) -> tuple[OperationModel, dict[str, Any]]:
    """Read a rest-json request; ``path`` is still percent-encoded."""
    for verb, pattern, name in routes(service):
        place = pattern.fullmatch(path.rstrip("/"))
        if place is not None and verb == method:
            operation = service_model(service).operation_model(name)
            return operation, rest_params(operation, place.groupdict(), query, body)
    raise AwsError("NotFoundException", f"No operation of SES v2 is at {method} {path}", 404)


def rest_params(
    operation: OperationModel, place: Mapping[str, str], query: Mapping[str, str], body: bytes
) -> dict[str, Any]:
    """Gather parameters from path, query string and JSON body."""
    try:
        params = msgspec.json.decode(body or b"{}", type=dict[str, Any])
    except msgspec.MsgspecError:
        raise AwsError("SerializationException", "The body is no JSON object") from None
    for name, member in operation.input_shape.members.items():
        wire = member.serialization.get("name", name)
        if member.serialization.get("location") == "uri":
            params[name] = unquote(place[wire])
        elif member.serialization.get("location") == "querystring" and wire in query:
            params[name] = scalar(member.type_name, query[wire])
    return params
