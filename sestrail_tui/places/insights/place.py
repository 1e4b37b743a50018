"""CloudWatch Logs Insights, asked for older records of log groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.places.insights.access import ACCESS, NAME, TITLE
from sestrail_tui.places.place import HISTORY_HOURS, DemoSource, Place

if TYPE_CHECKING:
    from sestrail_tui.doctor.checks import Checks
    from sestrail_tui.places.context import Engines, PlaceContext


class InsightsPlace(Place):
    """Queries on log groups."""

    name = NAME
    title = TITLE
    engine = "CloudWatch Logs Insights"
    access = ACCESS
    demo = DemoSource(
        "insights",
        f"{HISTORY_HOURS} hours of an Infrequent Access log group, asked of Logs Insights",
        ("--insights", "--hours", str(HISTORY_HOURS)),
        asks_history=True,
    )

    async def engines(self, context: PlaceContext) -> Engines:
        """Find the log groups that can be asked. Raises `SourceError`."""
        from sestrail_tui.places.insights.engine import find_insights

        return await find_insights(context)

    def checks(self) -> Checks:
        """Return the doctor's questions."""
        from sestrail_tui.places.insights.checks import CHECKS

        return CHECKS


PLACE: Final = InsightsPlace()
