"""One pass over an account in one region: everything asked at once, then judged."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sestrail_tui.account.aws_cli import AwsCli
from sestrail_tui.account.discovery.log_groups import named
from sestrail_tui.account.errors.error_classes import no_region
from sestrail_tui.account.report import Finding, Fix, Level, Report
from sestrail_tui.account.session.clients import Clients
from sestrail_tui.core.errors import (
    CredentialsExpired,
    CredentialsRejected,
    NotSetUp,
    PersonNeeded,
    SourceError,
    Unreachable,
)
from sestrail_tui.doctor.facts.ask_account import (
    ask_caller,
    ask_identities,
    ask_ses,
    ask_stack,
    regions_of_ses,
)
from sestrail_tui.doctor.facts.ask_groups import ask_direct, ask_group
from sestrail_tui.doctor.facts.ask_trails import ask_channels, ask_trail_list, ask_trails
from sestrail_tui.doctor.facts.asker import Asker
from sestrail_tui.doctor.facts.facts import Facts
from sestrail_tui.doctor.findings.judge import judge
from sestrail_tui.doctor.findings.judge_account import judge_caller

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from sestrail_tui.account.session.credentials import Settled
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.doctor.checks import Checks
    from sestrail_tui.doctor.facts.facts import PlaceFacts, TrailFacts


@dataclass(frozen=True, slots=True)
class ExamineOptions:
    """What to look at."""

    region: str = ""
    """``""``: that of the environment or the profile."""
    profile: str = ""
    log_groups: tuple[str, ...] = ()
    """Names or ARNs; only what fills them is looked at."""
    endpoint_url: str | None = None
    label: str = ""


async def examine(
    settle: Callable[[], Settled], asked: ExamineOptions, clock: Clock, checks: Sequence[Checks]
) -> Report:
    """Look at everything once; never raises for what AWS answers.

    ``settle`` reads the credentials, in a thread; ``checks`` are those of each kind of place.
    """
    aws = AwsCli(asked.profile)
    variable = "" if asked.endpoint_url else endpoint_variable(os.environ)
    try:
        settled = await asyncio.to_thread(settle)
    except SourceError as error:
        nobody = Facts(asked.region, asked.profile, error, clock.now_ms(), looked=False,
                       endpoint_variable=variable)  # fmt: skip
        first = judge_caller(nobody, aws)
        return Report(
            (first, _at_all(first, "AWS credentials come first.")), "", asked.region, asked.label
        )
    region = asked.region or settled.region
    if not region:
        fix = Fix((aws("configure", "set", "region", "us-east-1"),))
        first = Finding("region", "Region", Level.MISSING, no_region(), fix=fix)
        return Report((first, _at_all(first, "A region comes first.")), "", "", asked.label)
    clients = Clients(settled.credentials, asked.profile or None, asked.endpoint_url)
    try:
        asker = Asker(clients, settled.login, clock)
        facts = await gather_facts(asker, region, asked, clock, checks)
        facts = replace(facts, endpoint_variable=variable,
                        credentials_method=settled.credentials.method)  # fmt: skip
    finally:
        await clients.close()
    return Report(judge(facts, aws), facts.account, region, asked.label)


def _at_all(first: Finding, says: str) -> Finding:
    return Finding("verdict", "Nothing can be looked at", Level.MISSING, says, fix=first.fix)


async def gather_facts(
    asker: Asker, region: str, asked: ExamineOptions, clock: Clock, checks: Sequence[Checks]
) -> Facts:
    """Ask everything, at once; an answer that there is none of says why."""
    now_ms = clock.now_ms()
    caller = await ask_caller(asker, region)
    if isinstance(caller, SourceError) and not await _goes_on(asker, region, caller):
        return Facts(region, asked.profile, caller, now_ms, asker.ahead_ms, looked=False)
    account = "" if isinstance(caller, SourceError) else caller.account
    groups = tuple(group for text in asked.log_groups for group in named(text, (region,)))
    of_groups = [one.log_group for one in checks if one.log_group]
    async with asyncio.TaskGroup() as at_once:
        ses = at_once.create_task(ask_ses(asker, region))
        identities = at_once.create_task(ask_identities(asker, region))
        trails = at_once.create_task(ask_trails(asker, region, account, now_ms, of_groups))
        channels = at_once.create_task(ask_channels(asker, region))
        direct = at_once.create_task(ask_direct(asker, region, account, now_ms, of_groups))
        places = [
            at_once.create_task(_ask(one.account, asker, region)) for one in checks if one.account
        ]
        stack = at_once.create_task(ask_stack(asker, region))
        regions = at_once.create_task(asyncio.to_thread(regions_of_ses))
        named_groups = [
            at_once.create_task(ask_group(asker, group, account, now_ms, of_groups))
            for group in groups
        ]
    facts = Facts(
        region=region,
        profile=asked.profile,
        caller=caller,
        now_ms=now_ms,
        ahead_ms=asker.ahead_ms,
        regions=regions.result(),
        ses=ses.result(),
        identities=identities.result(),
        trails=trails.result(),
        channels=channels.result(),
        direct=direct.result(),
        named=tuple(task.result() for task in named_groups),
        stack=stack.result(),
        places=tuple(task.result() for task in places),
    )
    return only_named(facts) if groups else facts


async def _ask(
    ask: Callable[[Asker, str], Awaitable[PlaceFacts]], asker: Asker, region: str
) -> PlaceFacts:
    return await ask(asker, region)


async def _goes_on(asker: Asker, region: str, error: SourceError) -> bool:
    """Whether there is more to ask although AWS did not say who calls.

    Where nothing answers, one call more tells whether that is true of STS alone.
    """
    if isinstance(error, Unreachable):
        return not isinstance(await ask_trail_list(asker, region), Unreachable)
    stops = (NotSetUp, PersonNeeded, CredentialsExpired, CredentialsRejected)
    return not isinstance(error, stops)


def endpoint_variable(environment: Mapping[str, str]) -> str:
    """Return the environment variable that leads the first call elsewhere; ``""`` for none.

    AWS: AWS SDKs and Tools reference guide, "Service-specific endpoints".
    """
    if environment.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() == "true":
        return ""
    names = ("AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL")
    return next((name for name in names if environment.get(name)), "")


def only_named(facts: Facts) -> Facts:
    """Leave out what does not fill a log group that was named, and what is known by a trail."""
    wanted = {(one.group.region, one.group.name) for one in facts.named}
    trails = facts.trails
    elsewhere: tuple[TrailFacts, ...] = ()
    filled: set[tuple[str, str]] = set()
    if not isinstance(trails, SourceError):
        elsewhere = tuple(
            one
            for one in trails
            if one.group is not None
            and (one.group.group.region, one.group.group.name) not in wanted
        )
        trails = tuple(one for one in trails if one.group is not None
                       and (one.group.group.region, one.group.group.name) in wanted)  # fmt: skip
        filled = {(one.group.group.region, one.group.group.name) for one in trails if one.group}
    direct = facts.direct
    if direct is not None and not isinstance(direct, SourceError):
        place = (direct.group.region, direct.group.name)
        direct = direct if place in wanted else None
        filled |= {place} & wanted
    return replace(
        facts,
        trails=trails,
        elsewhere=elsewhere,
        direct=direct,
        channels=facts.channels if direct is not None else (),
        places=tuple(place for place in facts.places if not place.records_sends),
        named=tuple(one for one in facts.named
                    if (one.group.region, one.group.name) not in filled),
    )  # fmt: skip
