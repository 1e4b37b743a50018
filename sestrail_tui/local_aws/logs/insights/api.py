"""CloudWatch Logs Insights: the operations that ask it.

AWS: CloudWatch Logs API reference, the operation of each function's name; "CloudWatch Logs quotas".
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.logs.api import find_group, refused
from sestrail_tui.local_aws.logs.insights.language import DEFAULT_LIMIT, parse
from sestrail_tui.local_aws.logs.insights.queries import ENDED, InsightsRun, QueryScope, Status, run
from sestrail_tui.local_aws.wire import page_tokens as tokens
from sestrail_tui.local_aws.wire.answer import AwsError
from sestrail_tui.local_aws.wire.faults import QUERYING_INSIGHTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.local_aws.logs.insights.account import InsightsAccount
    from sestrail_tui.local_aws.logs.log_group import StoredLogGroup
    from sestrail_tui.local_aws.wire.answer import ApiCall

CONCURRENT: Final = 100
GROUPS: Final = 50
PAGE: Final = 10_000
REMEMBERED: Final = 500
"""Queries whose results are kept (AWS: those of seven days)."""
TARGETS: Final = ("logGroupName", "logGroupNames", "logGroupIdentifiers")
FATES: Final[dict[str, Status]] = {
    "query_failed": "Failed",
    "query_timed_out": "Timeout",
    "query_cancelled": "Cancelled",
    "query_unknown": "Unknown",
}


def start_query(account: InsightsAccount, call: ApiCall) -> dict[str, Any]:
    """Start a query; it finds what can be read now."""
    params, now = call.params, account.clock.now_ms()
    if params.get("queryLanguage", "CWLI") != "CWLI":
        raise refused("The embedded AWS runs Logs Insights QL only.")
    query = parse(params["queryString"])
    groups = asked_groups(account, call.region, params)
    span = params["startTime"], params["endTime"]
    if span[0] > span[1]:
        raise refused("End time should not be less than start time")
    most = account.settings.insights_rows
    if span[1] * 1000 + 999 < min(group.created for group in groups):
        raise AwsError(
            "MalformedQueryException",
            "Query's end date and time is either before the log groups creation time or exceeds "
            "the log groups log retention settings",
        )
    limit = max(params.get("limit", DEFAULT_LIMIT), query.limit or 0)
    if limit > most:
        raise refused(
            f"1 validation error detected: Value '{limit}' at 'limit' failed to satisfy "
            f"constraint: Member must have value less than or equal to {most}"
        )
    runs = account.insights.runs
    if sum(one.status(now) not in ENDED for one in runs.values()) >= CONCURRENT:
        raise AwsError("LimitExceededException", "Account maximum query concurrency limit reached.")
    fault = account.faults.take(QUERYING_INSIGHTS, call.operation)
    started = InsightsRun(
        id=str(uuid.UUID(int=account.chance.getrandbits(128), version=4)),
        region=call.region,
        text=params["queryString"],
        groups=tuple(group.name for group in groups),
        started=now,
        takes_ms=round(account.settings.query_s * 1000),
        fate=FATES[fault.name] if fault else "Complete",
        found=run(query, QueryScope(groups, account.settings.account, *span, limit), now),
    )
    runs[started.id] = started
    if len(runs) > REMEMBERED:
        del runs[next(iter(runs))]
    return {"queryId": started.id}


def asked_groups(
    account: InsightsAccount, region: str, params: Mapping[str, Any]
) -> list[StoredLogGroup]:
    """Return the log groups that are named in one of the three ways."""
    given = [name for name in TARGETS if name in params]
    if len(given) != 1:
        raise refused(f"Give exactly one of {', '.join(TARGETS)}.")
    names = params[given[0]]
    names = [names] if isinstance(names, str) else names
    if not 0 < len(names) <= GROUPS:
        raise refused(f"From 1 to {GROUPS} log groups can be queried.")
    return [find_group(account, region, name) for name in dict.fromkeys(names)]


def find_run(account: InsightsAccount, call: ApiCall) -> InsightsRun:
    """Return a query by its id, or say that there is none."""
    found = account.insights.runs.get(call.params["queryId"])
    if found is None or found.region != call.region:
        raise AwsError("ResourceNotFoundException", "The specified query does not exist.")
    return found


def get_query_results(account: InsightsAccount, call: ApiCall) -> dict[str, Any]:
    """Return a page of rows; while the query runs, some of them, and no token."""
    params, now = call.params, account.clock.now_ms()
    query = find_run(account, call)
    query.looks += 1
    status = query.status(now)
    first, page = place(params), params.get("maxItems") or PAGE
    rows = query.found.rows
    if status != "Complete":
        rows = rows[: int(query.part(now) * len(rows) / 2)]
        first, page = 0, min(page, PAGE)
    part = 1.0 if status in ENDED else query.part(now)
    answer: dict[str, Any] = {
        "queryLanguage": "CWLI",
        "results": rows[first : first + page],
        "statistics": {
            "recordsMatched": float(int(query.found.matched * part)),
            "recordsScanned": float(int(query.found.scanned * part)),
            "estimatedRecordsSkipped": 0.0,
            "bytesScanned": float(int(query.found.scanned_bytes * part)),
            "estimatedBytesSkipped": 0.0,
            "logGroupsScanned": float(len(query.groups)),
            "resultCount": float(len(rows)),
        },
        "status": status,
    }
    if status == "Complete" and first + page < len(rows):
        answer["nextToken"] = tokens.issue([first + page], params, "nextToken")
    return answer


def place(params: Mapping[str, Any]) -> int:
    """Read the place out of the token, refusing one that belongs to another question."""
    if "nextToken" not in params:
        return 0
    found = tokens.redeem(params["nextToken"], params, "nextToken")
    if found is None:
        raise refused("The specified nextToken is invalid.")
    return found[0]


def stop_query(account: InsightsAccount, call: ApiCall) -> dict[str, Any]:
    """End a query that has not ended."""
    query = find_run(account, call)
    if query.status(account.clock.now_ms()) in ENDED:
        raise refused(f"Query {query.id} is not in Running or Scheduled status.")
    query.cancelled = True
    return {"success": True}


def describe_queries(account: InsightsAccount, call: ApiCall) -> dict[str, Any]:
    """List queries, the newest first, a page at a time."""
    params, now = call.params, account.clock.now_ms()
    listed = [
        {
            "queryLanguage": "CWLI",
            "queryId": one.id,
            "queryString": one.text,
            "status": one.status(now),
            "createTime": one.started,
            "logGroupName": one.groups[0],
        }
        for one in reversed(account.insights.runs.values())
        if one.region == call.region
        and params.get("logGroupName", one.groups[0]) in one.groups
        and params.get("status", one.status(now)) == one.status(now)
    ]
    first = place(params)
    end = first + params.get("maxResults", 1000)
    answer: dict[str, Any] = {"queries": listed[first:end]}
    if end < len(listed):
        answer["nextToken"] = tokens.issue([end], params, "nextToken")
    return answer


OPERATIONS: Final = {
    "StartQuery": start_query,
    "GetQueryResults": get_query_results,
    "StopQuery": stop_query,
    "DescribeQueries": describe_queries,
}
