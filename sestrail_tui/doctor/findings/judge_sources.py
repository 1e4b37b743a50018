"""What may be used besides following: Live Tail, Logs Insights, event history, Lake. Pure.

None of it keeps sends from being seen where a log group can be followed: what lacks is a warning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.account.iam.resource_arns import ResourceArns
from sestrail_tui.account.partitions import has_live_tail
from sestrail_tui.account.report import Finding, Fix, Level
from sestrail_tui.account.selectors.event_selectors import EventSelectors
from sestrail_tui.core.errors import AccessDenied, SourceError
from sestrail_tui.doctor.findings.allow import allow, permissions
from sestrail_tui.doctor.findings.judge_trail import selecting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sestrail_tui.account.aws_cli import AwsCli
    from sestrail_tui.account.discovery.event_data_stores import Details
    from sestrail_tui.doctor.facts.facts import Answer, Facts, GroupFacts, StoreFacts

_MEANS = {
    "live": "Without it `--live` does as without: polling reads everything all the same.",
    "insights": "Without it the log group's past cannot be searched (key H).",
    "event-history": "Without it changes to identities and configuration sets are not shown.",
}


def judge_group_sources(facts: Facts, told: GroupFacts, aws: AwsCli) -> Iterator[Finding]:
    """Judge Live Tail and Logs Insights on a log group that may be there."""
    name = told.group.name
    places = ResourceArns(facts.region, facts.account, (told.group,))

    def fix(use: str, refusal: AccessDenied) -> Fix | None:
        return allow(refusal, facts.caller_arn, use, permissions(use), places=places, aws=aws)

    if told.live is not None:
        yield _may("live", f"Live Tail on {name}", told.live, fix)
    elif not has_live_tail(told.group.region):
        says = f"AWS has none in {told.group.region}; polling does without it."
        yield Finding("live", "Live Tail", Level.GOOD, says)
    if told.insights is not None:
        yield _may("insights", f"Logs Insights on {name}", told.insights, fix)


def judge_history(facts: Facts, aws: AwsCli) -> Iterator[Finding]:
    """Judge event history, which shows the changes between the sends."""
    if facts.history is not None:
        places = ResourceArns(facts.region, facts.account)

        def fix(use: str, refusal: AccessDenied) -> Fix | None:
            return allow(refusal, facts.caller_arn, use, permissions(use), places=places, aws=aws)

        yield _may("event-history", "Event history", facts.history, fix)


def _may(
    use: str,
    title: str,
    answer: Answer[bool],
    fix: Callable[[str, AccessDenied], Fix | None],
) -> Finding:
    if isinstance(answer, AccessDenied):
        says = answer.message
        return Finding(use, title, Level.WARNING, says, _MEANS[use], fix(use, answer))
    if isinstance(answer, SourceError):
        return Finding(use, title, Level.UNKNOWN, answer.message, _MEANS[use])
    return Finding(use, title, Level.GOOD, "It may be used.")


def judge_store(facts: Facts, told: StoreFacts, aws: AwsCli) -> Iterator[Finding]:
    """Judge an event data store of CloudTrail Lake."""
    title, way = f"Event data store {told.name}", (f"event data store {told.name}",)
    details = told.details
    if isinstance(details, AccessDenied):
        fix = allow(details, facts.caller_arn, "find-lake", permissions("find lake"),
                     places=ResourceArns(facts.region, facts.account), aws=aws)  # fmt: skip
        yield Finding("lake.records", title, Level.UNKNOWN, details.message, "", fix, way)
        return
    if isinstance(details, SourceError):
        yield Finding("lake.records", title, Level.UNKNOWN, details.message, way=way)
        return
    if details.lack:
        fix = _store_fix(details, told, aws, facts.region)
        means = "Sends that it does not take in now can never be asked for there."
        yield Finding(
            "lake.records", title, Level.MISSING, _first_clause(details.lack), means, fix, way
        )
        return
    if details.unsettled:
        yield Finding("lake.records", title, Level.UNKNOWN, details.unsettled, way=way)
    elif details.left_out:
        means = "A send that it leaves out can never be asked for there."
        fix = _selecting(told, aws, facts.region)
        says = f"It records some sends only. {' '.join(details.coverage.notes)}"
        yield Finding("lake.records", title, Level.WARNING, says, means, fix, way)
    else:
        says = "It records every send of the SES API."
        yield Finding("lake.records", title, Level.GOOD, says, way=way)
    if isinstance(told.query, AccessDenied):
        # the ARN that was listed, so that nothing has to be known of its parts
        store = ResourceArns(facts.region, facts.account, stores=told.places)
        fix = allow(told.query, facts.caller_arn, "lake", permissions("lake"),
                     places=store, aws=aws)  # fmt: skip
        means = "It holds sends that cannot be asked for."
        yield Finding("lake.query", title, Level.MISSING, told.query.message, means, fix, way)
    elif isinstance(told.query, SourceError):
        yield Finding("lake.query", title, Level.UNKNOWN, told.query.message, way=way)
    elif told.query is not None:
        says = "It may be queried; AWS bills each query by what it scans."
        yield Finding("lake.query", title, Level.GOOD, says, way=way)


def _store_fix(details: Details, told: StoreFacts, aws: AwsCli, region: str) -> Fix:
    named = ("--event-data-store", told.arn)
    if details.status == "PENDING_DELETION":
        return Fix((aws("cloudtrail", "restore-event-data-store", *named, region=region),))
    if details.coverage.takes != "none":
        return Fix((aws("cloudtrail", "start-event-data-store-ingestion", *named, region=region),))
    return _selecting(told, aws, region)


def _selecting(told: StoreFacts, aws: AwsCli, region: str) -> Fix:
    return selecting(
        EventSelectors(advanced=told.advanced),
        aws("cloudtrail", "update-event-data-store", "--event-data-store", told.arn, region=region),
    )


def _first_clause(lack: str) -> str:
    """Leave out the command: it stands below, whole."""
    return f"{lack.partition(':')[0]}."
