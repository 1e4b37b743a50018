"""The doctor's question on Logs Insights: whether a query on a log group is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.doctor.checks import Checks
from sestrail_tui.doctor.facts.log_group_uses import LogGroupCheck
from sestrail_tui.places.insights.access import ACCESS, NAME, TITLE

if TYPE_CHECKING:
    from sestrail_tui.account.discovery.log_groups import LogGroup
    from sestrail_tui.doctor.facts.answer import Answer
    from sestrail_tui.doctor.facts.asker import Asker

_NO_QUERY: Final = "fields |"
"""Cannot be read, so that nothing is scanned and billed."""


async def may_query(asker: Asker, group: LogGroup, _account: str, now_ms: int) -> Answer[bool]:
    """Ask a query that cannot be read."""

    async def do(logs: Any) -> None:
        answer = await logs.start_query(
            logGroupName=group.name,
            startTime=now_ms // 1000 - 60,
            endTime=now_ms // 1000,
            queryString=_NO_QUERY,
        )
        await logs.stop_query(queryId=answer["queryId"])

    return await asker.may("logs", group.region, "logs:StartQuery", do, f"log group {group.name}")


CHECKS: Final = Checks(
    log_group=LogGroupCheck(
        NAME,
        TITLE,
        "Without it the log group's past cannot be searched (key H).",
        ACCESS.permissions,
        may_query,
    )
)
