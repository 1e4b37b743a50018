"""Questions about what records: trails, and CloudTrail delivering without one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import msgspec

from sestrail_tui.account.discovery.log_groups import from_arn
from sestrail_tui.account.discovery.sends_recorded import CHANNELS
from sestrail_tui.account.discovery.trails import Trail
from sestrail_tui.account.selectors.event_selectors import EventSelectors, read
from sestrail_tui.core.errors import SourceError
from sestrail_tui.doctor.facts.ask_groups import ask_bucket, ask_group
from sestrail_tui.doctor.facts.facts import ChannelFacts, TrailFacts, TrailStatus

if TYPE_CHECKING:
    from datetime import datetime

    from sestrail_tui.doctor.facts.answer import Answer
    from sestrail_tui.doctor.facts.ask_groups import LogGroupChecks
    from sestrail_tui.doctor.facts.asker import Asker
    from sestrail_tui.doctor.facts.facts import GroupFacts


async def ask_trail_list(asker: Asker, region: str) -> Answer[list[Trail]]:
    """Ask which trails a region shows, shadows too."""

    async def do(cloudtrail: Any) -> list[Trail]:
        answer = await cloudtrail.describe_trails(includeShadowTrails=True)
        return msgspec.convert(answer.get("trailList", []), list[Trail], strict=False)

    return await asker.ask("cloudtrail", region, "cloudtrail:DescribeTrails", do)


async def ask_trails(
    asker: Asker, region: str, account: str, now_ms: int, checks: LogGroupChecks
) -> Answer[tuple[TrailFacts, ...]]:
    """Ask which trails there are, and all about each."""
    trails = await ask_trail_list(asker, region)
    if isinstance(trails, SourceError):
        return trails
    groups = _Groups(asker, account, now_ms, checks)
    return tuple(await asyncio.gather(*(_ask_trail(asker, one, account, groups) for one in trails)))


class _Groups:
    """Asks about each log group once, whichever trails fill it."""

    def __init__(self, asker: Asker, account: str, now_ms: int, checks: LogGroupChecks) -> None:
        self._asker = asker
        self._account = account
        self._now_ms = now_ms
        self._checks = checks
        self._asked: dict[str, asyncio.Task[GroupFacts]] = {}

    async def of(self, trail: Trail) -> GroupFacts | None:
        """Return a trail's log group, unless it has none or another account's."""
        group = from_arn(trail.cloud_watch_logs_log_group_arn, f"trail {trail.name}")
        if group is None or (self._account and group.account != self._account):
            return None
        if group.arn not in self._asked:
            asking = ask_group(self._asker, group, self._account, self._now_ms, self._checks)
            self._asked[group.arn] = asyncio.ensure_future(asking)
        return await self._asked[group.arn]


async def _ask_trail(asker: Asker, trail: Trail, account: str, groups: _Groups) -> TrailFacts:
    """Ask in the home region, by ARN: elsewhere a trail is a shadow without a name."""
    target, home = f"trail {trail.name}", trail.home_region

    async def status(cloudtrail: Any) -> TrailStatus:
        status_answer = await cloudtrail.get_trail_status(Name=trail.trail_arn)
        return msgspec.convert(_seconds(status_answer), TrailStatus)

    async def selectors(cloudtrail: Any) -> EventSelectors:
        return read(await cloudtrail.get_event_selectors(TrailName=trail.trail_arn))

    bucket = trail.bucket
    is_own = bucket is not None and (not account or trail.trail_arn.split(":")[4] == account)
    status_answer, selected, group, bucket_facts = await asyncio.gather(
        asker.ask("cloudtrail", home, "cloudtrail:GetTrailStatus", status, target),
        asker.ask("cloudtrail", home, "cloudtrail:GetEventSelectors", selectors, target),
        groups.of(trail),
        ask_bucket(asker, bucket) if bucket is not None and is_own else _none(),
    )
    return TrailFacts(trail, status_answer, selected, group, bucket_facts)


async def _none() -> None:
    return None


def _seconds(answer: dict[str, Any]) -> dict[str, Any]:
    """Write moments as seconds since the epoch."""

    def plain(value: Any) -> Any:
        moment: datetime | None = value if hasattr(value, "timestamp") else None
        return value if moment is None else moment.timestamp()

    return {name: plain(value) for name, value in answer.items()}


async def ask_channels(asker: Asker, region: str) -> Answer[tuple[ChannelFacts, ...]]:
    """Ask which channels deliver into CloudWatch Logs, and what each takes."""

    async def do(cloudtrail: Any) -> list[tuple[str, str]]:
        answer = await cloudtrail.list_channels()
        return [
            (str(one["Name"]), str(one["ChannelArn"]))
            for one in answer.get("Channels", ())
            if str(one.get("Name", "")).startswith(CHANNELS)
        ]

    listed = await asker.ask("cloudtrail", region, "cloudtrail:ListChannels", do)
    if isinstance(listed, SourceError):
        return listed

    async def one(name: str, arn: str) -> ChannelFacts:
        async def get(cloudtrail: Any) -> EventSelectors:
            answer = await cloudtrail.get_channel(Channel=arn)
            config = answer.get("SourceConfig") or {}
            return EventSelectors(advanced=tuple(config.get("AdvancedEventSelectors", ())))

        target = f"channel {name}"
        return ChannelFacts(
            name, await asker.ask("cloudtrail", region, "cloudtrail:GetChannel", get, target)
        )

    return tuple(await asyncio.gather(*(one(name, arn) for name, arn in listed)))
