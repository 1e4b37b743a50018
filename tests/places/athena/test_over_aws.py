"""The whole way over HTTP: engines found, asked and closed, over the embedded AWS, faults too."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from sestrail_tui.core.errors import NotSetUp
from sestrail_tui.filters.match import compile_node
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.follow.connections.history import AskedHistory, HistoryConnection
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.history.engine import Question
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.follow.retry.pacing import Backoff
from sestrail_tui.local_aws.account.settings import Settings
from sestrail_tui.local_aws.server.server import LocalServer, running
from sestrail_tui.local_aws.storage import bucket_delivery
from sestrail_tui.local_aws.wire.faults import Fault
from sestrail_tui.places.connect import AwsConnection
from sestrail_tui.places.flag_values import FlagValues
from sestrail_tui.places.options import Options
from tests.follow.fakes import T0, message
from tests.follow.fast_clock import FastClock
from tests.places.athena.stamps import stamp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sestrail_tui.follow.protocol import Connection

HOUR_MS = 3_600_000
COUNT = 12


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Backoff, "wait_s", lambda *_: 0.01)


@asynccontextmanager
async def embedded(trail: str, **more: Any) -> AsyncIterator[LocalServer]:
    """Run one whose bucket has a name of its own, with twelve records of four hours in it."""
    settings = Settings(trail=trail, log_file_s=60, query_s=0.05, quotas=False, **more)
    async with running(settings) as server:
        files = server.account.delivery.files
        assert files is not None
        for number in range(COUNT):
            at = T0 + number * HOUR_MS // 3
            name = "billing" if number % 3 == 0 else "other"
            text = message(
                number,
                eventTime=stamp(at),
                awsRegion="us-east-1",
                requestParameters={"configurationSetName": name, "source": "a@example.com"},
            )
            files.put(at + 60_000, "us-east-1", text)
        await bucket_delivery.write(server.account, server.moto)
        yield server


def connection(server: LocalServer, **more: Any) -> AwsConnection:
    options = Options(
        endpoint_url=server.endpoint,
        credentials=("AKIATEST", "secret"),
        **{"regions": ("us-east-1",), **more},
    )
    return AwsConnection(options, FastClock())


def a_question(written: str = "", first_ms: int = T0, last_ms: int = T0 + 10 * HOUR_MS) -> Question:
    return Question(parse(written), first_ms, last_ms)


async def shown(server: LocalServer, question: Question) -> tuple[Counter[str], list[Health]]:
    return await read(AskedHistory(connection(server), "athena", question), question)


async def read(asked: Connection, question: Question) -> tuple[Counter[str], list[Health]]:
    keep = compile_node(question.node)
    feed = await asked.open()
    counts: Counter[str] = Counter()
    healths: list[Health] = []
    async for item in feed.news():
        if isinstance(item, Arrivals):
            counts.update(record.event_id for record in item.records if keep(record))
        else:
            healths.append(item)
    await feed.close()
    return counts, healths


@pytest.mark.slow
async def test_the_answer_is_what_was_delivered_and_nothing_else() -> None:
    async with embedded("past-plain") as server:
        counts, healths = await shown(server, a_question())
        assert counts == {f"id-{number}": 1 for number in range(COUNT)}
        assert healths[-1].state is State.ENDED
        assert healths[-1].scanned_bytes

        counts, _ = await shown(server, a_question("config:billing", last_ms=T0 + 3 * HOUR_MS))
        assert counts == {f"id-{number}": 1 for number in range(0, 10, 3)}
        read = server.account.athena.executions
        last = list(read.values())[-1]
        assert len(last.rows) == 4  # only files that hold what is wanted are read


FAULTS = [
    *(Fault(name=name, api=api) for name in ("throttle", "5xx") for api in (
        "StartQueryExecution", "GetQueryExecution", "GetQueryResults",
        "GetObject",
    )),
    *(Fault(name="reset", api=api) for api in (
        "StartQueryExecution", "GetQueryExecution", "GetQueryResults",
    )),
    Fault(name="query_failed", api="StartQueryExecution"),
    Fault(name="corrupt_gzip"),
    Fault(name="truncated_gzip"),
]  # fmt: skip


@pytest.mark.slow
async def test_what_fails_once_loses_nothing_and_doubles_nothing() -> None:
    async with embedded("past-faults") as server:
        past = await connection(server).history()
        for fault in FAULTS:
            before = len(server.account.athena.executions)
            server.account.faults.add(fault)
            asked = HistoryConnection(past.engines[0], a_question())
            counts, healths = await read(asked, a_question())
            assert counts == {f"id-{number}": 1 for number in range(COUNT)}, fault
            assert healths[-1].state is State.ENDED, fault
            assert not server.account.faults.waiting, fault
            started = len(server.account.athena.executions) - before
            assert started == (2 if fault.name == "query_failed" else 1), fault
        await past.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("query_cancelled", "Bytes scanned limit was exceeded"),
        ("query_denied", "Access denied when writing output"),
        ("query_timed_out", "Query timeout"),
    ],
)
async def test_a_query_that_cannot_succeed_is_refused_with_aws_words(name: Any, said: str) -> None:
    async with embedded(f"past-{name.replace('_', '-')}") as server:
        server.account.faults.add(Fault(name=name, api="StartQueryExecution", count=None))
        _, healths = await shown(server, a_question())
        assert healths[-1].state is State.REFUSED
        assert said in healths[-1].sentence


async def test_leaving_early_stops_the_query() -> None:
    async with embedded("past-leaving") as server:
        object.__setattr__(server.account.settings, "query_s", 30.0)
        feed = await AskedHistory(connection(server), "athena", a_question()).open()
        async for item in feed.news():
            if isinstance(item, Health) and item.calls > 1:
                break
        await feed.close()
        (execution,) = server.account.athena.executions.values()
        assert execution.stopped


@pytest.mark.slow
async def test_without_a_table_the_statement_to_run_is_given_and_works() -> None:
    async with embedded("past-no-table", athena_table=False) as server:
        own = connection(server)
        past = await own.history()
        engine = next(one for one in past.engines if one.kind == "athena")
        assert "has no table over s3://past-no-table-123456789012" in engine.lack
        with pytest.raises(NotSetUp, match="has no table"):
            await AskedHistory(own, "athena", a_question()).open()
        await past.close()

        await run_statement(server, engine.setup)

        counts, _ = await shown(server, a_question())
        assert len(counts) == COUNT
        past = await own.history()
        told = await past.engines[0].estimate(a_question())
        assert told.scanned_bytes
        assert told.cost_usd == pytest.approx(50e-6)
        await past.close()


async def run_statement(server: LocalServer, statement: str) -> None:
    """Run a statement as a person would."""
    from aiobotocore.session import get_session

    async with get_session().create_client(
        "athena",
        region_name="us-east-1",
        endpoint_url=server.endpoint,
        aws_access_key_id="a",
        aws_secret_access_key="b",
    ) as athena:
        await athena.start_query_execution(QueryString=statement)


@pytest.mark.slow
async def test_injected_keys_are_given_values() -> None:
    async with embedded("past-injected", athena_table=False) as server:
        past = await connection(server).history()
        statement = past.engines[0].setup
        await past.close()
        for key in ("account", "region"):
            statement = statement.replace(
                f"'projection.{key}.type'='enum'", f"'projection.{key}.type'='injected'"
            )
        await run_statement(server, statement)

        counts, healths = await shown(server, a_question())

        assert len(counts) == COUNT, healths[-1].sentence


async def test_without_a_place_for_results_it_is_said_what_to_set() -> None:
    async with embedded("past-no-place") as server:
        server.account.athena.workgroup.clear()
        past = await connection(server).history()
        assert "no place for a query's result" in past.engines[0].lack
        await past.close()


@pytest.mark.slow
async def test_what_may_not_be_looked_at_is_said() -> None:
    async with embedded("past-denied") as server:
        server.account.faults.add(Fault(name="access_denied", api="ListDatabases", count=None))
        past = await connection(server).history()
        engine = next(one for one in past.engines if one.kind == "athena")
        assert "athena:ListDatabases" in engine.lack
        assert "CREATE EXTERNAL TABLE" in engine.setup
        await past.close()


@pytest.mark.slow
async def test_a_named_bucket_comes_first_and_lake_beside() -> None:
    async with embedded("past-named", lake=True) as server:
        bucket = f"s3://{server.account.settings.bucket}/AWSLogs/"
        past = await connection(server, flags=FlagValues(buckets=(bucket,))).history()
        assert [one.name for one in past.engines] == [
            "Lake ses-sends",
            "Athena default.cloudtrail_logs_pp",
        ]
        store = next(iter(server.account.lake.stores.values()))
        store.put(message(1, eventTime=stamp(T0)), 0)
        counts: Counter[str] = Counter()
        feed = await AskedHistory(connection(server), "lake", a_question()).open()
        async for item in feed.news():
            if isinstance(item, Arrivals):
                counts.update(record.event_id for record in item.records)
        await feed.close()
        assert counts == {"id-1": 1}
        await past.close()


@pytest.mark.slow
async def test_records_are_byte_for_byte_those_of_the_files() -> None:
    async with embedded("past-bytes") as server:
        files = server.account.delivery.files
        assert files is not None
        text = json.dumps(json.loads(message(99, eventTime=stamp(T0))), indent=1)
        files.put(T0 + 60_000, "us-east-1", text)
        await bucket_delivery.write(server.account, server.moto)
        feed = await AskedHistory(connection(server), "athena", a_question("id:id-99")).open()
        raws = [
            record.raw
            async for item in feed.news()
            if isinstance(item, Arrivals)
            for record in item.records
        ]
        await feed.close()
        assert text.encode() in raws
