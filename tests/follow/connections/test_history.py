"""A question to an engine as a connection: alone, the first of a kind, and of several accounts."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.core.errors import AccessDenied, NotSetUp
from sestrail_tui.filters.syntax.tree import All
from sestrail_tui.follow.connections.history import (
    HistoryConnection,
    ask,
    chosen,
    estimated,
    firsts,
)
from sestrail_tui.follow.connections.several import SeveralConnection
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.history.engine import FoundEngines, NamedEngine, Question
from sestrail_tui.follow.protocol import Arrivals
from tests.follow.fakes import JumpingClock
from tests.places.history_engines import Answer, ScriptedEngine, batch, ended, three
from tests.tui.history.world import Account
from tests.tui.world import NOW_MS, record

if TYPE_CHECKING:
    from sestrail_tui.core.record import Record
    from sestrail_tui.follow.history.engine import Engine, Estimate
    from sestrail_tui.follow.protocol import Connection

QUESTION = Question(All(), NOW_MS - 600_000, NOW_MS)


def answering(name: str, *numbers: int) -> ScriptedEngine:
    """Give an engine that answers with these records, and ends."""
    found = batch(name, [record(number) for number in numbers])
    return ScriptedEngine(name, script=(found, *ended(name)))


async def told(connection: Connection) -> tuple[list[Record], dict[str, Health]]:
    """Read a connection to its end: records, and the last health of each source."""
    feed = await connection.open()
    records: list[Record] = []
    healths: dict[str, Health] = {}
    async with aclosing(feed.news()) as news:
        async for item in news:
            if isinstance(item, Arrivals):
                records += item.records
            else:
                healths[item.source] = item
    await feed.close()
    return records, healths


def past_of(*engines: Engine) -> FoundEngines:
    async def close() -> None:
        pass

    return FoundEngines(engines, ("eu-west-1 was refused.",), close)


def test_the_first_of_a_kind_is_asked_of_each_account() -> None:
    insights, lake, athena = three()
    past = past_of(insights, ScriptedEngine("Insights other"), lake, athena)
    assert firsts(past, "insights") == (insights,)
    assert chosen(past, None) is insights
    a, b = NamedEngine("a", insights), NamedEngine("b", insights)
    assert firsts(past_of(a, NamedEngine("a", lake), b), "insights") == (a, b)


def test_without_one_of_the_kind_it_is_said_what_there_is() -> None:
    with pytest.raises(NotSetUp, match=r"found: Insights CloudTrail/logs\. eu-west-1"):
        chosen(past_of(ScriptedEngine()), "lake")
    with pytest.raises(NotSetUp, match=r"There is no engine of kind another to ask"):
        chosen(past_of(ScriptedEngine()), "another")
    with pytest.raises(NotSetUp, match="found: none at all"):
        chosen(past_of(), None)


async def test_only_records_of_the_time_come_each_once() -> None:
    name = "Insights CloudTrail/logs"
    old, inside = record(1, time_ms=NOW_MS - 700_000), record(2)
    engine = ScriptedEngine(script=(batch(name, [old, inside, inside]), *ended(name)))
    records, healths = await told(HistoryConnection(engine, QUESTION))
    assert [one.event_id for one in records] == [inside.event_id]
    assert healths[name].scanned_bytes == 1_230_000_000


async def test_several_are_asked_at_once_each_under_the_name_of_its_part() -> None:
    a, b = (NamedEngine(part, answering("Insights x", n)) for part, n in (("a", 1), ("b", 2)))
    connection = HistoryConnection(a, QUESTION, beside=[b])
    assert (await connection.open()).label == "a Insights x, b Insights x"
    records, healths = await told(connection)
    assert {one.source for one in records} == {"a Insights x", "b Insights x"} == set(healths)
    many = [NamedEngine(str(part), answering("Insights CloudTrail/logs")) for part in range(3)]
    assert (await HistoryConnection(a, QUESTION, beside=many).open()).label == "4 engines"
    lacking = NamedEngine("c", three()[2])
    with pytest.raises(NotSetUp):
        await HistoryConnection(a, QUESTION, beside=[lacking]).open()


async def test_what_lacks_something_is_not_asked() -> None:
    *_, athena = three()
    with pytest.raises(NotSetUp, match="create it with the statement below"):
        await HistoryConnection(athena, QUESTION).open()
    with pytest.raises(NotSetUp, match="--estimate` prints what to run"):
        await ask(Account((athena,)), "athena", QUESTION).open()


async def test_an_account_is_told_the_estimate_asked_and_closed() -> None:
    account = Account((answering("Insights a", 1, 2),))
    estimates: list[tuple[str, Estimate]] = []
    connection = ask(account, "insights", QUESTION, lambda *one: estimates.append(one))
    records, _ = await told(connection)
    assert len(records) == 2
    assert [(name, told.scanned_bytes) for name, told in estimates] == [
        ("Insights a", 1_230_000_000)
    ]
    assert account.opened == account.closed == 1
    assert (await connection.history()).engines


async def test_leaving_early_cuts_the_answer_short_and_closes_the_account() -> None:
    engine = ScriptedEngine()
    account = Account((engine,))
    feed = await ask(account, None, QUESTION).open()
    engine.asked[0][1].give(Health("x"))
    async with aclosing(feed.news()) as news:
        await anext(news)
    await feed.close()
    answer: Answer = engine.asked[0][1]
    assert answer.cancelled
    assert account.closed == 1


async def test_an_account_without_the_kind_is_closed_again() -> None:
    account = Account((ScriptedEngine(),))
    with pytest.raises(NotSetUp):
        await ask(account, "lake", QUESTION).open()
    assert account.closed == 1


async def test_an_estimate_that_is_refused_says_so() -> None:
    engine = ScriptedEngine(estimate=AccessDenied("logs:DescribeLogGroups was refused."))
    assert (await estimated(engine, QUESTION)).sentence == "logs:DescribeLogGroups was refused."


async def test_each_of_several_accounts_is_asked_and_one_failing_leaves_the_others() -> None:
    accounts = {
        "staging": Account((answering("Insights a", 1, 2),)),
        "prod": Account((answering("Insights b", 2, 3),)),
        "old": Account((three()[1],)),
        "shut": Account(AccessDenied("sts:AssumeRole was refused.")),
    }
    several = SeveralConnection(accounts, JumpingClock())
    estimates: dict[str, Estimate] = {}
    asked = ask(several, "insights", QUESTION, estimates.__setitem__)
    records, healths = await told(asked)
    assert sorted(one.event_id for one in records) == [record(n).event_id for n in (1, 2, 3)]
    assert {one.source.split()[0] for one in records} == {"staging", "prod"}
    assert healths["old"].state is State.REFUSED
    assert "There is no engine of kind insights" in healths["old"].sentence
    assert healths["shut"].sentence == "sts:AssumeRole was refused."
    assert sorted(estimates) == ["prod Insights b", "staging Insights a"]
    assert all(one.closed == one.opened for one in accounts.values())
    names = [engine.name for engine in (await asked.history()).engines]
    assert names == ["staging Insights a", "prod Insights b", "old Lake sends-2025"]
