"""The embedded AWS as a child process, with its sample app."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections import Counter
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config

from sestrail_tui.core.errors import DemoError
from sestrail_tui.local_aws import process
from sestrail_tui.local_aws.process import LocalAws, start, start_async

if TYPE_CHECKING:
    from collections.abc import Iterator


def records(aws: LocalAws) -> list[dict[str, Any]]:
    client = boto3.client(
        "logs",
        region_name=aws.region,
        endpoint_url=aws.endpoint,
        aws_access_key_id=aws.access_key,
        aws_secret_access_key=aws.secret_key,
        config=Config(proxies={}),
    )
    pages = client.get_paginator("filter_log_events").paginate(logGroupName=aws.log_group)
    found = [json.loads(event["message"]) for page in pages for event in page["events"]]
    client.close()
    return found


@pytest.fixture(scope="module")
def demo() -> Iterator[list[dict[str, Any]]]:
    with start(delay_s=0, rate=0, seed=5, backlog=200) as aws:
        yield records(aws)


def test_the_first_screen_is_full_at_once(demo: list[dict[str, Any]]) -> None:
    sends = [record for record in demo if not record["managementEvent"]]
    assert len({record["eventID"] for record in sends}) == 200
    assert len({record["eventTime"] for record in sends}) > 100


def test_the_sample_app_sends_a_believable_mix(demo: list[dict[str, Any]]) -> None:
    sends = [record for record in demo if not record["managementEvent"]]
    assert Counter(record["eventName"] for record in sends).keys() == {
        "SendEmail",
        "SendRawEmail",
        "SendTemplatedEmail",
        "SendBulkTemplatedEmail",
        "SendBulkEmail",
    }
    assert len({record["userIdentity"]["arn"] for record in sends}) >= 7
    assert len({record["userAgent"] for record in sends}) >= 7
    assert {record["tlsDetails"]["tlsVersion"] for record in sends} == {"TLSv1.2", "TLSv1.3"}
    assert {"MessageRejected", "NotFoundException"} <= {
        record.get("errorCode") for record in sends if "errorCode" in record
    }
    console = [record for record in sends if "sessionCredentialFromConsole" in record]
    assert console
    assert all("Mozilla" in record["userAgent"] for record in console)
    configured = {
        resource["ARN"].rpartition("/")[2] if resource["type"].endswith("Set") else ""
        for record in sends
        for resource in record["resources"]
    }
    assert {"transactional", "newsletter", "billing", "hoge-config", ""} <= configured
    assert "simulator.amazonses.com" not in json.dumps(sends)


def test_its_identities_sets_and_templates_are_changes(demo: list[dict[str, Any]]) -> None:
    changes = Counter(record["eventName"] for record in demo if record["managementEvent"])
    assert changes.keys() >= {
        "CreateEmailIdentity",
        "VerifyEmailIdentity",
        "CreateConfigurationSet",
        "CreateEmailTemplate",
    }


@pytest.mark.slow
async def test_it_sends_on_at_its_rate_until_the_block_ends() -> None:
    async with start_async(delay_s=0, rate=50, seed=1, backlog=0) as aws:
        for _ in range(100):
            found = await asyncio.to_thread(records, aws)
            if sum(not record["managementEvent"] for record in found) >= 20:
                break
            await asyncio.sleep(0.1)
        else:
            pytest.fail("no twenty sends in ten seconds")
    with pytest.raises(urllib.error.URLError):
        await asyncio.to_thread(urllib.request.urlopen, aws.endpoint, timeout=2)


@pytest.mark.slow
def test_the_child_ends_when_its_input_does() -> None:
    command = [sys.executable, "-m", "sestrail_tui.local_aws", "--delay", "0"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdin
        assert child.stdout
        ready = json.loads(child.stdout.readline())
        assert ready["endpoint"].startswith("http://127.0.0.1:")
        assert set(ready) == {
            "endpoint",
            "region",
            "log_group",
            "access_key",
            "secret_key",
            "account",
        }
        output, complaints = child.communicate(timeout=10)
        assert (child.returncode, output, complaints) == (0, b"", b"")


@pytest.mark.slow
def test_the_child_ends_on_sigterm() -> None:
    command = [sys.executable, "-m", "sestrail_tui.local_aws"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout
        assert child.stderr
        child.stdout.readline()
        child.terminate()
        assert child.wait(10) == 0
        assert child.stderr.read() == b""


def test_a_start_that_fails_says_why() -> None:
    with (
        pytest.raises(DemoError, match=r"did not start.*invalid int value"),
        start(extra=("--port", "harbour")),
    ):
        pytest.fail("it started")


def test_the_readers_own_aws_settings_do_not_reach_the_child(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "not-there")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://192.0.2.1")
    given_on = process.environment()
    assert not {"AWS_PROFILE", "AWS_ENDPOINT_URL"} & set(given_on)
    assert given_on["AWS_EC2_METADATA_DISABLED"] == "true"


@pytest.mark.slow
def test_a_port_that_is_taken_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "sestrail_tui.local_aws", "--port", port],
            stdin=subprocess.PIPE,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == f"Port {port} is not free: choose another, or 0 for any.\n"
