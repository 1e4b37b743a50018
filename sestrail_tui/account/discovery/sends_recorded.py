"""Whether SES sends are recorded at present into what is read: two cheap calls for each trail.

AWS: GetEventSelectors and GetTrailStatus (of the trails that deliver to a log group or a bucket),
ListChannels and GetChannel (of CloudTrail delivering to a log group without a trail).
"""

from __future__ import annotations

import asyncio
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from sestrail_tui.account.aws_cli import AwsCli
from sestrail_tui.account.discovery.discover import DIRECT_GROUP
from sestrail_tui.account.discovery.log_groups import LogGroup, from_arn
from sestrail_tui.account.discovery.trails import list_trails
from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.account.selectors.coverage import coverage
from sestrail_tui.account.selectors.event_selectors import EventSelectors, read
from sestrail_tui.core.errors import SourceError
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.account.discovery.buckets import TrailBucket
    from sestrail_tui.account.discovery.trails import Trail
    from sestrail_tui.account.selectors.coverage import Coverage
    from sestrail_tui.account.session.clients import Clients

CHANNELS: Final = "aws-service-channel/cloudwatch/"
"""How the channels are named that deliver into CloudWatch Logs."""


_NO_SELECTORS: Final = EventSelectors()
_NO_PROFILE: Final = AwsCli()


@dataclass(frozen=True, slots=True)
class SendsRecorded:
    """Whether what fills a place records SES sends at present."""

    takes: Literal["all", "some", "none", "undelivered", "unknown"]
    """undelivered: they are recorded, and CloudTrail cannot write them there. unknown: AWS does
    not say, or nothing that fills the place is known."""
    sentence: str = ""
    """What is not recorded, or why that cannot be told; empty where every send is recorded."""
    command: str = ""
    """What fixes it, as a shell takes it; empty where no command is known to."""
    since_ms: int | None = None
    """Since when the trail logs without a break (StartLoggingTime, ms UTC); what it selected
    meanwhile AWS does not say. `None`: not known."""
    region: str = ""
    """The only region whose sends are recorded; empty where those of every region are."""


@dataclass(frozen=True, slots=True)
class _Filler:
    """What fills a place, as AWS tells of it."""

    name: str
    selectors: EventSelectors = _NO_SELECTORS
    is_logging: bool = True
    since_ms: int | None = None
    error: str = ""
    """Why CloudTrail cannot write to the place."""
    refusal: str = ""
    """Why AWS does not say what it records."""
    command: str = ""
    region: str = ""
    """The only region that it looks at; empty: every region."""


async def sends_recorded(
    clients: Clients,
    places: Sequence[LogGroup | TrailBucket],
    *,
    account: str,
    login: str,
    aws: AwsCli = _NO_PROFILE,
) -> dict[LogGroup | TrailBucket, SendsRecorded]:
    """Tell of each log group and bucket whether what fills it records SES sends.

    Asks once for each region and each trail. Never raises for what AWS answers.
    """
    regions = tuple(dict.fromkeys(place.region for place in places))
    asker = _Asker(clients, login, aws)
    listed = dict(zip(regions, await asyncio.gather(*map(asker.trails, regions)), strict=True))
    recorded: dict[LogGroup | TrailBucket, SendsRecorded] = {}
    for place in places:
        trails = listed[place.region]
        if isinstance(trails, SourceError):
            recorded[place] = SendsRecorded("unknown", trails.message)
            continue
        filling = [one for one in trails if _fills(one, place, account)]
        fillers = list(await asyncio.gather(*(asker.filler(one, place) for one in filling)))
        if isinstance(place, LogGroup) and place.name == DIRECT_GROUP:
            fillers += await asker.channels(place.region)
        recorded[place] = _judged(place, fillers)
    return recorded


def _fills(trail: Trail, place: LogGroup | TrailBucket, account: str) -> bool:
    if isinstance(place, LogGroup):
        group = from_arn(trail.cloud_watch_logs_log_group_arn, "")
        return (
            group is not None
            and (group.name, group.region) == (place.name, place.region)
            and (not (place.account or account) or group.account == (place.account or account))
        )
    own = trail.bucket
    return (
        own is not None
        and own.name == place.name
        and (own.prefix.startswith(place.prefix) or place.prefix.startswith(own.prefix))
    )


def _judged(place: LogGroup | TrailBucket, fillers: Sequence[_Filler]) -> SendsRecorded:
    if not fillers:
        what = f"log group {safe(place.name)}" if isinstance(place, LogGroup) else safe(place.url)
        return SendsRecorded(
            "unknown",
            f"No trail that can be seen from here delivers to {what}: whether sends are recorded "
            "there cannot be told.",
        )
    readable = [one for one in fillers if not one.refusal]
    working = [one for one in readable if one.is_logging and not one.error]
    together = EventSelectors(advanced=tuple(s for one in working for s in one.selectors.advanced))
    found = coverage(together)
    if found.takes == "all":
        return SendsRecorded("all", since_ms=_since(working), region=_region(working))
    if refused := next((one.refusal for one in fillers if one.refusal), ""):
        return SendsRecorded("unknown", refused)
    if found.takes == "some":
        says = f"{_named(working)} records some SES sends only. {' '.join(found.notes)}"
        return SendsRecorded("some", says, _command(readable), _since(working), _region(working))
    for one in readable:
        if one.error and one.is_logging and coverage(one.selectors).takes != "none":
            says = f"CloudTrail cannot write what {one.name} records: {safe(one.error)}."
            return SendsRecorded("undelivered", says)
    return SendsRecorded("none", _none(readable, found), _command(readable))


def _none(known: Sequence[_Filler], found: Coverage) -> str:
    if not any(one.is_logging for one in known):
        return f"{_named(known)} is switched off: it records nothing."
    return f"{_named(known)} does not record SES sends. {' '.join(found.notes)}".rstrip()


def _named(some: Sequence[_Filler]) -> str:
    names = " and ".join(one.name for one in some)
    return names[:1].upper() + names[1:]


def _command(some: Sequence[_Filler]) -> str:
    return next((one.command for one in some if one.command), "")


def _since(working: Sequence[_Filler]) -> int | None:
    moments = [one.since_ms for one in working]
    moments_read = [moment for moment in moments if moment is not None]
    return max(moments_read) if len(moments_read) == len(moments) and moments_read else None


def _region(working: Sequence[_Filler]) -> str:
    regions = {one.region for one in working}
    return regions.pop() if len(regions) == 1 else ""


class _Asker:
    """Asks CloudTrail; a refusal is an answer too."""

    def __init__(self, clients: Clients, login: str, aws: AwsCli) -> None:
        self._clients = clients
        self._login = login
        self._aws = aws

    async def trails(self, region: str) -> list[Trail] | SourceError:
        """Return the trails that a region shows, or why there is no telling."""
        try:
            return await list_trails(self._clients, region, self._login)
        except SourceError as error:
            return error

    async def filler(self, trail: Trail, place: LogGroup | TrailBucket) -> _Filler:
        """Ask what a trail records, in its home region."""
        name, home = f"trail {safe(trail.name)}", trail.home_region or place.region
        command = self._aws.sestrail("logging", "on", "--trail", trail.name, region=home)
        try:
            answers = await asyncio.gather(
                self._call("GetEventSelectors", home, name, TrailName=trail.trail_arn),
                self._call("GetTrailStatus", home, name, Name=trail.trail_arn),
            )
        except SourceError as error:
            return _Filler(name, refusal=error.message)
        selectors, status = answers
        kind = "CloudWatchLogs" if isinstance(place, LogGroup) else ""
        started = status.get("StartLoggingTime")
        return _Filler(
            name,
            read(selectors),
            bool(status.get("IsLogging")),
            round(started.timestamp() * 1000) if started is not None else None,
            str(status.get(f"Latest{kind}DeliveryError") or ""),
            command=shlex.join(command),
            region="" if trail.is_multi_region_trail else home,
        )

    async def channels(self, region: str) -> list[_Filler]:
        """Ask what CloudTrail delivers without a trail."""
        try:
            listed = (await self._call("ListChannels", region)).get("Channels", ())
            channels = [one for one in listed if str(one.get("Name", "")).startswith(CHANNELS)]
            return list(await asyncio.gather(*(self._channel(one, region) for one in channels)))
        except SourceError as error:
            return [_Filler("CloudTrail without a trail", refusal=error.message)]

    async def _channel(self, channel: dict[str, Any], region: str) -> _Filler:
        name = f"channel {safe(str(channel['Name']))}"
        answer = await self._call("GetChannel", region, name, Channel=channel["ChannelArn"])
        source = answer.get("SourceConfig") or {}
        return _Filler(
            name, EventSelectors(advanced=tuple(source.get("AdvancedEventSelectors", ())))
        )

    async def _call(
        self, operation: str, region: str, target: str = "", **asked: object
    ) -> dict[str, Any]:
        from botocore import xform_name  # noqa: PLC0415

        call = CallName(f"cloudtrail:{operation}", region, target, self._login)
        try:
            client = await self._clients.client("cloudtrail", region)
            answer: dict[str, Any] = await getattr(client, xform_name(operation))(**asked)
        except Exception as error:
            raise to_source_error(error, call) from error
        return answer
