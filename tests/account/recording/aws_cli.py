"""Running printed AWS CLI commands: read back by botocore's models as the AWS CLI reads them."""

from __future__ import annotations

import json
import shlex
from typing import Any

import boto3
from botocore import xform_name

SHORT = {"s3api": "s3"}


def run(command: str, endpoint: str) -> None:
    """Make the call that a command line stands for; anything strange in it is an error."""
    words = shlex.split(command)
    assert words.pop(0) == "aws"
    service, verb, *rest = words
    where = rest.index("--region")
    client = boto3.client(
        SHORT.get(service, service),  # type: ignore[call-overload,unused-ignore]
        region_name=rest[where + 1],
        endpoint_url=endpoint,
        aws_access_key_id="AKIATEST",
        aws_secret_access_key="s",
    )
    if service == "s3":
        assert (verb, rest[1]) == ("rm", "--recursive")
        bucket = rest[0].removeprefix("s3://")
        for one in client.list_objects_v2(Bucket=bucket).get("Contents", ()):
            client.delete_object(Bucket=bucket, Key=one["Key"])
        return
    names = {xform_name(name, "-"): name for name in client.meta.service_model.operation_names}
    shape = client.meta.service_model.operation_model(names[verb]).input_shape
    members = {xform_name(name, "-"): (name, kind) for name, kind in shape.members.items()}
    getattr(client, verb.replace("-", "_"))(**_params(rest[:where] + rest[where + 2 :], members))
    client.close()


def _params(words: list[str], members: dict[str, Any]) -> dict[str, Any]:
    params: dict[str, Any] = {}
    while words:
        flag = words.pop(0).removeprefix("--")
        if flag.startswith("no-") and flag not in members:
            name, kind = members[flag.removeprefix("no-")]
            assert kind.type_name == "boolean"
            params[name] = False
            continue
        name, kind = members[flag]
        if kind.type_name == "boolean":
            params[name] = True
        elif kind.type_name == "string":
            params[name] = words.pop(0)
        else:
            params[name] = json.loads(words.pop(0))
    return params
