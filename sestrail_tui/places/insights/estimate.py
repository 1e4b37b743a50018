"""What a question to Logs Insights would scan: AWS's own estimate, or one from what is stored.

AWS: "estimate", CloudWatch Logs user guide: the command tells the bytes that a query would scan,
without running it, and is not billed. What its column is called is not documented, so any number is
taken for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.account.prices import insights_usd, insights_words
from sestrail_tui.core.errors import SourceError
from sestrail_tui.follow.history.engine import Estimate
from sestrail_tui.places.insights.price import sentence, share_bytes
from sestrail_tui.places.insights.query import RUNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.account.discovery.log_classes import LogGroupDetails
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.places.insights.calls import InsightsCalls
    from sestrail_tui.places.insights.results import InsightsPage

_PATIENCE_S: Final = 10.0
_LOOK_S: Final = 0.4
_POINTER: Final = "@ptr"


async def aws_estimate(
    calls: InsightsCalls, condition: str, span_s: tuple[int, int], clock: Clock
) -> int | None:
    """Ask AWS how many bytes a query would scan; ``None`` where it does not say."""
    text = f"fields @message\n| filter {condition}\n| estimate"
    until_s = clock.monotonic() + _PATIENCE_S
    query_id = ""
    try:
        query_id = await calls.start(text, *span_s, 10_000)
        while clock.monotonic() < until_s:
            results = await calls.results(query_id, None)
            if results.status not in RUNS:
                return _number(results)
            await clock.sleep(_LOOK_S)
        await calls.stop(query_id)
    except SourceError:
        return None
    return None


def _number(results: InsightsPage) -> int | None:
    if results.status != "Complete":
        return None
    numbers = [
        float(cell.value)
        for row in results.results
        for cell in row
        if cell.field != _POINTER and cell.value.replace(".", "", 1).isdecimal()
    ]
    return int(max(numbers)) if numbers else None


def estimated(
    query: str,
    told: int | None,
    groups: Sequence[LogGroupDetails],
    span_ms: tuple[int, int],
    now_ms: int,
    *,
    region: str,
) -> Estimate:
    """Put an estimate into words; ``told`` is AWS's own."""
    if told is not None:
        own = sentence(told, "by AWS's own estimate", region)
        return Estimate(query, told, insights_usd(told, region), own)
    if not groups:
        why = "Nobody can tell how much would be scanned: logs:DescribeLogGroups is refused."
        return Estimate(query, None, None, f"{why} {insights_words(region)}")
    share = share_bytes(groups, *span_ms, now_ms)
    how = (
        "by the share of the range in what is stored, as if evenly (of a busy day it is more, and "
        "several times as much where AWS tells the compressed size)"
    )
    return Estimate(query, share, insights_usd(share, region), sentence(share, how, region))
