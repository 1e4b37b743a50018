"""A command line of the AWS CLI, run as the CLI would: through botocore's model of the call.

It takes the few forms that our own commands have: structures in shorthand, plain values, --query
and text output. (The real CLI pins a botocore of its own, so it cannot be installed beside ours.)
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any, Final

import jmespath
from botocore import xform_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OWN: Final = ("--region", "--profile", "--query", "--output")


def run(command: str, client: Callable[..., Any]) -> list[str]:
    """Give the texts that ``--query`` finds; ``client`` makes a client of a service and region."""
    program, service, verb, *rest = shlex.split(command)
    assert program == "aws"
    options = dict(_pairs(rest))
    assert options["--output"] == "text"
    aws = client(service, options["--region"])
    operation = {xform_name(name, "-"): name for name in aws.meta.service_model.operation_names}
    model = aws.meta.service_model.operation_model(operation[verb])
    members = {xform_name(name, "-"): name for name in model.input_shape.members}
    given = {
        members[name.removeprefix("--")]: _value(
            text, model.input_shape.members[members[name.removeprefix("--")]]
        )
        for name, text in options.items()
        if name not in OWN
    }
    found: list[str] = []
    for page in aws.get_paginator(xform_name(operation[verb])).paginate(**given):
        found += jmespath.search(options["--query"], page)
    return found


def _pairs(words: list[str]) -> Iterator[tuple[str, str]]:
    assert len(words) % 2 == 0
    for name, value in zip(words[::2], words[1::2], strict=True):
        assert name.startswith("--")
        yield name, value


def _value(text: str, shape: Any) -> Any:
    if shape.type_name in ("long", "integer"):
        return int(text)
    if shape.type_name == "list":
        return [dict(part.split("=", 1) for part in text.split(","))]
    assert shape.type_name == "string"
    return text
