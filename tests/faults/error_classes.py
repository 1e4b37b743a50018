"""One error of each class that a call to AWS may raise, made as the library's own code makes it."""

from __future__ import annotations

import asyncio
import inspect
import json
import socket
import ssl
import string
import zlib
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import msgspec
from aiohttp.client_reqrep import ConnectionKey
from botocore import exceptions as boto
from botocore.loaders import Loader
from botocore.model import ServiceModel
from yarl import URL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

_KEY: Final = ConnectionKey("logs.example", 443, True, True, None, None, None)
_REQUEST: Final = aiohttp.RequestInfo(URL("https://logs.example/"), "POST", {}, URL("/"))  # type: ignore[arg-type]
_VALUES: Final[dict[str, Any]] = {
    "connection_key": _KEY,
    "os_error": OSError(111, "Connection refused"),
    "certificate_error": ssl.SSLCertVerificationError(1, "certificate has expired"),
    "request_info": _REQUEST,
    "history": (),
    "expected": b"one",
    "got": b"other",
    "host": "logs.example",
    "port": 443,
    "url": "https://logs.example/",
}
"""What constructors ask for, by the parameter's name; any other is given a word."""
_RESPONSE: Final = {
    "Error": {"Code": "Odd", "Message": "it is so"},
    "ResponseMetadata": {"HTTPStatusCode": 400},
}

OPERATIONS: Final = {
    "logs": (
        "FilterLogEvents", "DescribeLogGroups", "StartLiveTail", "StartQuery", "GetQueryResults",
        "StopQuery", "DescribeQueries",
    ),
    "cloudtrail": (
        "DescribeTrails", "GetTrailStatus", "GetEventSelectors", "PutEventSelectors", "CreateTrail",
        "DeleteTrail", "StartLogging", "LookupEvents", "ListEventDataStores", "GetEventDataStore",
        "StartQuery", "DescribeQuery", "GetQueryResults", "CancelQuery", "ListChannels",
        "GetChannel",
    ),
    "sts": ("GetCallerIdentity", "AssumeRole"),
    "s3": ("ListObjectsV2", "GetObject"),
    "sqs": ("ReceiveMessage", "DeleteMessageBatch"),
    "athena": (
        "GetWorkGroup", "StartQueryExecution", "GetQueryExecution", "GetQueryResults",
        "StopQueryExecution",
    ),
}  # fmt: skip
"""The calls that are made, by service."""


def classes(module: ModuleType, base: type[Exception]) -> Iterator[type[Exception]]:
    """Yield every class of errors below ``base`` that a module names, each once."""
    named = {one for one in vars(module).values() if inspect.isclass(one) and issubclass(one, base)}
    yield from sorted(named, key=lambda one: one.__name__)


def of_botocore() -> Iterator[Exception]:
    """Yield an error of each class of ``botocore.exceptions``."""
    for kind in classes(boto, Exception):
        if not kind.__module__.startswith("botocore.") or issubclass(kind, Warning):
            continue
        if issubclass(kind, boto.ClientError):
            yield kind(_RESPONSE, "FilterLogEvents")
        elif hasattr(kind, "fmt"):
            fields = {name for _, name, _, _ in string.Formatter().parse(kind.fmt) if name}
            yield kind(**dict.fromkeys([*fields, *required(kind)], "word"))
        else:
            yield with_parameters(kind)


def of_aiohttp() -> Iterator[Exception]:
    """Yield an error of each class of ``aiohttp``'s client."""
    for kind in classes(aiohttp, Exception):
        yield with_parameters(kind)


def with_parameters(kind: type[Exception]) -> Exception:
    """Make an error with a value for every parameter that has to be given."""
    given = [_VALUES.get(name, "word") for name in required(kind)]
    return kind(*given) if given else kind("word")


def required(kind: type[Exception]) -> list[str]:
    """Name the parameters that a class's constructor has to be given."""
    try:
        wanted = inspect.signature(kind).parameters.values()
    except ValueError:  # one that is written in C
        return []
    return [
        one.name
        for one in wanted
        if one.default is one.empty and one.kind in {one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD}
    ]


def of_models() -> Iterator[Exception]:
    """Yield a ``ClientError`` of each code that the calls' models name."""
    loader, codes = Loader(), dict[str, tuple[str, int]]()
    for service, operations in OPERATIONS.items():
        model = ServiceModel(loader.load_service_model(service, "service-2"), service)
        for operation in operations:
            for shape in model.operation_model(operation).error_shapes:
                told = shape.metadata.get("error", {})
                code = told.get("code", shape.name)
                codes.setdefault(code, (operation, told.get("httpStatusCode", 400)))
    for code, (operation, status) in sorted(codes.items()):
        error = {"Code": code, "Message": "it is so"}
        answer = {"Error": error, "ResponseMetadata": {"HTTPStatusCode": status}}
        yield boto.ClientError(answer, operation)  # type: ignore[arg-type, unused-ignore]


def of_libraries() -> Iterator[Exception]:
    """Yield what Python's own modules, and those that read answers, raise below the two."""
    yield socket.gaierror(-2, "Name or service not known")
    yield TimeoutError()
    yield ConnectionResetError(104, "Connection reset by peer")
    yield BrokenPipeError(32, "Broken pipe")
    yield OSError(24, "Too many open files")
    yield ssl.SSLError(1, "wrong version number")
    yield asyncio.IncompleteReadError(b"", 7)
    yield json.JSONDecodeError("Expecting value", "<html>", 0)
    yield msgspec.DecodeError("Input data was truncated")
    yield UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")
    yield zlib.error("invalid block type")
    yield MemoryError()


def name_of(error: Exception) -> str:
    """Name an error's class as its library does, or its code."""
    response = getattr(error, "response", None) or {}
    code = response.get("Error", {}).get("Code", "")
    kind = type(error)
    module = kind.__module__.partition(".")[0]
    named = kind.__name__ if module == "builtins" else f"{module}.{kind.__name__}"
    return f"{named} {code}".strip()
