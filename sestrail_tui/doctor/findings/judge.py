"""All judgements together, in the order in which they are read. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sestrail_tui.account.iam.resource_arns import ResourceArns
from sestrail_tui.account.recording.stack.changes import commands_to_create
from sestrail_tui.account.report import Finding, Fix, Level
from sestrail_tui.account.selectors.coverage import coverage
from sestrail_tui.core.errors import AccessDenied, SourceError
from sestrail_tui.doctor.facts.facts import GroupFacts
from sestrail_tui.doctor.findings.allow import allow, permissions
from sestrail_tui.doctor.findings.delivery_paths import softened, whole_ways
from sestrail_tui.doctor.findings.judge_account import judge_account
from sestrail_tui.doctor.findings.judge_group import judge_group, newest_send
from sestrail_tui.doctor.findings.judge_places import judge_bucket, judge_no_group
from sestrail_tui.doctor.findings.judge_stack import judge_stack
from sestrail_tui.doctor.findings.judge_trail import COST, judge_delivery, judge_trail, way_of
from sestrail_tui.doctor.findings.judge_uses import judge_group_uses
from sestrail_tui.doctor.findings.verdict import LIMITS, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.account.aws_cli import Argv, AwsCli
    from sestrail_tui.doctor.facts.facts import Facts, TrailFacts

_DIRECT = ("CloudTrail without a trail",)
_MANY: Final = 4
"""From so many refusals on all permissions are asked for at once."""


def judge(facts: Facts, aws: AwsCli) -> tuple[Finding, ...]:
    """Return every finding; the verdict is the last."""
    if not facts.looked:
        first = tuple(judge_account(facts, aws))
        return (*first, *LIMITS, verdict(first, ()))
    on_the_way = (*judge_account(facts, aws), *_records(facts, aws))
    found = softened(on_the_way)
    found += (*_besides(facts, aws), *judge_stack(facts, aws))
    conclusion = verdict(found, whole_ways(on_the_way))
    if conclusion.level is not Level.GOOD and facts.refusals >= _MANY:
        conclusion = replace(conclusion, fix=_whole_policy(facts, aws))
    return (*found, *LIMITS, conclusion)


def _whole_policy(facts: Facts, aws: AwsCli) -> Fix:
    """Have all permissions printed at once."""
    command = aws.sestrail("policy", "tail", "doctor", region=facts.region)
    return Fix(
        (command,), note=f"AWS refused {facts.refusals} questions: this prints what to allow."
    )


def _records(facts: Facts, aws: AwsCli) -> Iterator[Finding]:
    """Judge everything that a record passes on its way."""
    yield from _trails(facts, aws)
    yield from _direct(facts, aws)
    for group_facts in facts.named:
        yield from _named(facts, group_facts, aws)
    for place in facts.places:
        yield from place.on_the_way(facts, aws)


def _trails(facts: Facts, aws: AwsCli) -> Iterator[Finding]:
    trails = facts.trails
    if isinstance(trails, SourceError):
        yield Finding(
            "trails",
            "Trails",
            Level.UNKNOWN,
            trails.message,
            "Whether sends are recorded at all is not known.",
            _reading(facts, trails, "cloudtrail:DescribeTrails", aws),
            ("trails",),
        )
        return
    if not trails and not facts.named and not _recorded_without_trail(facts):
        yield Finding(
            "trails",
            "Trails",
            Level.MISSING,
            f"There is none in {facts.region}{_what_else(facts)}",
            "SES sends are data events: a trail has to select them.",
            Fix(
                _creating(facts, aws),
                note="Creates a stack of a trail for SES sends alone, log group, role and bucket. "
                + COST,
                easier=aws.sestrail("logging", "on", "--create", region=facts.region),
            ),
            ("trails",),
        )
    for trail_facts in trails:
        yield from _trail(facts, trail_facts, aws)


def _recorded_without_trail(facts: Facts) -> bool:
    """Whether something other than a trail is known to take in sends, or may well."""
    takes = any(place.takes_sends for place in facts.places)
    return takes or isinstance(facts.direct, GroupFacts)


def _what_else(facts: Facts) -> str:
    """Say what of the rest is not known, so that nothing is called absent that was not seen."""
    parts = [place.unknown for place in facts.places if place.unknown]
    if isinstance(facts.direct, SourceError):
        parts.append("CloudTrail does without a trail")
    if not parts:
        return ": nothing records sends."
    return f": no trail records sends. Whether {' or '.join(parts)} is not known."


def _creating(facts: Facts, aws: AwsCli) -> tuple[Argv, ...]:
    """Return the commands that create what ``sestrail logging on --create`` creates."""
    stack = None if isinstance(facts.stack, SourceError) else facts.stack
    leftover = stack if stack is not None and stack.holds_nothing else None
    return tuple(one.argv for one in commands_to_create(facts.region, aws.profile, leftover))


def _trail(facts: Facts, trail_facts: TrailFacts, aws: AwsCli) -> Iterator[Finding]:
    way = way_of(trail_facts)
    for one in judge_trail(trail_facts, aws):
        yield _allowed_by_policy(facts, trail_facts, one, aws)
    if trail_facts.group is None:
        yield judge_no_group(trail_facts, way, aws)
    else:
        yield from judge_delivery(trail_facts, aws, facts.now_ms)
        yield from judge_group(facts, trail_facts.group, (*way, "log group"), aws, trail_facts)
    yield from judge_bucket(facts, trail_facts, way, aws)


def _allowed_by_policy(facts: Facts, trail_facts: TrailFacts, one: Finding, aws: AwsCli) -> Finding:
    """Add what lets the caller ask, where a question about a trail was refused."""
    answers = {"trail.logging": trail_facts.status, "trail.selectors": trail_facts.selectors}
    actions = {
        "trail.logging": "cloudtrail:GetTrailStatus",
        "trail.selectors": "cloudtrail:GetEventSelectors",
    }
    answer = answers[one.check]
    if not isinstance(answer, AccessDenied):
        return one
    fix = _reading(facts, answer, actions[one.check], aws)
    return Finding(one.check, one.title, one.level, one.says, one.means, fix, one.way)


def _direct(facts: Facts, aws: AwsCli) -> Iterator[Finding]:
    """Judge CloudTrail delivering into CloudWatch Logs without a trail."""
    direct, channels = facts.direct, facts.channels
    if isinstance(direct, SourceError):
        yield Finding(
            "direct",
            _DIRECT[0],
            Level.UNKNOWN,
            direct.message,
            "Whether there is the log group that CloudTrail fills without a trail is not known.",
            _reading(facts, direct, "logs:DescribeLogGroups", aws),
            _DIRECT,
        )
    if isinstance(channels, SourceError):
        yield Finding(
            "channels",
            _DIRECT[0],
            Level.UNKNOWN,
            channels.message,
            "",
            _reading(facts, channels, "cloudtrail:ListChannels", aws),
            () if direct is None else _DIRECT,
        )
    else:
        for one in channels:
            now = one.selectors
            if isinstance(now, SourceError):
                fix = _reading(facts, now, "cloudtrail:GetChannel", aws)
                yield Finding("channels", one.name, Level.UNKNOWN, now.message, "", fix, _DIRECT)
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
                else Fix(
                    console="CloudWatch > Settings > Telemetry config > CloudTrail > Data events"
                ),
                _DIRECT,
            )
    if direct is not None and not isinstance(direct, SourceError):
        if not isinstance(channels, SourceError) and not channels:
            proof = newest_send(direct.read)
            yield Finding(
                "channels",
                _DIRECT[0],
                Level.UNKNOWN if proof is None else Level.WARNING,
                f"Log group {direct.group.name} is there, but no channel that fills it is listed"
                + (f", yet a send came {proof}." if proof else ", and no send came lately."),
                "What it takes in is not known.",
                way=_DIRECT,
            )
        yield from judge_group(facts, direct, (*_DIRECT, "log group"), aws, None)


def _named(facts: Facts, group_facts: GroupFacts, aws: AwsCli) -> Iterator[Finding]:
    """Judge a log group of ``--log-group`` that no known trail fills: only a send proves it."""
    way = (f"log group {group_facts.group.name}",)
    if group_facts.described is not None:
        proof = newest_send(group_facts.read)
        yield Finding(
            "group.filled",
            f"Log group {group_facts.group.name}",
            Level.UNKNOWN if proof is None else Level.WARNING,
            f"No trail that can be seen from here delivers to it, yet a send came {proof}."
            if proof
            else "No trail that can be seen from here delivers to it, and no send came in the "
            "last 24 hours.",
            "What fills it, and whether that takes every send, is not known.",
            _another_place(facts, aws),
            way,
        )
    for one in judge_group(facts, group_facts, way, aws, None):
        is_gone = one.check == "group.there"
        yield replace(one, fix=_another_place(facts, aws)) if is_gone else one


def _another_place(facts: Facts, aws: AwsCli) -> Fix:
    """Name the log group that a trail fills; without one, what finds or makes it."""
    for one in facts.elsewhere:
        if one.group is not None:
            group = one.group.group
            command = aws.sestrail("--log-group", group.name, region=group.region)
            note = f"Trail {one.trail.name} delivers to log group {group.name}."
            return Fix((command,), note=note)
    note = "Looks at everything that there is, and not at this log group alone."
    return Fix((aws.sestrail("doctor", region=facts.region),), note=note)


def _besides(facts: Facts, aws: AwsCli) -> Iterator[Finding]:
    """Judge what may be used besides following."""
    for group_facts in _groups(facts):
        if group_facts.described is not None:
            yield from judge_group_uses(facts, group_facts, aws)
    for place in facts.places:
        yield from place.besides(facts, aws)


def _groups(facts: Facts) -> list[GroupFacts]:
    """Return every log group that was asked about, once."""
    trails = () if isinstance(facts.trails, SourceError) else facts.trails
    found = [group_facts.group for group_facts in trails if group_facts.group is not None]
    if facts.direct is not None and not isinstance(facts.direct, SourceError):
        found.append(facts.direct)
    every = (*found, *facts.named)
    return list({(one.group.region, one.group.name): one for one in every}.values())


def _reading(facts: Facts, error: SourceError, action: str, aws: AwsCli) -> Fix | None:
    """Return what lets the caller ask, where it was refused."""
    if not isinstance(error, AccessDenied):
        return None
    name = action.partition(":")[2].lower()
    resources = ResourceArns(facts.region, facts.account)
    return allow(error, facts.caller_arn, f"doctor-{name}", permissions("doctor", action),
                 resources=resources, aws=aws)  # fmt: skip
