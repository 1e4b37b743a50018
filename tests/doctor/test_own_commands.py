"""The commands of sestrail's own and of the shell that the doctor prints, run as they stand.

Each in a shell, on an embedded account: afterwards what it names is fixed, or what it prints
fixes it.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.account.recording.stack.name import NAME
from sestrail_tui.account.report import Level
from sestrail_tui.local_aws.cloudtrail.trails import default_selectors
from sestrail_tui.local_aws.wire.faults import Fault
from tests.doctor.aws_cli import PROGRAM as PROGRAM_OF_AWS
from tests.doctor.examined import examined, finding
from tests.doctor.tried_commands import OWN_RUNS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.account.report import Fix
    from tests.local_aws.embedded import Aws

PROGRAM = Path(sys.executable).with_name("sestrail")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


def shell(aws: Aws, line: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a line in a shell whose environment leads to the embedded account."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("AWS_")}
    env = kept | {
        "PATH": f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}",
        "AWS_ENDPOINT_URL": aws.server.endpoint,
        "AWS_ACCESS_KEY_ID": "AKIATEST",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }
    wanted = {name: text for name, text in (env | more).items() if text}
    return subprocess.run(
        ["sh", "-c", line], env=wanted, capture_output=True, text=True, check=False, timeout=60
    )


def own(fix: Fix | None) -> str:
    assert fix is not None
    line = fix.easier_shell or fix.shell[0]
    assert line.startswith("sestrail ")
    return line


def test_logging_on_fixes_a_trail_that_records_no_send(fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    trail = aws.server.account.trail
    trail.advanced, trail.basic = [], default_selectors()
    line = own(examined(aws).verdict.fix)
    done = shell(aws, f"{line} --yes")
    assert done.returncode == 0, done.stderr
    assert finding(examined(aws), "trail.selectors").level is Level.GOOD


def test_logging_on_create_fixes_an_account_without_a_trail(fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    aws.client("cloudtrail").delete_trail(Name="ses-sends")
    line = own(examined(aws).verdict.fix)
    assert "--create" in line
    done = shell(aws, f"{line} --yes")
    assert done.returncode == 0, done.stderr
    report = examined(aws)
    assert finding(report, "trail.selectors").level is Level.GOOD
    assert report.exit_code == 0
    stack = finding(report, "stack")
    assert stack.level is Level.GOOD
    assert f"trail {NAME}, log group {NAME}, role {NAME}-" in stack.says


def test_logging_off_deletes_what_is_left_of_a_stack(fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    aws.server.account.trails.clear()
    aws.server.account.faults.add(Fault("access_denied", api="StartLogging"))
    done = shell(aws, "sestrail logging on --create --yes")
    assert done.returncode == 3
    assert "allow the action cloudtrail:StartLogging" in done.stderr
    found = finding(examined(aws), "stack")
    assert found.level is Level.WARNING
    assert "ROLLBACK_FAILED" in found.says
    done = shell(aws, f"{own(found.fix)} --yes")
    assert done.returncode == 0, done.stderr
    assert "stack" not in [one.check for one in examined(aws).findings]


def test_a_log_group_that_is_not_there_leads_to_the_one_that_is(fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    report = examined(aws, log_groups=("nope/nada",))
    assert report.exit_code == 3
    line = own(report.verdict.fix)
    assert line == "sestrail --log-group CloudTrail/logs --region us-east-1"
    assert "create-log-group" not in str(report)
    # the screen wants a terminal; the doctor looks at the very same place
    done = shell(aws, line.replace("sestrail ", "sestrail doctor ", 1))
    assert done.returncode == 0, done.stdout
    assert "Sends would be seen" in done.stdout


def test_a_log_group_that_nothing_fills_leads_to_the_one_that_a_trail_fills(
    fresh: Callable[..., Aws],
) -> None:
    aws = fresh()
    aws.client("logs").create_log_group(logGroupName="mine")
    report = examined(aws, log_groups=("mine",))
    assert report.exit_code == 3
    line = own(finding(report, "group.filled").fix)
    assert (
        line
        == own(report.verdict.fix)
        == ("sestrail --log-group CloudTrail/logs --region us-east-1")
    )
    done = shell(aws, line.replace("sestrail ", "sestrail doctor ", 1))
    assert done.returncode == 0, done.stdout
    assert "Sends would be seen" in done.stdout


def test_a_region_that_is_not_known_leads_to_one_that_is(fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    found = finding(examined(aws, region="us-esat-1"), "region")
    assert found.level is Level.WARNING
    assert "us-esat-1 is none of the regions" in found.says
    done = shell(aws, own(found.fix))
    assert done.returncode == 0, done.stdout
    assert "none of the regions" not in done.stdout


def test_the_policy_that_is_printed_fixes_refusals(fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    grants = aws.server.account.grants
    refused = ("logs:FilterLogEvents", "cloudtrail:DescribeTrails", "logs:DescribeLogGroups",
               "cloudtrail:ListEventDataStores", "cloudtrail:LookupEvents")  # fmt: skip
    grants.deny("your-app", *refused)
    report = examined(aws)
    assert report.exit_code == 3
    done = shell(aws, own(report.verdict.fix))
    assert done.returncode == 0, done.stderr
    policy = done.stdout.replace("LOGGROUP", "CloudTrail/logs").replace("ACCOUNT", "123456789012")
    aws.client("iam").put_user_policy(
        UserName="your-app", PolicyName="sestrail", PolicyDocument=policy
    )
    assert not [one for one in examined(aws).findings if "was refused" in one.says]
    assert examined(aws).exit_code == 0


def test_a_dead_endpoint_is_unset(fresh: Callable[..., Aws], tmp_path: Path) -> None:
    aws = fresh()
    config = tmp_path / "config"
    config.write_text(f"[default]\nendpoint_url = {aws.server.endpoint}\n")
    dead = {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_CONFIG_FILE": str(config)}
    done = shell(aws, "sestrail doctor", **dead)
    assert done.returncode == 3
    assert "aws configure" not in done.stdout
    (line,) = {one.strip() for one in done.stdout.splitlines() if one.strip().startswith("unset")}
    assert shlex.split(line) == ["unset", "AWS_ENDPOINT_URL"]
    done = shell(aws, f"{line}; sestrail doctor", **dead)
    assert done.returncode == 0, done.stdout


def test_everything_refused_asks_for_the_policy(fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    aws.server.account.faults.add(Fault(name="access_denied", count=None))
    done = shell(aws, "sestrail doctor")
    assert done.returncode == 3
    assert "aws configure" not in done.stdout
    assert "sestrail policy tail doctor --region us-east-1" in done.stdout


@pytest.mark.slow
@pytest.mark.skipif(PROGRAM_OF_AWS is None, reason="the AWS CLI is not installed")
def test_an_account_without_keys_and_region_is_configured(
    fresh: Callable[..., Aws], tmp_path: Path
) -> None:
    aws = fresh()
    config = tmp_path / "config"
    config.write_text(f"[default]\nendpoint_url = {aws.server.endpoint}\n")
    bare = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_REGION": "",
            "AWS_ENDPOINT_URL": "", "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": str(config),
            "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "credentials")}  # fmt: skip
    done = shell(aws, "sestrail doctor", **bare)
    assert done.returncode == 3
    assert printed(done.stdout) == "aws configure"
    done = shell(aws, "printf 'AKIATEST\\nsecret\\n\\n\\n' | aws configure", **bare)
    assert done.returncode == 0, done.stderr
    done = shell(aws, "sestrail doctor", **bare)
    assert done.returncode == 3
    line = printed(done.stdout)
    assert line == "aws configure set region us-east-1"
    assert shell(aws, line, **bare).returncode == 0
    done = shell(aws, "sestrail doctor", **bare)
    assert done.returncode == 0, done.stdout


def printed(text: str) -> str:
    """Give the one command of the AWS CLI that is printed, perhaps twice."""
    (line,) = {one.strip() for one in text.splitlines() if one.strip().startswith("aws ")}
    return line


def test_the_table_of_runs_names_the_tests_of_this_module() -> None:
    here = {name for name in globals() if name.startswith("test_")}
    assert set(OWN_RUNS) == here - {"test_the_table_of_runs_names_the_tests_of_this_module"}
