"""What a waiting `logging on --for` says of a trail that somebody else changes."""

from __future__ import annotations

import pytest

from sestrail_tui.account.recording.observed import observe
from sestrail_tui.account.recording.switching import plan_on, switch_on
from sestrail_tui.account.selectors.event_selectors import EventSelectors
from sestrail_tui.cli.logging.recording_watch import RecordingWatch
from sestrail_tui.local_aws.wire.faults import Fault
from tests.account.recording.world import World, embedded, server, trail

__all__ = ["embedded", "server"]
TRAIL = trail()


@pytest.fixture
def watch(embedded: World) -> RecordingWatch:
    """Watch a trail that records sends."""
    before = EventSelectors().arguments
    embedded.call("put_event_selectors", TrailName=TRAIL.trail_arn, **before)
    plan = plan_on(embedded.do(observe(embedded.reached, TRAIL)))
    embedded.do(switch_on(plan, embedded.reached, embedded.memories, embedded.clock))
    return RecordingWatch(TRAIL, embedded.reached, embedded.clock)


def test_it_says_once_that_they_are_off_and_once_that_they_are_on(
    embedded: World, watch: RecordingWatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert embedded.do(watch.look())
    embedded.call("stop_logging", Name=TRAIL.name)
    embedded.do(watch.look())
    assert capsys.readouterr().err == "", "AWS may show what was there before"
    for _ in range(3):
        assert embedded.do(watch.look())
    said = capsys.readouterr().err
    assert said.count("NOT recorded any more by trail ses-sends in us-east-1: it was stopped") == 1
    assert not watch.held
    embedded.call("start_logging", Name=TRAIL.name)
    embedded.do(watch.look())
    assert "are recorded again" in capsys.readouterr().err


def test_what_cannot_be_told_is_said_to_be_so(
    embedded: World, watch: RecordingWatch, capsys: pytest.CaptureFixture[str]
) -> None:
    embedded.embedded.faults.add(Fault("access_denied", api="GetTrailStatus", count=2))
    assert embedded.do(watch.look())
    assert embedded.do(watch.look())
    said = capsys.readouterr().err
    assert said.count("cannot be told at present: cloudtrail:GetTrailStatus") == 1
    assert watch.held


def test_a_deleted_trail_is_not_waited_for(
    embedded: World, watch: RecordingWatch, capsys: pytest.CaptureFixture[str]
) -> None:
    embedded.embedded.trails.clear()
    assert not embedded.do(watch.look())
    assert "does not exist any more" in capsys.readouterr().err
