"""Athena: queries. What it tells of tables and workgroups is in `athena_metadata`.

AWS: Athena API reference, the operation of each function's name.
"""

from __future__ import annotations

import asyncio
import uuid
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.athena.ddl import is_ddl, read_table, refused
from sestrail_tui.local_aws.athena.metadata import CATALOG, ENGINE, METADATA, own, place
from sestrail_tui.local_aws.athena.queries import ENDED, MANAGED, StartedQuery, State, run
from sestrail_tui.local_aws.athena.select import parse
from sestrail_tui.local_aws.moto import internals
from sestrail_tui.local_aws.wire import page_tokens as tokens
from sestrail_tui.local_aws.wire.answer import AwsError
from sestrail_tui.local_aws.wire.faults import QUERYING_ATHENA

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.local_aws.athena.account import AthenaAccount
    from sestrail_tui.local_aws.moto.in_process import Moto
    from sestrail_tui.local_aws.wire.answer import ApiCall

ROWS: Final = 1000
CONCURRENT: Final = 20
FATES: Final[dict[str, tuple[State, str, bool]]] = {
    "query_failed": ("FAILED", "GENERIC_INTERNAL_ERROR: Internal error", True),
    "query_timed_out": ("FAILED", "Query timeout", False),
    "query_cancelled": ("CANCELLED", "Query cancelled! : Bytes scanned limit was exceeded", False),
    "query_denied": ("FAILED", "Access denied when writing output to the result location", False),
}


async def look_into_s3(account: AthenaAccount, moto: Moto) -> None:
    """Take note of what lies in S3, for a query that is about to start."""
    loop = asyncio.get_running_loop()
    account.athena.objects = await loop.run_in_executor(
        moto.thread, lambda: [*internals.objects(moto.account)]
    )


def start_query_execution(account: AthenaAccount, call: ApiCall) -> dict[str, Any]:
    """Start a query; the same request token gives the same one."""
    athena, params, now = account.athena, call.params, account.clock.now_ms()
    request = params.get("ClientRequestToken", "")
    if request in athena.requests:
        return {"QueryExecutionId": athena.requests[request]}
    own(params.get("WorkGroup", "primary"))
    result = params.get("ResultConfiguration") or athena.workgroup.get("ResultConfiguration", {})
    if not athena.workgroup.get(MANAGED, {}).get("Enabled") and "OutputLocation" not in result:
        raise refused(
            "No output location provided. An output location is required either through the "
            "Workgroup result configuration setting or as an API input."
        )
    running = sum(one.state(now) not in ENDED for one in athena.executions.values())
    if running >= CONCURRENT:
        raise AwsError("TooManyRequestsException", "You have exceeded the limit for queries")
    execution = StartedQuery(
        id=str(uuid.UUID(int=account.chance.getrandbits(128), version=4)),
        statement=params["QueryString"],
        kind="DDL" if is_ddl(params["QueryString"]) else "DML",
        database=params.get("QueryExecutionContext", {}).get("Database", "default"),
        workgroup="primary",
        started=now,
        takes_ms=round(account.settings.query_s * 1000),
        fate="SUCCEEDED",
    )
    fault = account.faults.take(QUERYING_ATHENA, call.operation)
    try:
        execute(account, execution)
    except AwsError as error:  # a mistake in a statement shows in the execution
        execution.fate, execution.reason = "FAILED", error.message
    if fault is not None:
        execution.fate, execution.reason, execution.retryable = FATES[fault.name]
    athena.executions[execution.id] = execution
    if request:
        athena.requests[request] = execution.id
    return {"QueryExecutionId": execution.id}


def execute(account: AthenaAccount, execution: StartedQuery) -> None:
    """Make the table, or find the rows."""
    athena = account.athena
    if execution.kind == "DDL":
        table = read_table(execution.statement, execution.database)
        athena.tables[table.database, table.name] = table
        return
    select = parse(execution.statement, execution.database, athena.tables)
    table = select.table
    for name in table.keys:
        injected = table.parameters.get(f"projection.{name}.type") == "injected"
        if injected and not (select.where and select.where.about(frozenset({name}))):
            raise refused(
                f"CONSTRAINT_VIOLATION: For the injected projected partition column {name}, the "
                "WHERE clause must contain only static equality conditions."
            )
    found, execution.scanned_bytes = run(select, table, athena.objects)
    execution.names = select.columns or ("_col0",)
    if not select.columns:
        execution.rows = [[str(len(found))]]
        return
    rows = [[written(row[name.lower()]) for name in select.columns] for row in found]
    if select.distinct:
        rows = [list(row) for row in dict.fromkeys(map(tuple, rows))]
    execution.rows = rows[: select.limit]


def written(value: object) -> str | None:
    """Write one value; NULL is left out."""
    return value if value is None or isinstance(value, str) else str(value)


def find_execution(account: AthenaAccount, call: ApiCall) -> StartedQuery:
    """Return a query by its id, or say that there is none."""
    execution_id = call.params["QueryExecutionId"]
    if execution_id not in account.athena.executions:
        raise AwsError("InvalidRequestException", f"QueryExecution {execution_id} was not found")
    return account.athena.executions[execution_id]


def get_query_execution(account: AthenaAccount, call: ApiCall) -> dict[str, Any]:
    """Tell how a query does and what it scanned."""
    found = find_execution(account, call)
    state = found.state(account.clock.now_ms())
    status: dict[str, Any] = {"State": state, "SubmissionDateTime": found.started / 1000}
    if state in ENDED:
        status["CompletionDateTime"] = (found.started + found.takes_ms) / 1000
        if found.reason and not found.stopped:
            status["StateChangeReason"] = found.reason
        if state == "FAILED":
            category = 1 if found.retryable else 2
            status["AthenaError"] = {"ErrorCategory": category, "Retryable": found.retryable}
    return {
        "QueryExecution": {
            "QueryExecutionId": found.id,
            "Query": found.statement,
            "StatementType": found.kind,
            "QueryExecutionContext": {"Database": found.database, "Catalog": CATALOG},
            "Status": status,
            "Statistics": {
                "DataScannedInBytes": found.scanned_bytes if state in ENDED else 0,
                "EngineExecutionTimeInMillis": found.takes_ms,
            },
            "WorkGroup": found.workgroup,
            "EngineVersion": ENGINE,
        }
    }


def get_query_results(account: AthenaAccount, call: ApiCall) -> dict[str, Any]:
    """Return a page of rows, the names of the columns as the first of all."""
    found = find_execution(account, call)
    state = found.state(account.clock.now_ms())
    if state != "SUCCEEDED":
        raise refused(f"Query has not yet finished. Current state: {state}")
    rows: list[list[str | None]] = [list(found.names), *found.rows] if found.names else []
    first = place(call)
    end = first + call.params.get("MaxResults", ROWS)
    answer: dict[str, Any] = {
        "ResultSet": {
            "Rows": [
                {"Data": [{} if one is None else {"VarCharValue": one} for one in row]}
                for row in rows[first:end]
            ],
            "ResultSetMetadata": {
                "ColumnInfo": [{"Name": name, "Type": "varchar"} for name in found.names]
            },
        },
        "UpdateCount": 0,
    }
    if end < len(rows):
        answer["NextToken"] = tokens.issue([end], call.params, "NextToken")
    return answer


def stop_query_execution(account: AthenaAccount, call: ApiCall) -> dict[str, Any]:
    """End a query, if it has not ended."""
    found = find_execution(account, call)
    if found.state(account.clock.now_ms()) not in ENDED:
        found.stopped = True
    return {}


OPERATIONS: Final[dict[str, Callable[[AthenaAccount, ApiCall], dict[str, Any]]]] = {
    **METADATA,
    "StartQueryExecution": start_query_execution,
    "GetQueryExecution": get_query_execution,
    "GetQueryResults": get_query_results,
    "StopQueryExecution": stop_query_execution,
}
