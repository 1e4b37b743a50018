"""AWS's own service models, as botocore ships them, validating what comes in and what goes out.

botocore checks types, required and unknown members and lower bounds; upper bounds, enumerations
and patterns, which it leaves to AWS, are checked here. Timestamps are seconds since the epoch, as
they are in the json 1.1 protocol.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import botocore.loaders
import botocore.model
from botocore.validate import ParamValidator

from sestrail_tui.local_aws.wire.answer import AwsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from botocore.model import OperationModel, ServiceModel, Shape


PAIRS: Final = (r"\uD800\uDC00-\uDBFF\uDFFF", r"\U00010000-\U0010FFFF")
"""Java's writing of all signs beyond the first plane, in AWS's patterns, and ours."""


@cache
def service_model(service: str) -> ServiceModel:
    """Load the model of ``logs``, ``cloudtrail``, ``sts``, ``ses`` or ``sesv2``."""
    description = botocore.loaders.create_loader().load_service_model(service, "service-2")
    return botocore.model.ServiceModel(description, service)


def operation_model(service: str, operation: str) -> OperationModel:
    """Return the model of an operation; `AwsError` where the service has none of that name."""
    try:
        return service_model(service).operation_model(operation)
    except botocore.model.OperationNotFoundError:
        raise AwsError("UnknownOperationException", f"Unknown operation {operation}") from None


def validated(shape: Shape | None, params: Any, code: str) -> Mapping[str, Any]:
    """Return ``params`` if they fit ``shape``; else raise `AwsError` with ``code``."""
    if not isinstance(params, dict):
        raise AwsError("SerializationException", "The request body is no JSON object")
    if shape is None:
        return params
    report = ParamValidator().validate(params, shape)
    if report.has_errors():
        raise AwsError(code, report.generate_report())
    for complaint in beyond_bounds(shape, params, ""):
        raise AwsError(code, f"1 validation error detected: {complaint}")
    return params


def beyond_bounds(shape: Shape, value: Any, at: str) -> Iterator[str]:
    """Name every value above its upper bound, outside its enumeration or against its pattern."""
    if shape.type_name == "structure":
        for name, inner in value.items():
            yield from beyond_bounds(shape.members[name], inner, name)
    elif shape.type_name == "list":
        yield from too_long(shape, value, at)
        for inner in value:
            yield from beyond_bounds(shape.member, inner, at)
    elif shape.type_name == "string":
        yield from too_long(shape, value, at)
        yield from beside_the_point(shape, value, at)
    elif shape.type_name in {"integer", "long"} and value > shape.metadata.get("max", value):
        most = shape.metadata["max"]
        yield said(at, f"Member must have value less than or equal to {most}", value)


def too_long(shape: Shape, value: Any, at: str) -> Iterator[str]:
    """Complain of a text or list above its length."""
    most = shape.metadata.get("max")
    if most is not None and len(value) > most:
        yield said(at, f"Member must have length less than or equal to {most}", value)


def beside_the_point(shape: Shape, value: str, at: str) -> Iterator[str]:
    """Complain of a text that its enumeration or pattern does not allow."""
    rules = shape.metadata
    if value not in rules.get("enum", [value]):
        yield said(at, f"Member must satisfy enum value set: {rules['enum']}", value)
    pattern = rules.get("pattern", "").replace(*PAIRS)
    if pattern and re.fullmatch(pattern, value) is None:
        yield said(at, f"Member must satisfy regular expression pattern: {rules['pattern']}", value)


def said(at: str, rule: str, value: object) -> str:
    """Word a complaint as AWS does."""
    return f"Value '{value!s:.80}' at '{at}' failed to satisfy constraint: {rule}"


def check_result(operation: OperationModel, result: Mapping[str, Any]) -> None:
    """Hold an answer against AWS's model of it; a misfit is a mistake of this package."""
    if operation.output_shape is not None:
        check_shape(operation.name, operation.output_shape, result)


def check_event(service: str, operation: str, kind: str, payload: Mapping[str, Any]) -> None:
    """Hold one event of a streamed answer against AWS's model of it."""
    shape = operation_model(service, operation).get_event_stream_output()
    check_shape(f"{operation} {kind}", shape.members[kind], payload)


def check_shape(name: str, shape: Shape, value: Mapping[str, Any]) -> None:
    """Raise `TypeError` where ``value`` is not of this shape."""
    report = ParamValidator().validate(value, shape)
    if report.has_errors():
        raise TypeError(f"{name} would answer wrongly: {report.generate_report()}")
