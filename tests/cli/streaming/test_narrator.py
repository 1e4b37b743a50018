"""What is told of sources on stderr: no more than is known."""

from __future__ import annotations

import pytest

from sestrail_tui.cli.streaming.narrator import Narrator
from sestrail_tui.follow.health import Health, State

LIVE = Health("g", State.LIVE)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (State.RETRYING, LIVE, "live again, reading on from where it stopped."),
        (State.THROTTLED, LIVE, "live again, reading on from where it stopped."),
        (State.REFUSED, LIVE, "live again, reading on from where it stopped."),
        (State.MISSING, LIVE, "live again."),
        (State.GIVEN_UP, LIVE, "live again."),
        (State.RETRYING, Health("g", State.LIVE, unseen=("s3://b/k is cut.",)), "live again."),
        (State.RETRYING, Health("g", State.LIVE, cannot_tell="A queue."), "live again."),
    ],
)
def test_where_it_goes_on_is_said_only_where_it_is_known(
    before: State, after: Health, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    narrator = Narrator()
    for health in (LIVE, Health("g", before, "Trouble."), after):
        narrator.tell(health)
    assert capfd.readouterr().err.splitlines()[-1] == f"sestrail: g: {said}"
