"""Which log groups, or else buckets or other places, hold an account's CloudTrail records.

Log groups in two places (AWS: CloudTrail user guide, "Sending events to CloudWatch Logs";
CloudWatch user guide, "Telemetry configuration rules"): the one each trail names, in the trail's
home region, and ``aws/cloudtrail/dataevents`` where CloudTrail delivers without a trail.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.account.discovery.log_groups import LogGroup, from_arn
from sestrail_tui.account.discovery.trails import Trail, list_trails, with_buckets
from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.core.errors import AccessDenied, NotSetUp, SourceError, Throttled, Unreachable
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sestrail_tui.account.discovery.buckets import TrailBucket
    from sestrail_tui.account.discovery.fallback import Fallback, FoundElsewhere
    from sestrail_tui.account.session.clients import Clients

DIRECT_GROUP: Final = "aws/cloudtrail/dataevents"


@dataclass(frozen=True, slots=True)
class Discovered:
    """What was found, and what could not be looked at."""

    log_groups: tuple[LogGroup, ...]
    notes: tuple[str, ...] = ()
    elsewhere: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    """By `Fallback`: what was found where there is neither log group nor bucket."""
    buckets: tuple[TrailBucket, ...] = ()
    """Of the trails without a log group, or whose log group cannot be read."""
    instead: Mapping[TrailBucket, str] = field(default_factory=dict)
    """Why a bucket is read in the place of a log group, a sentence each."""


async def account_id(clients: Clients, region: str) -> str:
    """Return the account of the credentials, ``""`` where AWS does not say.

    Nothing depends on it: a refusal, or a network that reaches CloudWatch Logs only, is no
    failure. Raises `SourceError` for credentials that no other call would take either.
    """
    try:
        sts = await clients.client("sts", region)
        answer = await sts.get_caller_identity()
    except Exception as error:
        reason = to_source_error(error, CallName("sts:GetCallerIdentity", region))
        if isinstance(reason, AccessDenied | Unreachable | Throttled):
            return ""
        raise reason from error
    return str(answer.get("Account", ""))


async def discover(
    clients: Clients,
    regions: tuple[str, ...],
    account: str,
    login: str,
    fallbacks: Sequence[Fallback] = (),
) -> Discovered:
    """Look for log groups in ``regions``, each trail's in its home region, and its bucket else.

    ``fallbacks`` are looked for where there is neither.

    Raises `NotSetUp` with what is missing and the command that fixes it, or the `SourceError`
    because of which nothing could be looked at.
    """
    trails: dict[tuple[str, str], Trail] = {}
    direct: list[LogGroup] = []
    failures: list[SourceError] = []
    for region in regions:
        try:
            for trail in await list_trails(clients, region, login):
                trails[trail.name, trail.home_region] = trail
        except SourceError as error:
            failures.append(error)
        try:
            direct += await _direct_groups(clients, region, login)
        except SourceError as error:
            failures.append(error)
    groups, notes = _of_trails(trails.values(), account)
    groups, buckets, instead = await with_buckets(clients, trails.values(), groups, login)
    found = tuple({(group.region, group.name): group for group in (*groups, *direct)}.values())
    notes += [error.message for error in failures]
    if found or buckets:
        return Discovered(found, tuple(notes), buckets=buckets, instead=instead)
    elsewhere = [(one, await one.find(clients, regions, login)) for one in fallbacks]
    others = [error for _, each in elsewhere for error in each.failures]
    if any(each.places for _, each in elsewhere):
        notes += [error.message for error in others]
        return Discovered(
            (), tuple(notes), {fallback.name: each.places for fallback, each in elsewhere}
        )
    if failures and not trails:
        raise _nothing_seen(failures)
    nothing = _nothing_found(tuple(trails.values()), regions, account, notes, elsewhere)
    unanswered = next((one for one in others if not isinstance(one, AccessDenied)), None)
    kind = NotSetUp if unanswered is None else type(unanswered)  # that may answer another time
    lacks = (lack for _, each in elsewhere for lack in each.lacks)
    raise kind(" ".join((nothing, *lacks)))


def _of_trails(trails: Iterable[Trail], account: str) -> tuple[list[LogGroup], list[str]]:
    """Return the trails' log groups, and a note on each that another account owns."""
    groups: list[LogGroup] = []
    notes: list[str] = []
    for trail in trails:
        group = from_arn(trail.cloud_watch_logs_log_group_arn, f"trail {trail.name}")
        if group is None:
            continue
        if account and group.account != account:
            notes.append(
                f"Trail {safe(trail.name)} delivers to log group {safe(group.name)} of account "
                f"{safe(group.account)}: use that account's credentials to follow it."
            )
            continue
        groups.append(group)
    return groups, notes


async def _direct_groups(clients: Clients, region: str, login: str) -> list[LogGroup]:
    try:
        logs = await clients.client("logs", region)
        answer = await logs.describe_log_groups(logGroupNamePrefix=DIRECT_GROUP)
    except Exception as error:
        raise to_source_error(
            error, CallName("logs:DescribeLogGroups", region, login=login)
        ) from error
    listed: list[dict[str, Any]] = answer.get("logGroups", [])
    return [
        from_arn(str(group.get("arn", "")), "CloudTrail, without a trail")
        or LogGroup(DIRECT_GROUP, region, why="CloudTrail, without a trail")
        for group in listed
        if group.get("logGroupName") == DIRECT_GROUP
    ]


def _nothing_seen(failures: list[SourceError]) -> SourceError:
    first = failures[0]
    if isinstance(first, AccessDenied):
        sentence = f"{first.message} Or name the log group yourself with --log-group."
        return AccessDenied(sentence, first.policy)
    return first


def _nothing_found(
    trails: tuple[Trail, ...],
    regions: tuple[str, ...],
    account: str,
    notes: list[str],
    elsewhere: Sequence[tuple[Fallback, FoundElsewhere]],
) -> str:
    where = f"{', '.join(map(safe, regions))}{f' of account {account}' if account else ''}"
    unknown = "".join(
        f" Whether {fallback.title} records sends cannot be told. "
        + " ".join(error.message for error in found.failures)
        for fallback, found in elsewhere
        if found.failures
    )
    if notes:
        return f"No log group to follow was found in {where}. {' '.join(notes)}{unknown}"
    if not trails:
        so = "" if unknown else ", so no send is recorded"
        return (
            f"There is no trail in {where}{so}.{unknown} Run `sestrail logging on --create`, "
            "which shows first all that it would make, or name another region with --region."
        )
    trail = trails[0]
    return (
        unknown.lstrip()
        + (" " if unknown else "")
        + (
            f"No trail in {where} delivers to CloudWatch Logs, where sends could be followed. Run "
            "`sestrail logging on --create`, or `aws cloudtrail update-trail --name "
            f"{safe(trail.name)} --region {safe(trail.home_region)} "
            "--cloud-watch-logs-log-group-arn ARN --cloud-watch-logs-role-arn ARN`, or name a "
            "log group with --log-group."
        )
    )
