"""The doctor's question on Live Tail: whether a session on a log group is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.account.discovery.log_group_arns import arn
from sestrail_tui.account.partitions import has_live_tail
from sestrail_tui.doctor.checks import Checks
from sestrail_tui.doctor.facts.log_group_uses import LogGroupCheck
from sestrail_tui.places.live_tail.access import ACCESS, NAME, TITLE

if TYPE_CHECKING:
    from sestrail_tui.account.discovery.log_groups import LogGroup
    from sestrail_tui.doctor.facts.answer import Answer
    from sestrail_tui.doctor.facts.asker import Asker

_NO_PATTERN: Final = "{"
"""Cannot be read, so that no session begins and is billed."""


async def may_tail(
    asker: Asker, group: LogGroup, account: str, _now_ms: int
) -> Answer[bool] | None:
    """Ask for a session that cannot begin."""
    if not has_live_tail(group.region):
        return None

    async def do(logs: Any) -> None:
        answer = await logs.start_live_tail(
            logGroupIdentifiers=[group.arn or arn(group, group.account or account)],
            logEventFilterPattern=_NO_PATTERN,
        )
        answer["responseStream"].close()

    return await asker.may(
        "logs", group.region, "logs:StartLiveTail", do, f"log group {group.name}"
    )


CHECKS: Final = Checks(
    log_group=LogGroupCheck(
        NAME,
        TITLE,
        "Without it `--live` does as without: polling reads everything all the same.",
        ACCESS.permissions,
        may_tail,
        follows=True,
        absent="AWS has none in {region}; polling does without it.",
    )
)
