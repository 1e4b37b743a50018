"""The places that a policy names: those of the command line, and those that AWS tells of."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sestrail_tui.account.discovery.log_groups import LogGroup, from_arn
from sestrail_tui.account.errors.error_classes import no_region
from sestrail_tui.account.iam.permissions import ROLE, TRAIL
from sestrail_tui.account.iam.resource_arns import ResourceArns
from sestrail_tui.account.session.clients import Clients
from sestrail_tui.account.session.credentials import settle
from sestrail_tui.cli.standard_streams import say
from sestrail_tui.core.errors import NotSetUp, SourceError
from sestrail_tui.doctor.facts.ask_account import ask_caller
from sestrail_tui.doctor.facts.ask_trails import ask_trail_list
from sestrail_tui.doctor.facts.asker import Asker
from sestrail_tui.places.flag_values import LOG_GROUPS
from sestrail_tui.places.registry import PLACES
from sestrail_tui.places.targets import targets

if TYPE_CHECKING:
    from collections.abc import Container

    from sestrail_tui.account.discovery.trails import Trail
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.places.flag_values import FlagValues


@dataclass(frozen=True, slots=True)
class PolicyArns:
    """What a policy names, and a sentence on each question that was not answered."""

    resources: ResourceArns
    unanswered: tuple[str, ...]


def account_of(region: str, places: FlagValues) -> ResourceArns:
    """Give region and account, as far as a log group that is named by its ARN tells."""
    arns = (from_arn(text, "") for text in places.named(LOG_GROUPS)[:1])
    first = next(arns, None) or LogGroup("", region)
    return ResourceArns(region or first.region, first.account)


def with_named(at: ResourceArns, places: FlagValues, roles: tuple[str, ...]) -> ResourceArns:
    """Add what was named, as far as region and account are known. Raises `UsageError`."""
    assumed = tuple(target.role for target in targets((), roles) if target.role)
    known = at.knowing({ROLE.name: assumed})
    for place in PLACES:
        known = known.knowing(place.arns(places, at))
    return known


async def discovered(
    at: ResourceArns,
    wanted: tuple[str, ...],
    named: Container[str],
    profile: str | None,
    region: str | None,
    clock: Clock,
) -> PolicyArns:
    """Fill in account, region, and what ``wanted`` is about, as far as AWS tells.

    Give why the rest cannot be told too; no failure of AWS or of its configuration is raised.
    """
    try:
        settled = await asyncio.to_thread(settle, profile)
        where = region or at.region or settled.region
        if not where:
            raise NotSetUp(no_region())
    except SourceError as error:
        return PolicyArns(at, (error.message,))
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
        for place in PLACES:
            if place.name not in wanted or place.name in named:
                continue
            if (fallback := place.fallback()) is not None:
                found = await fallback.find(clients, (where,), settled.login)
                at = at.knowing(place.arns_of(found.places, at))
                failures += found.failures
                for lack in found.lacks:
                    say(f"sestrail: {lack}")
    finally:
        await clients.close()
    own = [trail for trail in trails if trail.trail_arn.split(":")[4:5] == [at.account]]
    at = at.with_buckets(trail.bucket for trail in own if trail.bucket)
    at = at.with_log_groups(_groups(own))
    at = at.knowing({TRAIL.name: tuple(trail.trail_arn for trail in own)})
    return PolicyArns(at, tuple(dict.fromkeys(error.message for error in failures)))


def _groups(trails: list[Trail]) -> tuple[LogGroup, ...]:
    found: dict[Any, LogGroup] = {}
    for trail in trails:
        group = from_arn(trail.cloud_watch_logs_log_group_arn, "")
        if group is not None:
            found[group.arn] = group
    return tuple(found.values())
