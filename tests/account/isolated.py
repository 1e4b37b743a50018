"""What tests that come near AWS libraries share: none of the machine's settings, and moto."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def aws_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home without any AWS settings, credentials or metadata service."""
    for name in os.environ:
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    (home / ".aws").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    return home


@pytest.fixture(scope="session")
def moto_url() -> Iterator[str]:
    """Run moto on loopback."""
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def boto(service: str, url: str, region: str = "us-east-1") -> Any:
    """Give a boto3 client of moto."""
    return boto3.client(
        service,
        endpoint_url=url,
        region_name=region,
        aws_access_key_id="a",
        aws_secret_access_key="b",
    )


def reset(url: str) -> None:
    """Empty moto."""
    import urllib.request

    request = urllib.request.Request(f"{url}/moto-api/reset", method="POST")
    with urllib.request.urlopen(request) as answer:
        answer.read()


def make_group(url: str, name: str, region: str = "us-east-1") -> str:
    """Make a log group with a stream ``s`` and give the group's ARN, ending with ``:*``."""
    logs = boto("logs", url, region)
    logs.create_log_group(logGroupName=name)
    logs.create_log_stream(logGroupName=name, logStreamName="s")
    groups = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    return str(next(group["arn"] for group in groups if group["logGroupName"] == name))


def make_trail(url: str, name: str, group_arn: str | None, region: str = "us-east-1") -> None:
    """Make a trail that names a log group, or none."""
    boto("s3", url).create_bucket(Bucket=f"bucket-{name}")
    more = {
        "CloudWatchLogsLogGroupArn": group_arn,
        "CloudWatchLogsRoleArn": "arn:aws:iam::1:role/r",
    }
    boto("cloudtrail", url, region).create_trail(
        Name=name,
        S3BucketName=f"bucket-{name}",
        IsMultiRegionTrail=True,
        IncludeGlobalServiceEvents=True,
        **(more if group_arn else {}),
    )
