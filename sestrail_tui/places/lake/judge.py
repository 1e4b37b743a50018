"""Whether an event data store records SES sends, and may be queried. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.account.iam.permissions import of
from sestrail_tui.account.iam.resource_arns import ResourceArns
from sestrail_tui.account.report import Finding, Fix, Level
from sestrail_tui.account.selectors.event_selectors import EventSelectors
from sestrail_tui.core.errors import AccessDenied, SourceError
from sestrail_tui.doctor.findings.allow import allow
from sestrail_tui.doctor.findings.judge_trail import selecting
from sestrail_tui.places.lake.access import ACCESS, NAME, STORE, TITLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.account.aws_cli import AwsCli
    from sestrail_tui.doctor.facts.facts import Facts
    from sestrail_tui.places.lake.event_data_stores import Details
    from sestrail_tui.places.lake.store_facts import StoreFacts

_WAY: Final = (TITLE,)


def judge_unknown(facts: Facts, error: SourceError, aws: AwsCli) -> Finding:
    """Judge that the stores could not be listed."""
    fix = _find(facts, error, aws) if isinstance(error, AccessDenied) else None
    means = f"Whether {TITLE} records sends is not known."
    return Finding(NAME, TITLE, Level.UNKNOWN, error.message, means, fix, _WAY)


def _find(facts: Facts, refusal: AccessDenied, aws: AwsCli) -> Fix | None:
    access = of("find lake", ACCESS.permissions)
    resources = ResourceArns(facts.region, facts.account)
    return allow(refusal, facts.caller_arn, "find-lake", access, resources=resources, aws=aws)


def judge_store(facts: Facts, store: StoreFacts, aws: AwsCli) -> Iterator[Finding]:
    """Judge an event data store of CloudTrail Lake."""
    title, way = f"Event data store {store.name}", (f"event data store {store.name}",)
    details = store.details
    if isinstance(details, AccessDenied):
        fix = _find(facts, details, aws)
        yield Finding("lake.records", title, Level.UNKNOWN, details.message, "", fix, way)
        return
    if isinstance(details, SourceError):
        yield Finding("lake.records", title, Level.UNKNOWN, details.message, way=way)
        return
    if details.lack:
        fix = _store_fix(details, store, aws, facts.region)
        means = "Sends that it does not take in now can never be asked for there."
        yield Finding(
            "lake.records", title, Level.MISSING, _first_clause(details.lack), means, fix, way
        )
        return
    if details.unsettled:
        yield Finding("lake.records", title, Level.UNKNOWN, details.unsettled, way=way)
    elif details.left_out:
        means = "A send that it leaves out can never be asked for there."
        fix = _selecting(store, aws, facts.region)
        says = f"It records some sends only. {' '.join(details.coverage.notes)}"
        yield Finding("lake.records", title, Level.WARNING, says, means, fix, way)
    else:
        says = "It records every send of the SES API."
        yield Finding("lake.records", title, Level.GOOD, says, way=way)
    if isinstance(store.query, AccessDenied):
        resources = ResourceArns(facts.region, facts.account).knowing({STORE.name: (store.arn,)})
        fix = allow(store.query, facts.caller_arn, "lake", of(NAME, ACCESS.permissions),
                     resources=resources, aws=aws)  # fmt: skip
        means = "It holds sends that cannot be asked for."
        yield Finding("lake.query", title, Level.MISSING, store.query.message, means, fix, way)
    elif isinstance(store.query, SourceError):
        yield Finding("lake.query", title, Level.UNKNOWN, store.query.message, way=way)
    elif store.query is not None:
        says = "It may be queried; AWS bills each query by what it scans."
        yield Finding("lake.query", title, Level.GOOD, says, way=way)


def _store_fix(details: Details, store: StoreFacts, aws: AwsCli, region: str) -> Fix:
    named = ("--event-data-store", store.arn)
    if details.status == "PENDING_DELETION":
        return Fix((aws("cloudtrail", "restore-event-data-store", *named, region=region),))
    if details.coverage.takes != "none":
        return Fix((aws("cloudtrail", "start-event-data-store-ingestion", *named, region=region),))
    return _selecting(store, aws, region)


def _selecting(store: StoreFacts, aws: AwsCli, region: str) -> Fix:
    return selecting(
        EventSelectors(advanced=store.advanced),
        aws(
            "cloudtrail", "update-event-data-store", "--event-data-store", store.arn, region=region
        ),
    )


def _first_clause(lack: str) -> str:
    """Leave out the command: it stands below, whole."""
    return f"{lack.partition(':')[0]}."
