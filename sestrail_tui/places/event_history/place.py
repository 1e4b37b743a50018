"""CloudTrail's event history: the changes between the sends, never a send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.places.event_history.access import ACCESS, NAME, TITLE
from sestrail_tui.places.place import Place

if TYPE_CHECKING:
    from sestrail_tui.doctor.checks import Checks
    from sestrail_tui.places.event_history.connect import HistoryReader
    from sestrail_tui.places.reader import ReadingStart


class EventHistoryPlace(Place):
    """The event history of each region that is read, which AWS keeps for every account."""

    name = NAME
    title = TITLE
    access = ACCESS

    def reader(self, start: ReadingStart) -> HistoryReader:
        """Return what looks into the event history of the regions that are read."""
        from sestrail_tui.places.event_history.connect import HistoryReader

        return HistoryReader(start)

    def checks(self) -> Checks:
        """Return the doctor's questions."""
        from sestrail_tui.places.event_history.checks import CHECKS

        return CHECKS


PLACE: Final = EventHistoryPlace()
