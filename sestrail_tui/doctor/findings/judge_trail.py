"""Whether a trail records SES sends and delivers them to where they can be read. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sestrail_tui.account import prices
from sestrail_tui.account.aws_cli import compact
from sestrail_tui.account.report import Finding, Fix, Level
from sestrail_tui.account.selectors.change import with_sends
from sestrail_tui.account.selectors.coverage import coverage
from sestrail_tui.core.details.section import moment_text
from sestrail_tui.core.errors import CannotKeep, SourceError
from sestrail_tui.doctor.findings.judge_group import writing_allowed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.account.aws_cli import Argv, AwsCli
    from sestrail_tui.account.selectors.event_selectors import EventSelectors
    from sestrail_tui.doctor.facts.facts import TrailFacts

COST: Final = (
    f"CloudTrail charges ${prices.DATA_EVENTS_USD:.2f} per {prices.DATA_EVENTS:,} data events "
    "delivered, by each trail that delivers them."
)
QUIET_MS: Final = 24 * 3600 * 1000


def way_of(trail: TrailFacts) -> tuple[str, ...]:
    """Return the way that begins with a trail."""
    return (f"trail {trail.trail.name}",)


def judge_trail(facts: TrailFacts, aws: AwsCli) -> Iterator[Finding]:
    """Judge a trail up to where it hands over to log group and bucket."""
    yield _logging(facts, aws)
    yield _selectors(facts, aws)


def _logging(facts: TrailFacts, aws: AwsCli) -> Finding:
    check, trail, status = "trail.logging", facts.trail, facts.status
    title, way = f"Trail {trail.name}", way_of(facts)
    if isinstance(status, SourceError):
        return Finding(check, title, Level.UNKNOWN, status.message, way=way)
    if not status.is_logging:
        return Finding(
            check,
            title,
            Level.MISSING,
            "It is switched off: it records nothing.",
            "No send is recorded by it until it is switched on.",
            Fix((aws("cloudtrail", "start-logging", "--name", trail.trail_arn,
                      region=trail.home_region),)),
            way,
        )  # fmt: skip
    reach = "every region" if trail.is_multi_region_trail else f"{trail.home_region} only"
    return Finding(check, title, Level.GOOD, f"It is on, for {reach}.", way=way)


def _selectors(facts: TrailFacts, aws: AwsCli) -> Finding:
    check, trail, now = "trail.selectors", facts.trail, facts.selectors
    title, way = f"Trail {trail.name}, selectors", way_of(facts)
    if isinstance(now, SourceError):
        return Finding(
            check,
            title,
            Level.UNKNOWN,
            now.message,
            "Whether it records SES sends is not known.",
            way=way,
        )
    found = coverage(now)
    if found.takes == "all":
        return Finding(check, title, Level.GOOD, "It records every send of the SES API.", way=way)
    notes = " ".join(found.notes)
    put = aws("cloudtrail", "put-event-selectors", "--trail-name", trail.trail_arn,
              region=trail.home_region)  # fmt: skip
    easier = aws.sestrail("logging", "on", "--trail", trail.name, region=trail.home_region)
    fix = replace(selecting(now, put), easier=easier)
    if found.takes == "some":
        return Finding(
            check,
            title,
            Level.WARNING,
            f"It records some sends only. {notes}",
            "A send that it leaves out never appears, however long you wait.",
            fix,
            way,
        )
    basic = "basic selectors, which know nothing of SES" if now.basic else "no selector for SES"
    return Finding(
        check,
        title,
        Level.MISSING,
        f"It records no SES send. {notes or f'It has {basic}.'}",
        "SES sends are data events, which are off by default.",
        fix,
        way,
    )


def selecting(now: EventSelectors, put: Argv) -> Fix:
    """Return what makes ``put`` select every send besides what is selected now."""
    at = len(put)
    for flag in ("--region", "--profile"):
        at = min(at, put.index(flag)) if flag in put else at
    try:
        after = with_sends(now)
    except CannotKeep as error:
        return Fix(console="CloudTrail > Trails > Data events", note=error.message)
    selectors = ("--advanced-event-selectors", compact([dict(one) for one in after.advanced]))
    return Fix(((*put[:at], *selectors, *put[at:]),), note=f"Keeps what it records now. {COST}")


def judge_delivery(facts: TrailFacts, aws: AwsCli, now_ms: int) -> Iterator[Finding]:
    """Judge what the trail says of its deliveries to its log group."""
    trail, status = facts.trail, facts.status
    if isinstance(status, SourceError):
        return
    title, way = f"Trail {trail.name}, delivery", (*way_of(facts), "log group")
    error = status.latest_cloud_watch_logs_delivery_error
    if error:
        yield Finding(
            "trail.delivery",
            title,
            Level.MISSING,
            f"CloudTrail cannot write to the log group: {error}.",
            "Nothing new arrives there until it can.",
            _allow_delivery(facts, aws),
            way,
        )
        return
    newest = status.latest_cloud_watch_logs_delivery_time
    newest_ms = None if newest is None else round(newest * 1000)
    if newest_ms is None:
        yield Finding(
            "trail.delivery",
            title,
            Level.WARNING,
            "It has not delivered anything to its log group yet.",
            "Right after it was set up that is so; deliveries begin within minutes.",
            way=way,
        )
    elif now_ms - newest_ms > QUIET_MS:
        yield Finding(
            "trail.delivery",
            title,
            Level.WARNING,
            f"The newest delivery to its log group was {moment_text(newest_ms)}.",
            "Either nothing it records happened since, or it does not arrive.",
            way=way,
        )
    else:
        yield Finding(
            "trail.delivery",
            title,
            Level.GOOD,
            f"The newest delivery was {moment_text(newest_ms)}.",
            way=way,
        )


def _allow_delivery(facts: TrailFacts, aws: AwsCli) -> Fix | None:
    """Let the trail's role write; where the log group is gone, that is said of the log group."""
    role = facts.trail.cloud_watch_logs_role_arn.rpartition("/")[2]
    group = facts.group
    if not role or group is None or group.described is None:
        return None
    return Fix(
        (writing_allowed(role, group.group.arn, aws),),
        note=f"Role {role} must also trust cloudtrail.amazonaws.com.",
    )
