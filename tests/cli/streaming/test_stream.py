"""The screenless engine over a played feed: what is written, what ends it, with which code."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.cli.flags.options import Limits
from sestrail_tui.cli.streaming.stream import _stream, run_stream
from sestrail_tui.core.errors import NotSetUp
from sestrail_tui.follow.health import Health, State
from tests.cli.streaming.played import LIVE, Played, every, sends

if TYPE_CHECKING:
    from sestrail_tui.follow.protocol import Feed

REFUSED = Health("CloudTrail/logs", State.REFUSED, "AWS refused logs:FilterLogEvents.")


def lines(capfdbinary: pytest.CaptureFixture[bytes]) -> list[bytes]:
    return capfdbinary.readouterr().out.splitlines()


def test_each_record_is_one_line_as_delivered(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    arrivals = sends(3)
    connection = Played(LIVE, arrivals)
    assert run_stream(connection, every, "jsonl", Limits()) == 0
    assert lines(capfdbinary) == [record.raw for record in arrivals.records]
    assert connection.closed


def test_only_what_the_filter_keeps_is_written_and_counted(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    connection = Played(sends(5, "other"), sends(5), waits=True)
    code = run_stream(
        connection, lambda r: r.config_set == "billing", "jsonl", Limits(max_events=2)
    )
    assert code == 0
    assert len(lines(capfdbinary)) == 2


def test_an_idle_feed_ends_with_a_word_on_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    assert (
        run_stream(Played(sends(1), waits=True), every, "jsonl", Limits(idle_timeout_s=0.05)) == 0
    )
    assert "nothing new for 0.05 s" in capfd.readouterr().err


def test_a_feed_that_never_worked_and_is_refused_ends_with_three(
    capfd: pytest.CaptureFixture[str],
) -> None:
    history = Health("event history", State.LIVE, holds_sends=False)
    assert run_stream(Played(history, REFUSED, waits=True), every, "jsonl", Limits()) == 3
    assert "logs:FilterLogEvents" in capfd.readouterr().err


def test_a_feed_that_worked_before_goes_on_when_it_is_refused(
    capfd: pytest.CaptureFixture[str],
) -> None:
    connection = Played(LIVE, REFUSED, LIVE, sends(1), waits=True)
    assert run_stream(connection, every, "jsonl", Limits(max_events=1)) == 0
    said = capfd.readouterr()
    assert len(said.out.splitlines()) == 1
    assert "live again" in said.err


def test_csv_starts_with_its_header_even_without_records(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_stream(Played(), every, "csv", Limits()) == 0
    assert capfd.readouterr().out.startswith("time,")


def test_what_is_not_set_up_is_raised_for_the_command_line_to_say() -> None:
    class Nothing(Played):
        async def open(self) -> Feed:
            raise NotSetUp("No trail delivers to a log group.")

    with pytest.raises(NotSetUp):
        run_stream(Nothing(), every, "jsonl", Limits())


def test_a_reading_to_the_end_succeeds_without_the_changes_it_may_not_see(
    capfd: pytest.CaptureFixture[str],
) -> None:
    ended = Health("CloudTrail/logs", State.ENDED, records=1)
    history = Health(
        "event history", State.REFUSED, "No cloudtrail:LookupEvents.", holds_sends=False
    )
    assert run_stream(Played(LIVE, sends(1), history, ended), every, "jsonl", Limits()) == 0
    assert "cloudtrail:LookupEvents" in capfd.readouterr().err


def test_a_reading_that_was_refused_midway_ends_with_three() -> None:
    assert run_stream(Played(LIVE, sends(1), REFUSED), every, "jsonl", Limits()) == 3


def test_one_of_several_that_is_refused_leaves_the_others_going(
    capfd: pytest.CaptureFixture[str],
) -> None:
    starting = Health("prod"), Health("staging")
    refused = Health("prod", State.REFUSED, "sts:AssumeRole was refused.")
    opened = Health("staging logs"), Health("staging", gone=True)
    recovered = Health("prod logs"), Health("prod", gone=True), Health("prod logs", State.LIVE)
    news = (*starting, refused, *opened, sends(1), *recovered, sends(1))
    assert run_stream(Played(*news, waits=True), every, "jsonl", Limits(max_events=2)) == 0
    said = capfd.readouterr()
    assert len(said.out.splitlines()) == 2
    assert "prod: refused: sts:AssumeRole was refused." in said.err
    assert "prod: open now." in said.err


def test_several_of_which_none_can_be_opened_end_with_three() -> None:
    refused = [Health(name, State.REFUSED, "No.") for name in ("prod", "staging")]
    news = (Health("prod"), Health("staging"), *refused)
    assert run_stream(Played(*news, waits=True), every, "jsonl", Limits()) == 3


def test_what_two_readings_suffer_alike_is_said_once(capfd: pytest.CaptureFixture[str]) -> None:
    beside = Health("CloudTrail/logs (odd messages)", State.REFUSED, REFUSED.sentence)
    assert run_stream(Played(LIVE, REFUSED, beside), every, "jsonl", Limits()) == 3
    assert capfd.readouterr().err.count(REFUSED.sentence) == 1


def test_a_document_is_whole_whatever_ends_it(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    arrivals = sends(3)
    connection = Played(LIVE, arrivals, waits=True)
    assert run_stream(connection, every, "json", Limits(max_events=2)) == 0
    document = json.loads(capfdbinary.readouterr().out)
    assert document == {"Records": [json.loads(one.raw) for one in arrivals.records[:2]]}


async def test_a_document_is_whole_when_it_is_interrupted(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    task = asyncio.create_task(_stream(Played(LIVE, sends(3), waits=True), every, "json", Limits()))
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(json.loads(capfdbinary.readouterr().out)["Records"]) == 3
