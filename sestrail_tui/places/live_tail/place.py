"""CloudWatch Live Tail, which pushes what is new over the polling of a log group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.places.live_tail.access import ACCESS, FLAG, NAME, TITLE
from sestrail_tui.places.place import DemoSource, Place

if TYPE_CHECKING:
    from sestrail_tui.doctor.checks import Checks


class LiveTailPlace(Place):
    """Sessions of Live Tail; the log groups themselves are read by polling."""

    name = NAME
    title = TITLE
    flags = (FLAG,)
    access = ACCESS
    demo = DemoSource(
        "live", "pushed by Live Tail over the polling", flags=lambda _aws: {FLAG.parameter: True}
    )

    def checks(self) -> Checks:
        """Return the doctor's questions."""
        from sestrail_tui.places.live_tail.checks import CHECKS

        return CHECKS


PLACE: Final = LiveTailPlace()
