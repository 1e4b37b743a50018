"""Waiting over a played feed, in no time: what ends it, with which code, and what is said."""

from __future__ import annotations

import asyncio
import io
import json
from dataclasses import replace
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

import pytest

from sestrail_tui.account.session.clock_skew import Skew
from sestrail_tui.cli.streaming.output import RecordWriter
from sestrail_tui.cli.waiting.call_counter import Awaited, CallCounter
from sestrail_tui.cli.waiting.progress import WaitProgress
from sestrail_tui.cli.waiting.verdict import WaitVerdict
from sestrail_tui.cli.waiting.waiting import GRACE_S, Wait
from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.errors import NotSetUp, Throttled, Unreachable
from sestrail_tui.filters.certainty import compile_certainty
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Arrivals, Recording
from tests.follow.fakes import T0
from tests.follow.virtual_time import LoopClock, in_virtual_time
from tests.places.no_history import NoHistory

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.core.errors import SestrailError
    from sestrail_tui.core.record import Record
    from sestrail_tui.follow.protocol import Feed

GROUP = "CloudTrail/logs"
LIVE = Health(GROUP, State.LIVE, records=3)
REFUSED = Health(GROUP, State.REFUSED, "AWS refused logs:FilterLogEvents.")
TIMEOUT_S = 600.0


@pytest.fixture(autouse=True)
def _without_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits for a thread: virtual time would not."""

    async def at_once(action: Callable[..., object], *given: object) -> object:
        return action(*given)

    monkeypatch.setattr(asyncio, "to_thread", at_once)


def send(number: int, config: str = "billing", **more: Any) -> Record:
    told = {
        "eventSource": "ses.amazonaws.com",
        "eventName": "SendEmail",
        "eventCategory": "Data",
        "managementEvent": False,
        "eventID": f"id-{number}",
        "eventTime": "2025-10-09T08:53:20Z",
        "requestParameters": {"configurationSetName": config},
    }
    return decode(json.dumps(told | more).encode(), delivered_ms=T0)


def arrivals(*records: Record) -> Arrivals:
    return Arrivals(records)


def live_at(second: float) -> Health:
    """Give the health of a log group whose deliveries were read up to ``second``."""
    return Health(GROUP, State.LIVE, read_through_ms=T0 + round(second * 1000), records=3)


class Played(NoHistory):
    """Fails to open, then plays news, with pauses in seconds, and stays open."""

    label, account, region = GROUP, "", "us-east-1"

    def __init__(
        self,
        *news: Arrivals | Health | float,
        fails: tuple[SestrailError, ...] = (),
        ends: bool = False,
    ) -> None:
        self.news_to_come, self.fails, self.closed = news, list(fails), False
        self.ends = ends
        self.recorded = Recording()

    async def recording(self, since_ms: int) -> Recording:
        assert not self.closed
        return self.recorded

    async def open(self) -> Feed:
        if self.fails:
            raise self.fails.pop(0)
        return self

    def login(self) -> None:
        raise AssertionError("nothing prompts")

    async def news(self) -> AsyncGenerator[Arrivals | Health, None]:
        for item in self.news_to_come:
            if isinstance(item, float | int):
                await asyncio.sleep(item)
            else:
                yield item
        if not self.ends:
            await asyncio.Event().wait()

    async def close(self) -> None:
        self.closed = True


def awaited(expression: str = "config:billing", count: int = 1, **more: Any) -> Awaited:
    keep = compile_certainty(parse(expression))
    more.setdefault("timeout_s", TIMEOUT_S)
    return Awaited(expression, keep, count, since_ms=T0 - 900_000, **more)


def told_skew(clock: Clock) -> Skew:
    """Give what knows that our clock is right."""
    skew = Skew(clock)
    context: dict[str, Any] = {}
    skew.called(context)
    date = formatdate(clock.now_ms() // 1000, usegmt=True)
    skew.answered({"ResponseMetadata": {"HTTPHeaders": {"date": date}}}, context)
    return skew


def waited(
    connection: Played,
    wanted: Awaited,
    stdout: io.BytesIO | None = None,
    again: Played | None = None,
    *,
    skew_is_known: bool = True,
) -> tuple[WaitVerdict, float, list[bytes]]:
    """Give how it ended, after how many seconds, and the lines written."""
    stdout = io.BytesIO() if stdout is None else stdout

    async def main() -> tuple[WaitVerdict, float]:
        clock = LoopClock()
        skew = told_skew(clock) if skew_is_known else Skew(clock)
        with WaitProgress(wanted.timeout) as progress:
            writer = RecordWriter(stdout, "jsonl")
            more = None if again is None else lambda **_: again
            waiting = Wait(connection, wanted, clock, skew, writer, progress, more)
            outcome = await waiting.run()
        return outcome, clock.monotonic()

    outcome, seconds = in_virtual_time(main())
    return outcome, seconds, stdout.getvalue().splitlines()


def test_it_ends_with_the_last_call_that_was_waited_for() -> None:
    other = send(9, "other")
    connection = Played(LIVE, 30, arrivals(send(1), other), 60, arrivals(send(2), send(3)))
    outcome, seconds, lines = waited(connection, awaited(count=2))
    assert outcome == WaitVerdict(0, "2 sends came, after 1m30s.")
    assert seconds == pytest.approx(90)
    assert lines == [send(1).raw, send(2).raw]
    assert connection.closed


LEFT_OUT = {"reason": "requestParameters too large", "omitted": True, "originalSize": 149893}
MASKED = {"content": {"raw": {"data": "HIDDEN_DUE_TO_SECURITY_REASONS"}}}


@pytest.mark.parametrize("parameters", [LEFT_OUT, MASKED, None])
@pytest.mark.parametrize("expression", ["config:billing", "from:a@example.com", "-tag:run"])
@pytest.mark.parametrize("count", [0, 1])
def test_a_record_that_does_not_say_decides_nothing(
    parameters: object, expression: str, count: int
) -> None:
    """CloudTrail left the request out, or masks the headers that name it."""
    silent = send(1, requestParameters=parameters)
    connection = Played(live_at(5), arrivals(silent), live_at(900))
    outcome, _, lines = waited(connection, awaited(expression, count), again=None)
    assert (outcome.code, lines) == (3, [])
    assert "1 send does not say whether it is such" in outcome.sentence


def test_what_a_silent_record_does_say_counts() -> None:
    silent = send(1, requestParameters=LEFT_OUT, awsRegion="us-east-1")
    for expression in ("region:us-east-1", "config:billing | region:us-east-1"):
        outcome, _, lines = waited(Played(LIVE, arrivals(silent)), awaited(expression))
        assert (outcome.code, lines) == (0, [silent.raw])


def test_what_does_not_come_in_time_is_one_with_how_far_was_read() -> None:
    outcome, seconds, lines = waited(
        Played(live_at(5), arrivals(send(1, "x")), live_at(590)), awaited()
    )
    assert outcome.code == 1
    assert "0 of 1 send came within 10m; CloudTrail/logs was read through" in outcome.sentence
    assert "about five minutes" in outcome.sentence
    assert (seconds, lines) == (TIMEOUT_S, [])


def test_where_nothing_at_all_was_delivered_it_says_what_to_look_at() -> None:
    nothing = Health(GROUP, State.LIVE, read_through_ms=T0 + 1_190_000)
    outcome, _, _ = waited(Played(nothing), awaited(timeout_s=1200.0))
    assert "the trail selects SES data events" in outcome.sentence
    assert "--timeout" not in outcome.sentence


def test_what_was_not_read_cannot_be_said_not_to_have_come() -> None:
    throttled = Health(GROUP, State.THROTTLED, "Too many calls.")
    outcome, _, _ = waited(Played(live_at(5), throttled), awaited())
    assert outcome.code == 3
    assert "it cannot be told whether more did" in outcome.sentence


def test_a_source_that_heals_is_waited_for(capfd: pytest.CaptureFixture[str]) -> None:
    gone = Health(GROUP, State.RETRYING, "No answer.")
    connection = Played(gone, 200, LIVE, arrivals(send(1)), fails=(Unreachable("No answer."),) * 3)
    outcome, _, _ = waited(connection, awaited())
    assert outcome.code == 0
    assert capfd.readouterr().err.count("No answer. Trying again.") == 1


def test_one_that_never_opens_ends_at_the_timeout_with_its_own_words() -> None:
    connection = Played(fails=(Throttled("Too many calls."),) * 1000)
    with pytest.raises(Throttled, match="Too many calls"):
        waited(connection, awaited())


def test_a_document_is_whole_even_over_nothing() -> None:
    stdout = io.BytesIO()

    async def main() -> WaitVerdict:
        with WaitProgress("10m") as progress:
            writer = RecordWriter(stdout, "json")
            clock = LoopClock()
            played = Played(live_at(599))
            waiting = Wait(played, awaited(), clock, told_skew(clock), writer, progress)
            return await waiting.run()

    assert in_virtual_time(main()).code == 1
    assert json.loads(stdout.getvalue()) == {"Records": []}


def test_no_credentials_end_at_once() -> None:
    with pytest.raises(NotSetUp):
        waited(Played(fails=(NotSetUp("No credentials."),)), awaited())


@pytest.mark.parametrize("count", [0, 1])
def test_what_only_a_person_can_fix_ends_at_once(count: int) -> None:
    outcome, seconds, _ = waited(Played(REFUSED), awaited(count=count))
    assert (outcome.code, seconds) == (3, 0)


def test_none_is_sure_once_all_that_may_still_come_was_read() -> None:
    connection = Played(live_at(1), 300, live_at(300), 301, live_at(599), 5, live_at(601))
    outcome, seconds, lines = waited(connection, awaited(count=0))
    assert outcome.code == 0
    assert outcome.sentence.startswith("None came: everything that was delivered until ")
    assert seconds == pytest.approx(606)
    assert lines == []


def test_none_of_calls_long_past_is_sure_as_soon_as_they_were_read() -> None:
    past = awaited(count=0, until_ms=T0 - 3_600_000)
    outcome, seconds, _ = waited(Played(2, live_at(1)), past)
    assert (outcome.code, seconds) == (0, 2)


def test_none_ends_with_the_first_that_came() -> None:
    outcome, _, lines = waited(Played(LIVE, 5, arrivals(send(1), send(2))), awaited(count=0))
    assert outcome == WaitVerdict(1, "A send came that should not have.")
    assert lines == [send(1).raw]


ENDED = Health(GROUP, State.ENDED, read_through_ms=T0 + 700_000)


def test_none_is_said_only_after_all_was_read_once_more() -> None:
    again = Played(Health(GROUP), 5, ENDED, ends=True)
    outcome, seconds, _ = waited(Played(601, live_at(601)), awaited(count=0), again=again)
    assert (outcome.code, seconds) == (0, 606)
    assert again.closed


def test_what_following_missed_is_found_when_all_is_read_once_more() -> None:
    again = Played(live_at(700), arrivals(send(1)), ENDED, ends=True)
    outcome, _, lines = waited(Played(601, live_at(601)), awaited(count=0), again=again)
    assert outcome.code == 1
    assert lines == [send(1).raw]


@pytest.mark.parametrize("ends", [True, False])
def test_none_is_not_said_where_it_could_not_be_read_once_more(ends: bool) -> None:
    again = Played(live_at(700), REFUSED, ends=ends)
    outcome, _, _ = waited(Played(601, live_at(601)), awaited(count=0), again=again)
    assert outcome.code == 3


def test_none_minds_only_calls_until_then() -> None:
    later = send(1, eventTime="2025-10-09T08:53:21Z")
    connection = Played(LIVE, arrivals(later), live_at(700))
    assert waited(connection, awaited(count=0, until_ms=T0))[0].code == 0
    assert waited(connection, awaited(count=0, until_ms=T0 + 1000))[0].code == 1


def test_none_cannot_be_said_of_what_was_not_read() -> None:
    outcome, seconds, _ = waited(Played(live_at(20)), awaited(count=0))
    assert outcome.code == 3
    assert "cannot be told that none came: CloudTrail/logs was read through" in outcome.sentence
    assert seconds == TIMEOUT_S + GRACE_S


def test_none_waits_for_every_source_that_may_hold_sends() -> None:
    other = Health("other", State.THROTTLED, "Too many calls.")
    history = Health("event history", State.REFUSED, "No.", holds_sends=False)
    outcome, _, _ = waited(Played(history, other, live_at(900)), awaited(count=0))
    assert outcome.code == 3
    assert waited(Played(history, live_at(900)), awaited(count=0))[0].code == 0


def test_messages_that_cannot_be_read_leave_a_doubt() -> None:
    broken = decode(b'{"eventSource": "ses.amazonaws.com", "cut')
    for count in (0, 1):
        outcome, _, _ = waited(Played(arrivals(broken), live_at(900)), awaited(count=count))
        assert outcome.code == 3
        assert "1 message about SES is no readable record" in outcome.sentence


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_is_said_not_to_have_come_by_a_clock_that_is_not_known(count: int) -> None:
    outcome, _, _ = waited(Played(live_at(900)), awaited(count=count), skew_is_known=False)
    assert outcome.code == 3
    assert "AWS's time was not known" in outcome.sentence


@pytest.mark.parametrize("count", [0, 1])
def test_what_was_not_recorded_cannot_be_said_not_to_have_come(count: int) -> None:
    played = Played(live_at(900))
    played.recorded = Recording(lacks=("Trail x does not record SES sends.",))
    outcome, _, _ = waited(played, awaited(count=count))
    assert outcome.code == 3
    assert "Trail x does not record SES sends." in outcome.sentence


def test_a_queue_can_only_tell_what_came() -> None:
    queue = Health("queue q", State.LIVE, cannot_tell="Queue q does not tell what others took.")
    read = replace(queue, read_through_ms=T0 + 1000)
    outcome, seconds, _ = waited(Played(queue, 5, read, 500), awaited(count=0))
    assert (outcome.code, seconds) == (3, 5)
    assert outcome.sentence == (
        "It cannot be told that none came. Queue q does not tell what others took."
    )
    outcome, _, lines = waited(Played(queue, 5, arrivals(send(1)), read), awaited(count=0))
    assert (outcome.code, len(lines)) == (1, 1)
    outcome, _, _ = waited(Played(replace(read, read_through_ms=T0 + 590_000)), awaited())
    assert outcome.code == 3


def test_files_that_were_not_read_are_a_reason() -> None:
    health = replace(live_at(900), unseen=("s3://b/k could not be read to its end.",))
    outcome, _, _ = waited(Played(health), awaited(count=0))
    assert outcome.code == 3
    assert "s3://b/k could not be read" in outcome.sentence


def test_a_reader_that_leaves_does_not_end_the_waiting() -> None:
    class Left(io.BytesIO):
        def write(self, data: Any) -> int:
            raise BrokenPipeError

    connection = Played(LIVE, arrivals(send(1)), 5, arrivals(send(2)))
    with pytest.MonkeyPatch.context() as patch:
        silenced: list[int] = []
        patch.setattr("sestrail_tui.cli.waiting.waiting.silence_stdout", lambda: silenced.append(1))
        outcome, seconds, _ = waited(connection, awaited(count=2), Left())
    assert (outcome.code, seconds, silenced) == (0, 5, [1])


def test_copies_and_corrections_of_a_send_are_one_call() -> None:
    tally = CallCounter(awaited(count=9))
    first = send(1, sharedEventID="shared")
    copy = send(2, sharedEventID="shared", recipientAccountId="2")
    correction = send(3, addendum={"reason": "UPDATED_DATA", "originalEventID": "id-1"})
    assert tally.take([first, copy, correction, first, send(4)]) == (first, send(4))


def test_only_sends_count_unless_another_kind_is_asked_for() -> None:
    change = send(1, eventCategory="Management", managementEvent=True, eventName="DeleteIdentity")
    assert not CallCounter(awaited("")).take([change])
    assert CallCounter(awaited("kind:change", every_kind=True)).take([change])
