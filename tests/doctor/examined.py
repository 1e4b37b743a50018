"""What the doctor finds in an embedded AWS."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sestrail_tui.account.session.credentials import Settled, static
from sestrail_tui.core.clock import SystemClock
from sestrail_tui.doctor.examine import ExamineOptions, examine
from sestrail_tui.places.registry import checks
from tests.doctor.tried_commands import assert_tried

if TYPE_CHECKING:
    from sestrail_tui.account.report import Finding, Report
    from sestrail_tui.core.clock import Clock
    from tests.local_aws.embedded import Aws


def examined(
    aws: Aws,
    key: str = "AKIATEST",
    clock: Clock | None = None,
    region: str = "us-east-1",
    **more: object,
) -> Report:
    """Examine an embedded account once."""
    asked = ExamineOptions(region=region, endpoint_url=aws.server.endpoint, **more)  # type: ignore[arg-type]
    settled = Settled(static(key, "secret"), region, "log in")
    report = asyncio.run(examine(lambda: settled, asked, clock or SystemClock(), checks()))
    assert_tried(report.findings)
    return report


def finding(report: Report, check: str, title: str = "") -> Finding:
    """Give the finding of a check."""
    found = [one for one in report.findings if one.check == check and title in one.title]
    assert found, (check, [one.check for one in report.findings])
    return found[0]
