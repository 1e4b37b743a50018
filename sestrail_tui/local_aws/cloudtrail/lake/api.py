"""CloudTrail Lake: event data stores, and queries on them.

AWS: CloudTrail API reference, the operation of each function's name. Closed to new customers since
31 May 2026; those who have it keep it.
"""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.cloudtrail.lake.columns import TIME
from sestrail_tui.local_aws.cloudtrail.lake.select import parse
from sestrail_tui.local_aws.cloudtrail.lake.stores import ENDED, LakeQuery, Status, row, run
from sestrail_tui.local_aws.wire import page_tokens as tokens
from sestrail_tui.local_aws.wire.answer import AwsError
from sestrail_tui.local_aws.wire.faults import QUERYING

if TYPE_CHECKING:
    from sestrail_tui.local_aws.cloudtrail.lake.account import LakeAccount
    from sestrail_tui.local_aws.cloudtrail.lake.select import LakeSelect
    from sestrail_tui.local_aws.cloudtrail.lake.stores import Kept, StoredEventDataStore
    from sestrail_tui.local_aws.wire.answer import ApiCall

CONCURRENT: Final = 10
"""AWS: "CloudTrail Lake ... concurrent queries: 10"."""
PAGE: Final = 1000
REMEMBERED: Final = 500
"""Queries whose results are kept (AWS: those of seven days)."""
ARN: Final = re.compile(r"arn:aws[a-z-]*:cloudtrail:[^:]+:\d+:eventdatastore/(.+)")
FATES: Final[dict[str, Status]] = {"query_failed": "FAILED", "query_timed_out": "TIMED_OUT"}
SAID: Final = {
    "FAILED": "Query failed. Try again later.",
    "TIMED_OUT": "The query ran longer than it may.",
}


def find_store(account: LakeAccount, region: str, name: str) -> StoredEventDataStore:
    """Return a store by its id or ARN, or say that there is none."""
    found = ARN.fullmatch(name)
    if name.startswith("arn:") and found is None:
        raise AwsError("EventDataStoreARNInvalidException", f"{name} is not valid.")
    store = account.lake.stores.get(found[1] if found else name)
    if store is None or store.region != region:
        raise AwsError(
            "EventDataStoreNotFoundException", "The specified event data store was not found."
        )
    return store


def list_event_data_stores(account: LakeAccount, call: ApiCall) -> dict[str, Any]:
    """List ARN and name of every store, a page at a time; AWS tells no more here any more."""
    stores = [one for one in account.lake.stores.values() if one.region == call.region]
    first = place(call)
    end = first + call.params.get("MaxResults", PAGE)
    answer: dict[str, Any] = {
        "EventDataStores": [
            {"EventDataStoreArn": one.arn, "Name": one.name} for one in stores[first:end]
        ]
    }
    if end < len(stores):
        answer["NextToken"] = tokens.issue([end], call.params, "NextToken")
    return answer


def place(call: ApiCall) -> int:
    """Read the place out of the token, refusing one that belongs to another question."""
    if "NextToken" not in call.params:
        return 0
    found = tokens.redeem(call.params["NextToken"], call.params, "NextToken")
    if found is None:
        raise AwsError("InvalidNextTokenException", "The NextToken is not valid.")
    return found[0]


def get_event_data_store(account: LakeAccount, call: ApiCall) -> dict[str, Any]:
    """Return a store's status and selectors."""
    store = find_store(account, call.region, call.params["EventDataStore"])
    return {
        "EventDataStoreArn": store.arn,
        "Name": store.name,
        "Status": store.status,
        "AdvancedEventSelectors": store.advanced,
        "MultiRegionEnabled": True,
        "OrganizationEnabled": False,
        "RetentionPeriod": 366,
        "TerminationProtectionEnabled": False,
        "CreatedTimestamp": store.created / 1000,
        "UpdatedTimestamp": store.created / 1000,
        "BillingMode": "EXTENDABLE_RETENTION_PRICING",
    }


def start_query(account: LakeAccount, call: ApiCall) -> dict[str, Any]:
    """Start a query; its rows are those that can be read now."""
    now, lake = account.clock.now_ms(), account.lake
    if "QueryStatement" not in call.params:
        raise AwsError("InvalidParameterException", "The embedded AWS wants a QueryStatement.")
    statement = call.params["QueryStatement"]
    select = parse(statement)
    store = find_store(account, call.region, select.store)
    if store.status == "PENDING_DELETION":
        raise AwsError("InactiveEventDataStoreException", "The event data store is inactive.")
    if sum(one.status(now) not in ENDED for one in lake.queries.values()) >= CONCURRENT:
        raise AwsError("MaxConcurrentQueriesException", f"More than {CONCURRENT} queries run.")
    fault = account.faults.take(QUERYING, call.operation)
    found, scanned = run(select, store, now)
    query = LakeQuery(
        id=str(uuid.UUID(int=account.chance.getrandbits(128), version=4)),
        statement=statement,
        store=store,
        started=now,
        takes_ms=round(account.settings.query_s * 1000),
        fate=FATES[fault.name] if fault else "FINISHED",
        rows=rows(select, found),
        scanned=len(scanned),
        scanned_bytes=sum(len(one.message.encode()) for one in scanned),
    )
    lake.queries[query.id] = query
    if len(lake.queries) > REMEMBERED:
        del lake.queries[next(iter(lake.queries))]
    return {"QueryId": query.id}


def rows(select: LakeSelect, found: list[Kept]) -> list[list[dict[str, str]]]:
    """Write rows as AWS does: a list of columns, each a map of one name to a text."""
    if not select.columns:
        return [[{"_col0": str(len(found))}]]
    answer = []
    for one in found:
        values = row(one)
        answer.append([{name: written(values[name.lower()], name)} for name in select.columns])
    return answer


def written(value: object, name: str) -> str:
    """Write one value; NULL is empty."""
    if name.lower() == TIME and isinstance(value, int):
        moment = datetime.fromtimestamp(value / 1000, UTC)
        return f"{moment:%Y-%m-%d %H:%M:%S}.{value % 1000:03}"
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def find_query(account: LakeAccount, call: ApiCall) -> LakeQuery:
    """Return a query by its id, or say that there is none."""
    query = account.lake.queries.get(call.params.get("QueryId", ""))
    if query is None or query.store.region != call.region:
        raise AwsError("QueryIdNotFoundException", "The query ID does not exist.")
    return query


def describe_query(account: LakeAccount, call: ApiCall) -> dict[str, Any]:
    """Tell how a query does and what it scanned."""
    query = find_query(account, call)
    status = query.status(account.clock.now_ms())
    ended = status in ENDED
    answer: dict[str, Any] = {
        "QueryId": query.id,
        "QueryString": query.statement,
        "QueryStatus": status,
        "QueryStatistics": {
            "EventsMatched": len(query.rows) if ended else 0,
            "EventsScanned": query.scanned if ended else 0,
            "BytesScanned": query.scanned_bytes if ended else 0,
            "ExecutionTimeInMillis": query.takes_ms,
            "CreationTime": query.started / 1000,
        },
    }
    if status in SAID:
        answer["ErrorMessage"] = SAID[status]
    return answer


def get_query_results(account: LakeAccount, call: ApiCall) -> dict[str, Any]:
    """Return a page of rows; there are none before a query is finished."""
    query = find_query(account, call)
    status = query.status(account.clock.now_ms())
    first = place(call)
    end = first + call.params.get("MaxQueryResults", PAGE)
    found = query.rows if status == "FINISHED" else []
    answer: dict[str, Any] = {
        "QueryStatus": status,
        "QueryStatistics": {
            "ResultsCount": len(found[first:end]),
            "TotalResultsCount": len(found),
            "BytesScanned": query.scanned_bytes if status in ENDED else 0,
        },
        "QueryResultRows": found[first:end],
    }
    if end < len(found):
        answer["NextToken"] = tokens.issue([end], call.params, "NextToken")
    if status in SAID:
        answer["ErrorMessage"] = SAID[status]
    return answer


def cancel_query(account: LakeAccount, call: ApiCall) -> dict[str, Any]:
    """End a query that has not ended."""
    query = find_query(account, call)
    if query.status(account.clock.now_ms()) in ENDED:
        raise AwsError("InactiveQueryException", "The query is not running.")
    query.cancelled = True
    return {"QueryId": query.id, "QueryStatus": "CANCELLED"}


OPERATIONS: Final = {
    "ListEventDataStores": list_event_data_stores,
    "GetEventDataStore": get_event_data_store,
    "StartQuery": start_query,
    "DescribeQuery": describe_query,
    "GetQueryResults": get_query_results,
    "CancelQuery": cancel_query,
}
