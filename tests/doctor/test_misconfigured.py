"""Seeded misconfigurations: each is found, and the command that is printed fixes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sestrail_tui.account.report import Level, Report
from tests.doctor.aws_cli import run, run_program
from tests.doctor.examined import examined, finding
from tests.doctor.seeds import SEEDS, Seed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.local_aws.embedded import Aws

CLI_TRIES = ("basic selectors", "may not read the log group", "no log group", "bucket gone")
"""Those whose commands are given to the AWS CLI itself: a second each."""


@pytest.mark.parametrize("one", SEEDS, ids=lambda one: one.name)
def test_it_is_found_and_its_command_fixes_it(one: Seed, fresh: Callable[..., Aws]) -> None:
    aws = fresh(**one.settings)
    aws.client("ses").verify_email_identity(EmailAddress="shop@example.com")
    one.wrong(aws)
    found = finding(examined(aws, one.key), one.check)
    assert found.level is one.level, found
    assert found.fix is not None
    assert found.fix.commands
    command = run_program if one.name in CLI_TRIES else run
    for each in found.fix.commands:
        command(aws, each)
    assert not bad(examined(aws, one.key)), one.name


def bad(report: Report) -> list[str]:
    """Give everything that is not good; nothing delivered yet is no mistake."""
    return [
        f"{one.check}: {one.level}: {one.says}"
        for one in report.findings
        if one.level not in (Level.GOOD, Level.NOTE)
        and one.check != "trail.delivery"
        and not one.says.startswith("Yes, ")
    ]


def test_where_all_is_well_nothing_is_found(sending: Aws) -> None:
    sending.client("ses").send_email(
        Source="shop@example.com",
        Destination={"ToAddresses": ["to@example.org"]},
        Message={"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "b"}}},
    )
    report = examined(sending)
    assert not bad(report)
    assert report.exit_code == 0
    assert "Yes, about five minutes after the call" in report.verdict.says
