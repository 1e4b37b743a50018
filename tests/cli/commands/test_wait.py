"""``sestrail wait`` as test scripts use it: the manual's own examples, on the embedded AWS."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sestrail_tui.cli.commands.wait import wait
from sestrail_tui.core.units import time_text
from sestrail_tui.local_aws.process import LocalAws, start
from tests.follow.fakes import message
from tests.manual.documents import examples
from tests.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEND_NEWSLETTER = """\
import sys, boto3
boto3.client("ses").send_email(
    Source="shop@example.com",
    Destination={"ToAddresses": ["reader@example.net"]},
    Message={"Subject": {"Data": "News"}, "Body": {"Text": {"Data": "None today."}}},
    Tags=[dict(zip(("Name", "Value"), sys.argv[2].split("=")))],
)
"""


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    with start(delay_s=0.5, rate=0) as running:
        yield running


@pytest.fixture
def environment(aws: LocalAws, tmp_path: Path) -> dict[str, str]:
    """Give the environment of a script that has the command, and an app that sends, on its path."""
    programs = tmp_path / "bin"
    programs.mkdir()
    app = tmp_path / "app.py"
    app.write_text(SEND_NEWSLETTER)
    for name, arguments in (("sestrail", "-m sestrail_tui"), ("send-newsletter", str(app))):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments} "$@"\n')
        program.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return kept | {
        "PATH": f"{programs}:{kept['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PATIENCE": "5s",
        "AWS_ENDPOINT_URL": aws.endpoint,
        "AWS_ACCESS_KEY_ID": aws.access_key,
        "AWS_SECRET_ACCESS_KEY": aws.secret_key,
        "AWS_DEFAULT_REGION": aws.region,
        "AWS_REGION": aws.region,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


def client_of(aws: LocalAws, service: str) -> Any:
    return boto3.client(
        service,
        region_name=aws.region,
        endpoint_url=aws.endpoint,
        aws_access_key_id=aws.access_key,
        aws_secret_access_key=aws.secret_key,
    )


def verify(aws: LocalAws, sender: str, *, verified: bool) -> None:
    client = client_of(aws, "ses")
    if verified:
        client.verify_email_identity(EmailAddress=sender)
    else:
        client.delete_identity(Identity=sender)
    client.close()


def run(
    command: list[str], environment: dict[str, str], where: Path
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env=environment, cwd=where, capture_output=True, text=True, timeout=50, check=False
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "verified", "patience", "said"),
    [
        ("reaches_ses", True, "20s", "1 passed"),
        ("reaches_ses", False, "3s", "1 failed"),
        ("retired", True, "1s", "1 passed"),
    ],
)
def test_the_pytest_example_is_gated_by_what_was_recorded(
    aws: LocalAws,
    environment: dict[str, str],
    tmp_path: Path,
    name: str,
    verified: bool,
    patience: str,
    said: str,
) -> None:
    verify(aws, "shop@example.com", verified=verified)
    text = examples()["pytest"]
    if not verified:  # an app that does not mind whether SES takes its mail
        app = "    boto3.client"
        text = text.replace(
            app, f"    import contextlib as c\n    with c.suppress(Exception): {app}"
        )
    (tmp_path / "test_newsletter.py").write_text(text)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", "."]
    done = run([*command, "-k", name], environment | {"PATIENCE": patience}, tmp_path)
    assert said in done.stdout, done.stdout + done.stderr


@pytest.mark.slow
def test_the_shell_example(aws: LocalAws, environment: dict[str, str], tmp_path: Path) -> None:
    verify(aws, "shop@example.com", verified=True)
    done = run(["/bin/sh", "-e", "-c", examples()["shell"]], environment, tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "sent.jsonl").read_bytes().count(b"\n") == 1
    assert "1 send came" in done.stderr
    assert "None came: everything" in done.stderr


@pytest.mark.slow
def test_none_finds_what_became_readable_where_following_no_longer_looks(
    aws: LocalAws, environment: dict[str, str], tmp_path: Path
) -> None:
    command = ["sestrail", "wait", "id:late-one", "--none", "--timeout", "4s"]
    with subprocess.Popen(
        command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as waiting:
        time.sleep(2.5)  # it follows by now; where it does not yet, the record is found sooner
        logs = client_of(aws, "logs")
        logs.create_log_stream(logGroupName=aws.log_group, logStreamName="late")
        stamp = round(time.time() * 1000) - 600_000
        text = message(1, eventID="late-one", eventTime=time_text(stamp))
        logs.put_log_events(
            logGroupName=aws.log_group,
            logStreamName="late",
            logEvents=[{"timestamp": stamp, "message": text}],
        )
        logs.close()
        out, err = waiting.communicate(timeout=40)
    assert (waiting.returncode, out.count(b"\n")) == (1, 1), err.decode()
    assert b"A send came that should not have." in err


def test_what_cannot_be_asked(environment: dict[str, str], tmp_path: Path) -> None:
    done = run(["sestrail", "wait", "x", "--none", "--count", "2"], environment, tmp_path)
    assert done.returncode == 2
    assert "leave --count out" in done.stderr


def test_without_credentials_it_ends_at_once(environment: dict[str, str], tmp_path: Path) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        del environment[name]
    environment["AWS_EC2_METADATA_DISABLED"] = "true"
    done = run(["sestrail", "wait", "config:a", "error:*"], environment, tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    first, second = done.stderr.splitlines()
    assert first.startswith(
        "sestrail: Waiting up to 10m for 1 send matching config:a error:*, called since "
    )
    assert "No AWS credentials were found" in second


def test_it_takes_every_place_that_tail_takes() -> None:
    flags = {option for one in wait.params for option in one.opts}
    assert {"--log-group", "--profile", "--role-arn", "--bucket", "--queue", "--live"} <= flags
