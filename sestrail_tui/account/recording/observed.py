"""A trail as it is at present: what it selects, and whether it logs at all."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.account.discovery.log_groups import from_arn
from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.account.selectors.event_selectors import EventSelectors, read
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sestrail_tui.account.discovery.trails import Trail
    from sestrail_tui.account.recording.aws_context import AwsContext
    from sestrail_tui.core.clock import Clock

PATIENCE_S: Final = (1.0, 2.0, 3.0, 5.0, 8.0, 13.0)
"""Between two looks: AWS shows a change after a while ("Data consistency in CloudTrail")."""


@dataclass(frozen=True, slots=True)
class Observed:
    """A trail, read just now."""

    trail: Trail
    selectors: EventSelectors
    is_logging: bool

    @property
    def log_group(self) -> str:
        """The name of its log group, ``""`` for none."""
        group = from_arn(self.trail.cloud_watch_logs_log_group_arn, "")
        return group.name if group else ""


async def observe(reached: AwsContext, trail: Trail) -> Observed:
    """Read a trail's selectors and status in its home region. Raises `SourceError`."""
    client_region = trail.home_region or reached.region
    client = await reached.clients.client("cloudtrail", client_region)
    answer, status = await asyncio.gather(
        _ask(reached, trail, "GetEventSelectors", client.get_event_selectors, "TrailName"),
        _ask(reached, trail, "GetTrailStatus", client.get_trail_status, "Name"),
    )
    return Observed(trail, read(answer), bool(status.get("IsLogging")))


async def _ask(
    reached: AwsContext, trail: Trail, operation: str, method: Any, name: str
) -> Mapping[str, Any]:
    """Make one call about the trail; a refusal names that call and no other."""
    region = trail.home_region or reached.region
    call = CallName(f"cloudtrail:{operation}", region, f"trail {trail.name}", reached.settled.login)
    try:
        answer: Mapping[str, Any] = await method(**{name: trail.trail_arn})
    except Exception as error:
        raise to_source_error(error, call) from error
    return answer


async def observe_until(
    reached: AwsContext, trail: Trail, wanted: Callable[[Observed], bool], clock: Clock
) -> Observed:
    """Read a trail again and again until it is as wanted, or patience ends; give the last look.

    Raises `SourceError`.
    """
    seen = await observe(reached, trail)
    for pause_s in PATIENCE_S:
        if wanted(seen):
            break
        await clock.sleep(pause_s)
        seen = await observe(reached, trail)
    return seen


def called(trail: Trail) -> str:
    """Name a trail in a sentence, free of control text."""
    return f"trail {safe(trail.name)} in {safe(trail.home_region)}"


def capitalized(trail: Trail) -> str:
    """Name a trail at the beginning of a sentence."""
    name = called(trail)
    return name[:1].upper() + name[1:]
