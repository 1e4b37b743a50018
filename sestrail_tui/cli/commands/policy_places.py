"""The places that a policy names: those of the command line, and those that AWS tells of."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sestrail_tui.account.discovery.buckets import named_bucket, named_queue
from sestrail_tui.account.discovery.event_data_stores import find_stores, named_store
from sestrail_tui.account.discovery.log_groups import LogGroup, from_arn
from sestrail_tui.account.errors.error_classes import no_region
from sestrail_tui.account.iam.resource_arns import ResourceArns
from sestrail_tui.account.session.clients import Clients
from sestrail_tui.account.session.credentials import settle
from sestrail_tui.cli.streaming.standard_streams import say
from sestrail_tui.core.errors import NotSetUp, SourceError
from sestrail_tui.doctor.facts.ask_account import ask_caller
from sestrail_tui.doctor.facts.ask_trails import ask_trail_list
from sestrail_tui.doctor.facts.asker import Asker
from sestrail_tui.places.targets import targets

if TYPE_CHECKING:
    from sestrail_tui.account.discovery.trails import Trail
    from sestrail_tui.core.clock import Clock


@dataclass(frozen=True, slots=True)
class Discovery:
    """The places of a policy, and a sentence on each question that was not answered."""

    places: ResourceArns
    unanswered: tuple[str, ...]


def named_places(
    region: str,
    log_groups: tuple[str, ...],
    buckets: tuple[str, ...],
    queues: tuple[str, ...],
    stores: tuple[str, ...],
    roles: tuple[str, ...],
) -> ResourceArns:
    """Read what was named; the ARN of a log group tells region and account.

    Raises `UsageError`.
    """
    groups = tuple(from_arn(text, "") or LogGroup(text, region) for text in log_groups)
    known = groups[0] if groups and groups[0].arn else LogGroup("", region)
    return ResourceArns(
        region or known.region,
        known.account,
        groups,
        tuple(named_bucket(text, region) for text in buckets),
        tuple(named_queue(text, region) for text in queues),
        tuple(named_store(text, region) for text in stores),
        roles=tuple(one.role for one in targets((), roles) if one.role),
    )


async def discovered(
    at: ResourceArns, wanted: tuple[str, ...], profile: str | None, region: str | None, clock: Clock
) -> Discovery:
    """Fill in account, region, and what ``wanted`` is about, as far as AWS tells.

    Give why the rest cannot be told too; no failure of AWS or of its configuration is raised.
    """
    try:
        settled = await asyncio.to_thread(settle, profile)
        where = region or at.region or settled.region
        if not where:
            raise NotSetUp(no_region())
    except SourceError as error:
        return Discovery(at, (error.message,))
    failures: list[SourceError] = []
    clients = Clients(settled.credentials, profile)
    try:
        asker = Asker(clients, settled.login, clock)
        at = replace(at, region=where)
        if not at.account:
            caller = await ask_caller(asker, where)
            if isinstance(caller, SourceError):
                failures.append(caller)
            else:
                at = replace(at, account=caller.account)
        trails = await ask_trail_list(asker, where)
        if isinstance(trails, SourceError):
            failures.append(trails)
            trails = []
        own = [one for one in trails if one.trail_arn.split(":")[4:5] == [at.account]]
        stores = at.stores
        if "lake" in wanted and not stores:
            found = await find_stores(clients, (where,), settled.login)
            stores = found.stores
            failures += found.failures
            for lack in found.lacks:
                say(f"sestrail: {lack}")
    finally:
        await clients.close()
    at = replace(
        at,
        log_groups=at.log_groups or _groups(own),
        buckets=at.buckets or tuple(one.bucket for one in own if one.bucket),
        stores=stores,
        trails=tuple(one.trail_arn for one in own),
    )
    return Discovery(at, tuple(dict.fromkeys(error.message for error in failures)))


def _groups(trails: list[Trail]) -> tuple[LogGroup, ...]:
    found: dict[Any, LogGroup] = {}
    for one in trails:
        group = from_arn(one.cloud_watch_logs_log_group_arn, "")
        if group is not None:
            found[group.arn] = group
    return tuple(found.values())
