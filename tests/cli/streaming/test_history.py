"""The past from the command line: what is asked, said and printed, and what cannot be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sestrail_tui.cli.flags.options import Limits
from sestrail_tui.cli.main import main
from sestrail_tui.cli.streaming.history import Asking
from sestrail_tui.core.errors import AccessDenied, NotSetUp
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.follow.history.engine import Question
from tests.places.history_engines import DDL, QUERY, ScriptedEngine, batch, ended, three
from tests.tui.history.world import Account
from tests.tui.world import NOW_MS, record

if TYPE_CHECKING:
    from sestrail_tui.follow.protocol import Connection
    from sestrail_tui.tui.history.question import TypedQuestion

NAME = "Insights CloudTrail/logs"
QUESTION = Question(parse("config:billing"), NOW_MS - 600_000, NOW_MS)
FOUND = [record(1), record(2, config="other"), record(3)]
ESTIMATE = "about 1.23 GB scanned, $0.0062. The share of the log group's stored bytes."


def answering() -> ScriptedEngine:
    return ScriptedEngine(script=(batch(NAME, FOUND), *ended(NAME)))


def test_the_answer_is_filtered_and_what_it_takes_is_said(
    capfd: pytest.CaptureFixture[str],
) -> None:
    account = Account((answering(),))
    assert Asking(account, "insights", QUESTION).answer("jsonl", Limits()) == 0
    out, err = capfd.readouterr()
    assert out.splitlines() == [FOUND[0].raw.decode(), FOUND[2].raw.decode()]
    assert err.splitlines() == [
        f"sestrail: {NAME}: {ESTIMATE}",
        "sestrail: 1.23 GB scanned, $0.0061 at AWS's list price.",
    ]
    assert account.closed == 1


def test_a_limit_ends_it_early_and_the_query_is_cancelled(
    capfd: pytest.CaptureFixture[str],
) -> None:
    engine = ScriptedEngine(script=(batch(NAME, FOUND),))
    account = Account((engine,))
    assert Asking(account, None, QUESTION).answer("text", Limits(max_events=1)) == 0
    assert len(capfd.readouterr().out.splitlines()) == 1
    assert engine.asked[0][1].cancelled
    assert account.closed == 1


def test_the_estimate_prints_query_and_set_up_and_asks_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    engines = three()
    account = Account(engines, notes=("eu-west-1 was refused.",))
    assert Asking(account, None, QUESTION).estimate() == 0
    out, err = capsys.readouterr()
    assert f"# {NAME}\n# {ESTIMATE}\n{QUERY}\n" in out
    assert "-- Lake sends-2025\n-- AWS does not tell before the query.\nSELECT" in out
    lack = "There is no table over s3://trail-logs: create it with the statement below."
    assert f"-- Athena trail-logs\n-- {lack}\n{DDL}\n" in out
    assert "eu-west-1 was refused." in err
    assert not any(engine.asked for engine in engines)
    assert account.closed == 1


def test_the_estimate_of_a_kind_is_of_that_alone_with_what_it_was_set_up_with(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ready = ScriptedEngine("Athena trail-logs", "athena", setup="CREATE TABLE\nx")
    account = Account((ScriptedEngine(), ready))
    assert Asking(account, "athena", QUESTION).estimate() == 0
    out = capsys.readouterr().out
    assert "Insights" not in out
    assert "-- It was set up with:\n-- CREATE TABLE\n-- x\n" in out


def test_without_such_an_engine_the_estimate_is_a_refusal() -> None:
    account = Account((ScriptedEngine(),))
    with pytest.raises(NotSetUp, match="no engine of kind lake to ask; found: "):
        Asking(account, "lake", QUESTION).estimate()
    assert account.closed == 1
    with pytest.raises(AccessDenied):
        Asking(Account(AccessDenied("Refused.")), None, QUESTION).estimate()


def test_on_a_terminal_it_is_the_same_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[Connection, TypedQuestion]] = []

    class App:
        return_code = None

        def __init__(self, connection: Connection, *, question: TypedQuestion, **_: Any) -> None:
            opened.append((connection, question))

        def run(self) -> None:
            pass

    monkeypatch.setattr("sestrail_tui.cli.streaming.run.claim_terminal", lambda: None)
    monkeypatch.setattr("sestrail_tui.tui.app.app.SestrailApp", App)
    assert Asking(Account((answering(),)), None, QUESTION).answer(None, Limits()) == 0
    ((_, question),) = opened
    assert question.question == QUESTION
    assert question.wording.filter == "config:billing"
    assert question.estimate is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--engine", "lake", "--since", "7d"], "require --no-follow"),
        (["--engine", "lake", "--no-follow"], "require --since"),
        (["--estimate", "--no-follow"], "require --since"),
        (["--engine", "lake", "--no-follow", "--since", "7d", "--live"], "--live"),
        (
            ["--estimate", "--no-follow", "--since", "7d", "--queue", "https://sqs.x/1/q"],
            "--queue is for new records",
        ),
        (
            ["--engine", "lake", "--no-follow", "--since", "7d", "--poll-interval", "9"],
            "--poll-interval is for new records",
        ),
        (["--engine", "redshift"], "is not one of"),
        (["--engine", "lake", "--no-follow", "--since", "6d", "--until", "7d"], "must be before"),
    ],
)
def test_wrong_combinations_are_one_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended_with:
        main(["tail", *arguments])
    assert ended_with.value.code == 2
    err = capsys.readouterr().err
    assert said in err
    assert len(err.splitlines()) == 1
