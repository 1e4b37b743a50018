"""``sestrail doctor`` and ``sestrail policy`` as processes over the embedded AWS."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.account.report import Finding, Fix, Level, Report
from sestrail_tui.cli.commands.doctor_output import as_json, lines
from sestrail_tui.local_aws.wire.faults import Fault
from tests.local_aws.embedded import fresh
from tests.tui.hosting import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.local_aws.embedded import Aws

__all__ = ["fresh"]


def sestrail(aws: Aws | None, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    env |= {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true", "NO_COLOR": "1"}  # fmt: skip
    if aws is not None:
        env |= {"AWS_ENDPOINT_URL": aws.server.endpoint, "AWS_REGION": "us-east-1",
                "AWS_ACCESS_KEY_ID": "AKIATEST", "AWS_SECRET_ACCESS_KEY": "s"}  # fmt: skip
    command = [sys.executable, "-m", "sestrail_tui", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=50, check=False)


def test_a_newcomer_gets_from_nothing_to_sends_by_what_is_printed(
    fresh: Callable[..., Aws],
) -> None:
    aws = fresh(logging_off=True)
    aws.client("ses").verify_email_identity(EmailAddress="shop@example.com")
    done = sestrail(aws, "doctor")
    assert done.returncode == 3
    assert "No send would be seen" in done.stdout
    command = shlex.split(done.stdout.splitlines()[-2].strip())
    assert command[:3] == ["sestrail", "logging", "on"]
    assert sestrail(aws, *command[1:], "--yes").returncode == 0
    done = sestrail(aws, "doctor", "--output", "json")
    assert done.returncode == 0, done.stdout
    told = json.loads(done.stdout)
    assert told["exit_code"] == 0
    (report,) = told["reports"]
    assert report["account"] == "123456789012"
    assert report["findings"][-1]["check"] == "verdict"


def test_without_credentials_it_says_so_and_ends_with_three() -> None:
    done = sestrail(None, "doctor", "--region", "us-east-1")
    assert done.returncode == 3
    assert "No AWS credentials were found" in done.stdout
    assert done.stderr == ""


def test_several_regions_have_a_report_each(fresh: Callable[..., Aws]) -> None:
    done = sestrail(fresh(), "doctor", "--region", "us-east-1", "--region", "eu-west-1",
                    "--output", "json")  # fmt: skip
    told = json.loads(done.stdout)
    assert [one["label"] for one in told["reports"]] == ["us-east-1", "eu-west-1"]


@pytest.mark.parametrize("command", ["doctor", "policy"])
def test_what_can_be_no_log_group_is_refused(command: str) -> None:
    done = sestrail(None, command, "--log-group", "a b")
    assert done.returncode == 2
    assert "is not a log group name or ARN" in done.stderr


def test_a_policy_is_printed_without_asking_anybody() -> None:
    done = sestrail(None, "policy", "--source", "lake")
    assert done.returncode == 0
    assert {one["Sid"] for one in json.loads(done.stdout)["Statement"]} >= {"AskCloudTrailLake"}
    assert "REGION, ACCOUNT, STORE-ID" in done.stderr
    arn = "arn:aws:logs:eu-west-1:111122223333:log-group:x"
    done = sestrail(None, "policy", "--log-group", arn)
    assert arn in done.stdout
    assert done.stderr == ""


def test_a_policy_takes_its_arns_from_the_account(fresh: Callable[..., Aws]) -> None:
    aws = fresh(lake=False)
    done = sestrail(aws, "policy", "tail", "doctor", "logging", "--discover", "--source", "bucket",
                    "--source", "log-group")  # fmt: skip
    assert done.stderr == ""
    text = done.stdout
    assert "arn:aws:logs:us-east-1:123456789012:log-group:CloudTrail/logs" in text
    assert "arn:aws:s3:::ses-sends-123456789012/AWSLogs/123456789012/*" in text
    assert "arn:aws:cloudtrail:us-east-1:123456789012:trail/ses-sends" in text
    lake = fresh(lake=True)
    text = sestrail(lake, "policy", "--discover", "--source", "lake").stdout
    (store,) = lake.server.account.lake.stores.values()
    assert store.arn in text


@pytest.mark.parametrize(
    ("refused", "kept", "lost"),
    [
        ("sts:GetCallerIdentity", ":us-east-1:", "ACCOUNT"),
        ("cloudtrail:DescribeTrails", ":123456789012:", "LOGGROUP"),
        ("cloudtrail:ListEventDataStores", "log-group:CloudTrail/logs", "STORE-ID"),
    ],
)
def test_what_could_not_be_discovered_is_told_with_exit_code_3(
    refused: str, kept: str, lost: str, fresh: Callable[..., Aws]
) -> None:
    aws = fresh()
    aws.server.account.faults.add(Fault("access_denied", api=refused.partition(":")[2]))
    done = sestrail(aws, "policy", "--discover", "--source", "lake", "--source", "log-group")
    assert done.returncode == 3
    assert kept in done.stdout
    assert lost in done.stdout
    assert json.loads(done.stdout)["Statement"]
    assert refused in done.stderr
    assert "with your own" in done.stderr


def test_what_each_action_is_for() -> None:
    done = sestrail(None, "policy", "--reasons", "tail")
    assert "logs:FilterLogEvents" in done.stdout
    assert "reads the records" in done.stdout


WARNING = Finding(
    "check",
    "A title",
    Level.WARNING,
    "It is so " + "and so " * 40,
    "It means much.",
    Fix(
        (("aws", "logs", "x", "--y", "a b" * 60),), "Here > there", "Mind this.", ("sestrail", "x")
    ),
)


def test_text_is_wrapped_and_commands_are_not() -> None:
    found = [line.plain for line in lines(WARNING, 80)]
    command = next(line for line in found if "aws logs" in line)
    assert len(command) > 180
    assert all(len(line) <= 80 for line in found if line != command)
    assert all(line.startswith(" " * 12) for line in found[1:])
    assert [line.strip() for line in found if "sestrail x" in line] == ["sestrail x"]
    assert any("In the console: Here > there" in line for line in found)
    assert len(list(lines(WARNING))) < len(found)


def test_hostile_text_stays_text() -> None:
    fix = Fix((("aws", HOSTILE),), HOSTILE, HOSTILE, ("sestrail", HOSTILE))
    hostile = Finding(HOSTILE, HOSTILE, Level.MISSING, HOSTILE, HOSTILE, fix)
    for width in (None, 60):
        text = "\n".join(line.plain for line in lines(hostile, width))
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "[bold]" in text
    assert "\x1b" not in as_json((Report((hostile,), "", ""),))
