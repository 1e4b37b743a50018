"""The AWS CLI's commands, run: by the program itself, or read here and called by boto3.

Reading follows the CLI's own rule: an operation's parameters in kebab case, structures and maps as
JSON or as ``Key=Value``, lists as several words or JSON, booleans as ``--flag`` and ``--no-flag``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import botocore.session
from botocore import xform_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from botocore.model import Shape

    from tests.local_aws.embedded import Aws

PROGRAM = shutil.which("aws")
_SERVICES = {"s3api": "s3"}


def run(aws: Aws, command: Sequence[str]) -> None:
    """Run a command through boto3."""
    program, service, operation, *rest = command
    assert program == "aws"
    if (service, operation) == ("s3", "rm"):
        _remove(aws, rest)
        return
    if operation == "wait":
        _wait(aws, service, *rest)
        return
    name = _SERVICES.get(service, service)
    model = botocore.session.get_session().get_service_model(name)
    found = next(one for one in model.operation_names if xform_name(one, "-") == operation)
    shape = model.operation_model(found).input_shape
    members = {xform_name(member, "-"): (member, kind) for member, kind in shape.members.items()}
    region, params = "us-east-1", {}
    for flag, words in _flags(rest):
        if flag == "region":
            region = words[0]
        elif flag in members:
            member, kind = members[flag]
            params[member] = _value(kind, words)
        else:
            member, _ = members[flag.removeprefix("no-")]
            params[member] = False
    getattr(aws.client(name, region), xform_name(found))(**params)


def _remove(aws: Aws, words: list[str]) -> None:
    """Delete every object of a bucket: ``aws s3 rm s3://BUCKET --recursive --region REGION``."""
    url, recursive, flag, region = words
    assert (recursive, flag) == ("--recursive", "--region")
    s3, bucket = aws.client("s3", region), url.removeprefix("s3://")
    for one in s3.list_objects_v2(Bucket=bucket).get("Contents", ()):
        s3.delete_object(Bucket=bucket, Key=one["Key"])


def _wait(aws: Aws, service: str, waiter: str, *words: str) -> None:
    flags = dict(zip(words[::2], words[1::2], strict=True))
    params = {"StackName": flags.pop("--stack-name")}
    client = aws.client(service, flags.pop("--region", "us-east-1"))
    assert not flags
    client.get_waiter(waiter.replace("-", "_")).wait(**params, WaiterConfig={"Delay": 0.1})


def run_program(aws: Aws, command: Sequence[str]) -> None:
    """Run a command by the AWS CLI itself, where it is installed, else through boto3."""
    if PROGRAM is None:
        run(aws, command)
        return
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "PYTHONPATH", "PYTHONHOME"))
    }
    env |= {
        "AWS_ENDPOINT_URL": aws.server.endpoint,
        "AWS_ACCESS_KEY_ID": "AKIATEST",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }
    done = subprocess.run(
        [PROGRAM, *command[1:]], env=env, capture_output=True, check=False, timeout=30
    )
    assert done.returncode == 0, done.stderr.decode()


def _flags(words: Sequence[str]) -> list[tuple[str, list[str]]]:
    flags: list[tuple[str, list[str]]] = []
    for word in words:
        if re.fullmatch(r"--[a-z0-9-]+", word):
            flags.append((word[2:], []))
        else:
            flags[-1][1].append(word)
    return flags


def _value(shape: Shape, words: list[str]) -> Any:
    text = words[0] if words else ""
    match shape.type_name:
        case "boolean":
            return text != "false"
        case "integer" | "long":
            return int(text)
        case "structure" | "map" | "list" if text[:1] in "[{":
            return json.loads(text)
        case "structure" | "map":
            return dict(part.split("=", 1) for part in text.split(","))
        case "list":
            return words
    return text
