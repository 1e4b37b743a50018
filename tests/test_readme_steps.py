"""What README says of the demo, done: the lines that send to it, and the fault it asks for."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from sestrail_tui.cli.demo.environment import environment
from sestrail_tui.local_aws.process import LocalAws, start
from tests.doctor.aws_cli import PROGRAM
from tests.manual.documents import MANUAL, README, marked

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = README.read_text()
PROJECT = tomllib.loads(Path(README.parent, "pyproject.toml").read_text())["project"]


@pytest.fixture(scope="module")
def demo() -> Iterator[LocalAws]:
    """Run the demo's embedded AWS, whose sample app has verified its domain, and is silent."""
    with start(delay_s=0, rate=0, backlog=1, seed=1) as aws:
        yield aws


def steps() -> list[list[str]]:
    lines = marked("try").splitlines()
    return [shlex.split(line, comments=True) for line in lines if line[:1].isalpha()]


def client(aws: LocalAws, service: str) -> Any:
    return boto3.client(
        service,
        endpoint_url=aws.endpoint,
        region_name=aws.region,
        aws_access_key_id=aws.access_key,
        aws_secret_access_key=aws.secret_key,
        config=Config(retries={"max_attempts": 0}, proxies={}),
    )


def printed(aws: LocalAws) -> dict[str, str]:
    """Give the environment of a shell that ran the lines which the demo prints."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    for line in environment(aws, {}):
        env |= dict(pair.split("=", 1) for pair in line.split()[1:])
    return env


def run(aws: LocalAws, words: list[str]) -> int:
    """Run a line as a reader does; without the AWS CLI, make the call that it makes."""
    if PROGRAM is not None:
        return subprocess.run(words, env=printed(aws), capture_output=True, check=False).returncode
    told = dict(zip(words[3::2], words[4::2], strict=True))
    ses = client(aws, "ses")
    try:
        if words[2] == "verify-email-identity":
            ses.verify_email_identity(EmailAddress=told["--email-address"])
        else:
            ses.send_email(
                Source=told["--from"],
                Destination={"ToAddresses": [told["--to"]]},
                Message={
                    "Subject": {"Data": told["--subject"]},
                    "Body": {"Text": {"Data": told["--text"]}},
                },
            )
    except ClientError:
        return 255
    finally:
        ses.close()
    return 0


def last_send(aws: LocalAws) -> dict[str, Any]:
    logs = client(aws, "logs")
    found = logs.filter_log_events(
        logGroupName=aws.log_group, filterPattern='{ $.userIdentity.userName = "your-app" }'
    )
    logs.close()
    records = [json.loads(event["message"]) for event in found["events"]]
    sends = [one for one in records if one["eventName"] == "SendEmail"]
    return sends[-1] if sends else {}


@pytest.mark.slow
def test_the_lines_send_and_without_the_verifying_one_are_refused(demo: LocalAws) -> None:
    export, verify, send = steps()
    assert export[0] == "export"
    assert "verify-email-identity" in verify
    assert "Without `verify-email-identity` it is there too, refused" in " ".join(TEXT.split())
    assert run(demo, send) != 0
    assert last_send(demo)["errorCode"] == "MessageRejected"
    assert run(demo, verify) == 0
    assert run(demo, send) == 0
    assert "errorCode" not in last_send(demo)


@pytest.mark.slow
def test_the_fault_that_is_asked_for_happens_as_often(demo: LocalAws) -> None:
    (line,) = re.findall(r"^curl .*$", (MANUAL / "local-ses.md").read_text(), re.MULTILINE)
    _, url, flag, body = shlex.split(line)
    assert flag == "-d"
    connection = HTTPConnection(urlsplit(demo.endpoint).netloc, timeout=10)
    connection.request("POST", url.removeprefix("$AWS_ENDPOINT_URL"), body)
    assert connection.getresponse().read() is not None
    connection.close()
    _, verify, send = steps()
    run(demo, verify)
    ses = client(demo, "ses")
    for _ in range(json.loads(body)["count"]):
        with pytest.raises(ClientError, match="Maximum sending rate exceeded"):
            ses.send_email(
                Source=send[4],
                Destination={"ToAddresses": ["you@example.org"]},
                Message={"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}},
            )
    ses.close()
    assert run(demo, send) == 0


LIVE_TAIL = """
import boto3, sys
session = boto3.client("logs").start_live_tail(logGroupIdentifiers=[sys.argv[1]])
print(*next(iter(session["responseStream"])))
"""


@pytest.mark.slow
@pytest.mark.parametrize("left_out", ["", "AWS_DISABLE_HOST_PREFIX_INJECTION"])
def test_a_live_tail_connects_by_the_printed_lines_alone(demo: LocalAws, left_out: str) -> None:
    env = printed(demo)
    env.pop(left_out, None)
    arn = f"arn:aws:logs:{demo.region}:{demo.account}:log-group:{demo.log_group}"
    done = subprocess.run(
        [sys.executable, "-c", LIVE_TAIL, arn],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )
    if left_out:
        assert "http://stream-127.0.0.1:" in done.stderr
    else:
        assert done.stdout == "sessionStart\n", done.stderr


def test_any_python_from_the_named_one_on() -> None:
    assert PROJECT["requires-python"] == ">=3.11"
    assert "Python 3.11 or newer" in TEXT


def test_the_plain_install_has_what_the_demo_needs() -> None:
    names = {re.split(r"[^\w-]", one)[0] for one in PROJECT["dependencies"]}
    assert "moto" in names
    assert list(PROJECT["optional-dependencies"]) == ["test"]
    assert "pipx install ." in TEXT
