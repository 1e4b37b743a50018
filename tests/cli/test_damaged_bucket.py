"""A damaged log file in a bucket: what is before the damage is printed, and the rest is said."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pytest

from tests.follow.fakes import message
from tests.local_aws.embedded import fresh
from tests.places.log_files.fake_bucket import log_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.local_aws.embedded import Aws

__all__ = ["fresh"]
TAIL: Final = ("tail", "--no-follow", "--since", "1h", "--output", "jsonl", "--bucket", "s3://cut")


def log_file(*numbers: int, time: str) -> bytes:
    """Pack a log file of sends as CloudTrail does."""
    records = ",".join(message(number, eventTime=time) for number in numbers)
    return gzip.compress(f'{{"Records":[{records}]}}'.encode(), mtime=0)


def run(aws: Aws, folder: Path) -> subprocess.CompletedProcess[str]:
    """Read the bucket once, by the command."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("AWS_")}
    env = kept | {
        "HOME": str(folder),
        "AWS_ENDPOINT_URL": aws.server.endpoint,
        "AWS_ACCESS_KEY_ID": "AKIATEST",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }
    command = [sys.executable, "-m", "sestrail_tui", *TAIL]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    ("damage", "code", "said"),
    [
        (lambda data: data, 0, ""),
        (lambda data: data[:-9], 3, "it ends in the middle"),
        (lambda data: data[:-8] + bytes(4) + data[-4:], 3, "its checksum is wrong"),
        (lambda _data: b"", 3, "it is empty"),
    ],
    ids=["whole", "cut", "checksum", "empty"],
)
def test_a_bucket_that_was_not_read_to_its_end_ends_with_3(
    damage: Callable[[bytes], bytes],
    code: int,
    said: str,
    fresh: Callable[..., Aws],
    tmp_path: Path,
) -> None:
    aws = fresh()
    now_ms = aws.server.account.clock.now_ms()
    time = _iso(now_ms - 600_000)
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="cut")
    whole, damaged = log_key(now_ms - 600_000, "whole"), log_key(now_ms - 540_000, "damaged")
    s3.put_object(Bucket="cut", Key=whole, Body=log_file(1, 2, time=time))
    s3.put_object(Bucket="cut", Key=damaged, Body=damage(log_file(3, 4, time=time)))
    done = run(aws, tmp_path)
    shown = {json.loads(line)["eventID"] for line in done.stdout.splitlines()}
    assert {"id-1", "id-2"} <= shown
    assert done.returncode == code, done.stderr
    if code:
        assert f"s3://cut/{damaged} could not be read to its end, twice ({said})" in done.stderr
    else:
        assert "could not be read" not in done.stderr
        assert len(shown) == 4


def _iso(at_ms: int) -> str:
    return f"{datetime.fromtimestamp(at_ms / 1000, UTC):%Y-%m-%dT%H:%M:%SZ}"
