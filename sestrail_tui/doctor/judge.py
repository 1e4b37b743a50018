"""All judgements together, in the order in which they are read. Pure."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from sestrail_tui.aws.places import Places
from sestrail_tui.aws.recording.creation import Standing, steps_to_make
from sestrail_tui.aws.recording.made import Made
from sestrail_tui.aws.selectors.coverage import coverage
from sestrail_tui.doctor.allow import allow, permissions
from sestrail_tui.doctor.finding import Finding, Level, Mend
from sestrail_tui.doctor.judge_account import judge_account
from sestrail_tui.doctor.judge_group import judge_group
from sestrail_tui.doctor.judge_places import judge_bucket, judge_no_group
from sestrail_tui.doctor.judge_sources import judge_group_sources, judge_history, judge_store
from sestrail_tui.doctor.judge_trail import COST, judge_delivery, judge_trail, way_of
from sestrail_tui.doctor.verdict import NEVER, verdict
from sestrail_tui.doctor.ways import softened, whole_ways
from sestrail_tui.errors import AccessDenied, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.aws.commands import Argv, AwsCli
    from sestrail_tui.doctor.facts import Facts, GroupFacts, TrailFacts

_DIRECT = ("CloudTrail without a trail",)


def judge(facts: Facts, aws: AwsCli) -> tuple[Finding, ...]:
    """Give every finding; the verdict is the last."""
    if isinstance(facts.caller, SourceError):
        first = tuple(judge_account(facts, aws))
        return (*first, NEVER, verdict(first, ()))
    asked = (*judge_account(facts, aws), *_records(facts, aws))
    found = softened(asked)
    found += tuple(_besides(facts, aws))
    return (*found, NEVER, verdict(found, whole_ways(asked)))


def _records(facts: Facts, aws: AwsCli) -> Iterator[Finding]:
    """Judge everything that a record passes on its way."""
    yield from _trails(facts, aws)
    yield from _direct(facts, aws)
    for told in facts.named:
        yield from _named(facts, told, aws)
    if not isinstance(facts.stores, SourceError):
        for store in facts.stores:
            yield from judge_store(facts, store, aws)


def _trails(facts: Facts, aws: AwsCli) -> Iterator[Finding]:
    trails = facts.trails
    if isinstance(trails, SourceError):
        yield Finding(
            "trails",
            "Trails",
            Level.UNKNOWN,
            trails.message,
            "Whether sends are recorded at all is not known.",
            _reading(facts, "cloudtrail:DescribeTrails", aws)
            if isinstance(trails, AccessDenied)
            else None,
            ("trails",),
        )
        return
    if not trails and not facts.named and not facts.stores and facts.direct is None:
        yield Finding(
            "trails",
            "Trails",
            Level.MISSING,
            f"There is none in {facts.region}: nothing records sends.",
            "SES sends are data events: a trail has to select them.",
            Mend(
                _making(facts, aws),
                note="Makes a trail for SES sends alone, with log group, role and bucket. " + COST,
                easier=aws.sestrail("logging", "on", "--create", region=facts.region),
            ),
        )
    for told in trails:
        yield from _trail(facts, told, aws)


def _making(facts: Facts, aws: AwsCli) -> tuple[Argv, ...]:
    """Give the commands that make what ``sestrail logging on --create`` makes."""
    absent = Standing("absent", "absent", "absent", "absent")
    steps = steps_to_make(Made(facts.account, facts.region), absent)
    return tuple(tuple(shlex.split(step.command(aws.profile))) for step in steps)


def _trail(facts: Facts, told: TrailFacts, aws: AwsCli) -> Iterator[Finding]:
    way = way_of(told)
    for one in judge_trail(told, aws):
        yield _mended_by_policy(facts, told, one, aws)
    if told.group is None:
        yield judge_no_group(told, way, aws)
    else:
        yield from judge_delivery(told, aws, facts.now_ms)
        yield from judge_group(facts, told.group, (*way, "log group"), aws, told)
    yield from judge_bucket(facts, told, way, aws)


def _mended_by_policy(facts: Facts, told: TrailFacts, one: Finding, aws: AwsCli) -> Finding:
    """Add what lets the caller ask, where a question about a trail was refused."""
    answers = {"trail.logging": told.status, "trail.selectors": told.selectors}
    actions = {
        "trail.logging": "cloudtrail:GetTrailStatus",
        "trail.selectors": "cloudtrail:GetEventSelectors",
    }
    if not isinstance(answers[one.check], AccessDenied):
        return one
    mend = _reading(facts, actions[one.check], aws)
    return Finding(one.check, one.title, one.level, one.says, one.means, mend, one.way)


def _direct(facts: Facts, aws: AwsCli) -> Iterator[Finding]:
    """Judge CloudTrail delivering into CloudWatch Logs without a trail."""
    told, channels = facts.direct, facts.channels
    if isinstance(channels, AccessDenied):
        yield Finding(
            "channels",
            _DIRECT[0],
            Level.UNKNOWN,
            channels.message,
            "",
            _reading(facts, "cloudtrail:ListChannels", aws),
        )
    elif not isinstance(channels, SourceError):
        for one in channels:
            now = one.selectors
            if isinstance(now, SourceError):
                yield Finding("channels", one.name, Level.UNKNOWN, now.message, way=_DIRECT)
                continue
            found = coverage(now)
            yield Finding(
                "channels",
                _DIRECT[0],
                {"all": Level.GOOD, "some": Level.WARNING, "none": Level.MISSING}[found.takes],
                {
                    "all": "It takes every send of the SES API.",
                    "some": f"It takes some sends only. {' '.join(found.notes)}",
                    "none": f"It takes no SES send. {' '.join(found.notes)}",
                }[found.takes],
                "",
                None
                if found.takes == "all"
                else Mend(
                    console="CloudWatch > Settings > Telemetry config > CloudTrail > Data events"
                ),
                _DIRECT,
            )
    if told is not None and not isinstance(told, SourceError):
        if not isinstance(channels, SourceError) and not channels:
            yield Finding(
                "channels",
                _DIRECT[0],
                Level.WARNING,
                f"Log group {told.group.name} is there, but no channel that fills it is listed.",
                "What it takes in is not known.",
                way=_DIRECT,
            )
        yield from judge_group(facts, told, (*_DIRECT, "log group"), aws, None)


def _named(facts: Facts, told: GroupFacts, aws: AwsCli) -> Iterator[Finding]:
    way = (f"log group {told.group.name}",)
    yield Finding(
        "group.filled",
        f"Log group {told.group.name}",
        Level.WARNING,
        "No trail that can be seen from here delivers to it.",
        "What fills it, and whether that takes sends, is not known.",
        way=way,
    )
    yield from judge_group(facts, told, way, aws, None)


def _besides(facts: Facts, aws: AwsCli) -> Iterator[Finding]:
    """Judge what may be used besides following."""
    for told in _groups(facts):
        if told.described is not None:
            yield from judge_group_sources(facts, told, aws)
    yield from judge_history(facts, aws)
    stores = facts.stores
    if isinstance(stores, AccessDenied):
        mend = allow(facts.caller_arn, "find-lake", permissions("find lake"),
                     Places(facts.region, facts.account), aws)  # fmt: skip
        means = "Whether CloudTrail Lake holds sends is not known."
        yield Finding("lake", "CloudTrail Lake", Level.UNKNOWN, stores.message, means, mend)
    elif not isinstance(stores, SourceError) and not stores:
        says = "There is no event data store; none is needed."
        yield Finding("lake", "CloudTrail Lake", Level.GOOD, says)


def _groups(facts: Facts) -> list[GroupFacts]:
    """Give every log group that was asked about, once."""
    trails = () if isinstance(facts.trails, SourceError) else facts.trails
    found = [told.group for told in trails if told.group is not None]
    if facts.direct is not None and not isinstance(facts.direct, SourceError):
        found.append(facts.direct)
    every = (*found, *facts.named)
    return list({(told.group.region, told.group.name): told for told in every}.values())


def _reading(facts: Facts, action: str, aws: AwsCli) -> Mend:
    name = action.partition(":")[2].lower()
    places = Places(facts.region, facts.account)
    return allow(facts.caller_arn, f"doctor-{name}", permissions("doctor", action), places, aws)
