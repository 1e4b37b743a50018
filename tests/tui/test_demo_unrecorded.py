"""The demo with recording off, end to end: the doctor's own calls are counted, and are no rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sestrail_tui.places.connect import AwsConnection
from sestrail_tui.places.options import Options
from sestrail_tui.tui.app.app import SestrailApp
from sestrail_tui.tui.panels.doctor import DoctorScreen
from sestrail_tui.tui.panels.sources import SourcesScreen
from sestrail_tui.tui.preferences.filter_history import FilterHistory
from tests.follow.fast_clock import FastClock
from tests.local_aws.embedded import embedded, replaced
from tests.tui.app.driving import listing, main
from tests.tui.hosting import screen_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.local_aws.embedded import Aws

GUIDANCE = "✗ No send will come:"


async def until(pilot: Pilot[Any], holds: Callable[[], bool]) -> None:
    """Wait, as long as libraries of AWS take to load on a busy machine."""
    for _ in range(600):
        if holds():
            await pilot.pause()
            return
        await pilot.pause(0.05)
    raise AssertionError(screen_text(pilot.app))


def own_reads(aws: Aws) -> set[str]:
    """Give the names of SES's read-only calls that CloudTrail delivered into the log group."""
    return {one["eventName"] for one in aws.records() if one["eventSource"] == "ses.amazonaws.com"}


@pytest.mark.slow
async def test_the_doctors_own_calls_are_no_changes() -> None:
    clock = FastClock()
    with embedded(replaced(logging_off=True), clock) as aws:
        options = Options(
            regions=("us-east-1",),
            poll_interval_s=1.0,
            endpoint_url=aws.server.endpoint,
            credentials=("AKIATEST", "secret"),
        )
        app = SestrailApp(AwsConnection(options, clock), clock=clock, history=FilterHistory())
        async with app.run_test(size=(120, 40)) as pilot:
            await until(pilot, lambda: GUIDANCE in screen_text(app))
            assert "not recording" in screen_text(app).splitlines()[0]
            await pilot.press("D")
            await until(pilot, lambda: isinstance(app.screen, DoctorScreen))
            await until(pilot, lambda: "No send would be seen" in screen_text(app))
            assert {"GetAccount", "ListEmailIdentities"} <= own_reads(aws)
            await pilot.press("D")
            assert app.screen is main(app)
            await until(pilot, lambda: sum(main(app).status.reads.values()) >= 2)
            text = screen_text(app)
            assert len(listing(app).view) == 0
            assert "not recording" in text.splitlines()[0]
            assert GUIDANCE in text
            assert not own_reads(aws) & set(text.split())
            await pilot.press("S")
            await until(pilot, lambda: isinstance(app.screen, SourcesScreen))
            await until(pilot, lambda: "read-only calls (Get, List)" in screen_text(app))
            await pilot.press("S")
            aws.client("ses").verify_email_identity(EmailAddress="shop@example.com")
            await until(pilot, lambda: len(listing(app).view) == 1)
            assert "VerifyEmailIdentity" in screen_text(app)
            assert "not recording" in screen_text(app).splitlines()[0]
