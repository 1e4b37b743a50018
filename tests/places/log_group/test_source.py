"""Shown = delivered, once: whatever the delivery, whatever fails."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import aclosing
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sestrail_tui.account.errors.error_codes import InvalidParameterError
from sestrail_tui.core.errors import (
    AccessDenied,
    CredentialsExpired,
    LogGroupMissing,
    SourceError,
    Throttled,
    Unreachable,
)
from sestrail_tui.follow.connections.several import SeveralConnection
from sestrail_tui.follow.dedupe.seen_content import SeenContent
from sestrail_tui.follow.feed import MergedFeed
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.polling_source import PollingSource
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.follow.retry.pacing import Pacer
from sestrail_tui.follow.sweeps.delay import DelayMeter
from sestrail_tui.follow.sweeps.read_position import ReadPosition
from tests.examples import examples
from tests.follow.fakes import T0, Delivered, FakeLogGroup, JumpingClock, message, unposted
from tests.follow.virtual_time import LoopClock, in_virtual_time
from tests.places.log_group.model import (
    HOUR_MS,
    MODELS,
    Model,
    a_source,
    delivered_late,
    deliveries,
    event_time,
    once_each,
    shown,
)
from tests.places.no_history import NoHistory

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.follow.protocol import Connection, Feed


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
async def test_every_delivery_is_shown_once(model: Model) -> None:
    clock = JumpingClock(1)
    group = FakeLogGroup(clock)
    group.deliver(deliveries(model, 1))
    latest = max(event.readable for event in group.events)

    counts, healths = await shown(a_source(group, clock), clock, latest + 20 * 60_000)

    assert counts == once_each(600)
    assert healths[-1].state is State.LIVE


@pytest.mark.slow
@pytest.mark.parametrize(
    ("model", "usual_s", "worst_s"),
    [
        (delivered_late(0, 0), 6, 6),
        (delivered_late(0, 30), 6, 6),
        (event_time(120, 480), 6, 70),  # the window widens once the first late ones came
        (event_time(300, 300), 6, 70),
    ],
)
async def test_what_is_readable_is_shown_soon(model: Model, usual_s: float, worst_s: float) -> None:
    clock = JumpingClock()
    group = FakeLogGroup(clock)
    group.deliver(deliveries(model, 2))
    readable: dict[str, int] = {}
    for event in group.events:
        name = "id-" + event.event_id.split("-")[0]
        readable[name] = min(event.readable, readable.get(name, event.readable))
    late: list[float] = []

    feed = MergedFeed([a_source(group, clock)], "CloudTrail/logs", SeenContent())
    async for item in feed.news():
        if isinstance(item, Arrivals):
            late += [(clock.now_ms() - readable[r.event_id]) / 1000 for r in item.records]
        if len(late) == len(readable):
            break
    await feed.close()

    late.sort()
    assert late[int(len(late) * 0.85)] <= usual_s
    assert late[-1] <= worst_s


async def test_a_quiet_group_costs_a_call_a_poll_and_little_more() -> None:
    clock = JumpingClock()
    group = FakeLogGroup(clock, latency_s=0)

    await shown(a_source(group, clock), clock, T0 + HOUR_MS)

    assert 720 <= group.calls <= 720 + 60 + 6 + 2


@settings(max_examples=examples(12))
@given(
    model=st.sampled_from(sorted(MODELS)),
    seed=st.integers(0, 2**16),
    faults=st.lists(
        st.tuples(
            st.integers(0, 3600),
            st.integers(1, 1200),
            st.sampled_from(
                [Throttled, Unreachable, AccessDenied, LogGroupMissing, CredentialsExpired]
            ),
        ),
        max_size=4,
    ),
    empty_pages=st.sampled_from([0.0, 0.3, 0.7]),
    page_size=st.integers(1, 60),
    lost_tokens=st.booleans(),
    flaky=st.sampled_from([0.0, 0.2]),
)
async def test_nothing_is_lost_to_failures(
    model: str,
    seed: int,
    faults: list[tuple[int, int, type[SourceError]]],
    empty_pages: float,
    page_size: int,
    lost_tokens: bool,
    flaky: float,
) -> None:
    clock = JumpingClock(seed)
    chance = random.Random(seed)
    group = FakeLogGroup(clock, page_size=page_size, empty_pages=empty_pages)
    group.deliver(deliveries(MODELS[model], seed, 120))

    def fault(now_ms: int, token: str | None) -> SourceError | None:
        for start_s, length_s, kind in faults:
            if T0 + start_s * 1000 <= now_ms < T0 + (start_s + length_s) * 1000:
                return kind("trouble")
        if lost_tokens and token is not None and chance.random() < 0.05:
            return InvalidParameterError("the token has expired")
        return Unreachable("reset") if chance.random() < flaky else None

    group.fault = fault
    latest = max([event.readable for event in group.events] + [T0 + 5_000_000])

    counts, _ = await shown(a_source(group, clock), clock, latest + 30 * 60_000)

    assert counts == once_each(120)


@pytest.mark.slow
async def test_an_outage_longer_than_any_sweep_leaves_no_gap() -> None:
    """Late records of the hours around it too: a sweep's place waits like the live one's."""
    clock = JumpingClock()
    group = FakeLogGroup(clock, latency_s=1)
    cut = (T0 + 5 * HOUR_MS, T0 + 35 * HOUR_MS)
    chance = random.Random(5)
    events = []
    for number in range(300):
        hours = chance.uniform(3.3, 4.7) if number % 2 else chance.uniform(0, 37)
        at = T0 + int(hours * HOUR_MS)
        late = at + int(chance.uniform(0, 100 * 60_000))
        events.append(Delivered(at, at, str(number), late, message(number)))
    group.deliver(events)
    group.fault = lambda now, _token: Unreachable("cut") if cut[0] < now < cut[1] else None

    source = a_source(group, clock, every_s=30)
    counts, healths = await shown(source, clock, T0 + 40 * HOUR_MS)

    assert counts == once_each(300)
    states = [health.state for health in healths]
    assert State.RETRYING in states
    assert State.CATCHING_UP in states[states.index(State.RETRYING) :]
    assert states[-1] is State.LIVE
    through = [health.read_through_ms for health in healths if health.state is State.RETRYING]
    assert all(ms is not None and ms <= cut[0] for ms in through), "it claims nothing meanwhile"


async def test_credentials_are_read_again_after_they_expired() -> None:
    clock = JumpingClock()
    group = FakeLogGroup(clock)
    group.deliver([Delivered(T0, T0, "a", T0, message(0))])
    valid = False

    async def renew() -> None:
        nonlocal valid
        valid = clock.now_ms() > T0 + 60_000
        if not valid:
            raise CredentialsExpired("Still expired: run `aws sso login`.")

    group.fault = lambda _now, _token: None if valid else CredentialsExpired("Expired.")

    counts, healths = await shown(a_source(group, clock, renew=renew), clock, T0 + 90_000)

    assert counts == once_each(1)
    assert [health.state for health in healths][1] is State.EXPIRED
    assert healths[1].retry_at_ms is not None
    assert healths[-1].state is State.LIVE
    assert healths[-1].sentence == ""


async def test_history_is_read_oldest_first_while_the_present_is_shown() -> None:
    clock = JumpingClock()
    group = FakeLogGroup(clock, page_size=20)
    first = T0 - 4 * HOUR_MS
    group.deliver(
        Delivered(first + n * 10_000, first + n * 10_000, str(n), 0, message(n))
        for n in range(1440)
    )

    counts, healths = await shown(a_source(group, clock, first), clock, T0 + 120_000)

    assert counts == once_each(1440)
    catching_up = [health for health in healths if health.state is State.CATCHING_UP]
    progress = [health.progress for health in catching_up if health.progress is not None]
    through = [health.read_through_ms or 0 for health in catching_up]
    assert progress == sorted(progress)
    assert through == sorted(through)
    assert first <= through[0] < through[-1] < T0
    assert group.asked[1][0] == first, "after the live window, the oldest slice"
    assert healths[-1].read_through_ms is not None
    assert healths[-1].read_through_ms >= T0


async def test_a_feed_opened_again_reads_at_once_however_rare_its_readings_are() -> None:
    clock = JumpingClock()
    group = FakeLogGroup(clock)
    position = ReadPosition(T0, None, follow=True, every_s=60.0, width_ms=lambda: 60_000)
    await _until_live(a_source(group, clock, position=position))
    calls, now_ms = len(group.asked), clock.now_ms()

    await _until_live(a_source(group, clock, position=position))

    assert len(group.asked) == calls + 1
    assert clock.now_ms() < now_ms + 5_000


async def _arrivals(feed: Feed, until_ms: int | None = None) -> Counter[str]:
    """Give what arrives until then; without a time only what comes first."""
    counts: Counter[str] = Counter()
    clock = LoopClock()
    async with aclosing(feed.news()) as news:
        async for item in news:
            if isinstance(item, Arrivals):
                counts.update(record.event_id for record in item.records)
                if until_ms is None:
                    break
            if until_ms is not None and clock.now_ms() > until_ms:
                break
    await feed.close()
    return counts


@pytest.mark.parametrize("parts", [1, 2], ids=["one feed", "a feed of several parts"])
def test_what_was_read_and_not_taken_when_a_feed_closed_is_read_by_the_next(parts: int) -> None:
    """Of two sources whose batches are there at once a reader takes one, and leaves."""

    async def main() -> None:
        clock, seen = LoopClock(), SeenContent()
        groups = [FakeLogGroup(clock) for _ in range(2)]
        for number, group in enumerate(groups):
            first = number * 10
            group.deliver(
                Delivered(T0 - 5000 + n, T0 - 5000 + n, f"{n}", T0, message(n))
                for n in range(first, first + 10)
            )
        positions = [
            ReadPosition(T0 - 60_000, None, follow=True, every_s=5, width_ms=lambda: 60_000)
            for _ in groups
        ]

        def sources() -> list[PollingSource]:
            return [
                a_source(group, clock, position=position)
                for group, position in zip(groups, positions, strict=True)
            ]

        def account(number: int) -> Connection:
            return Opens(lambda: MergedFeed([sources()[number]], "a", seen, part=str(number)))

        async def opened() -> Feed:
            if parts == 1:
                return MergedFeed(sources(), "both", seen)
            several = SeveralConnection(
                {str(n): account(n) for n in range(len(groups))}, clock, seen=seen
            )
            return await several.open()

        counts = await _arrivals(await opened())
        assert sum(counts.values()) == 10
        counts += await _arrivals(await opened(), clock.now_ms() + 60_000)
        assert counts == once_each(20)

    in_virtual_time(main())


class Opens(NoHistory):
    """A connection that opens whatever ``make`` makes."""

    def __init__(self, make: Callable[[], Feed]) -> None:
        self._make = make

    async def open(self) -> Feed:
        return self._make()

    def login(self) -> None:
        """Do nothing."""


async def _until_live(source: PollingSource) -> None:
    async with aclosing(source.follow(unposted)) as items:
        async for item in items:
            if isinstance(item, Health) and item.state is State.LIVE:
                return


@pytest.mark.parametrize("until_s", [600, -600])
async def test_a_bounded_reading_ends(until_s: int) -> None:
    clock = JumpingClock()
    group = FakeLogGroup(clock)
    group.deliver(deliveries(delivered_late(0, 0), 1, 200))
    position = ReadPosition(
        T0 - HOUR_MS,
        T0 + until_s * 1000,
        follow=True,
        every_s=5,
        width_ms=lambda: 60_000,
    )
    source = PollingSource(
        Health("g"),
        group,
        position=position,
        delay=DelayMeter(),
        pacer=Pacer(5, clock),
        clock=clock,
    )

    counts, healths = await shown(source, clock, T0 + 2 * HOUR_MS)

    wanted = {e.event_id.split("-")[0] for e in group.events if e.timestamp <= T0 + until_s * 1000}
    assert counts == Counter({f"id-{number}": 1 for number in wanted})
    assert healths[-1].state is State.ENDED
    assert clock.now_ms() < T0 + HOUR_MS


async def test_no_follow_reads_once_and_ends() -> None:
    clock = JumpingClock()
    clock.ms += HOUR_MS
    group = FakeLogGroup(clock, page_size=7)
    group.deliver(deliveries(delivered_late(0, 0), 1, 100))
    now = clock.now_ms()
    position = ReadPosition(T0, now, follow=False, every_s=5, width_ms=lambda: 60_000)
    source = PollingSource(
        Health("g"),
        group,
        position=position,
        delay=DelayMeter(),
        pacer=Pacer(5, clock),
        clock=clock,
    )

    counts, healths = await shown(source, clock, T0 + 9 * HOUR_MS)

    assert counts == once_each(100)
    assert healths[-1].state is State.ENDED


@pytest.mark.parametrize(
    ("error", "state", "sentence", "calls"),
    [
        (AccessDenied, State.REFUSED, "Mend it.", 1),
        (LogGroupMissing, State.MISSING, "Mend it.", 1),
        (Unreachable, State.GIVEN_UP, "Mend it. Given up after 6 tries.", 6),
        (Throttled, State.GIVEN_UP, "Mend it. Given up after 6 tries.", 6),
    ],
)
async def test_no_follow_does_not_wait_for_a_person(
    error: type[SourceError], state: State, sentence: str, calls: int
) -> None:
    clock = JumpingClock()
    group = FakeLogGroup(clock, fault=lambda _now, _token: error("Mend it."))
    position = ReadPosition(T0, T0 + 1, follow=False, every_s=5, width_ms=lambda: 60_000)
    source = PollingSource(
        Health("g"),
        group,
        position=position,
        delay=DelayMeter(),
        pacer=Pacer(5, clock),
        clock=clock,
    )

    _, healths = await shown(source, clock, T0 + 9 * HOUR_MS)

    assert (healths[-1].state, healths[-1].sentence) == (state, sentence)
    assert group.calls == calls


async def test_two_thousand_late_duplicated_behind_every_trouble() -> None:
    clock = JumpingClock(3)
    chance = random.Random(3)
    group = FakeLogGroup(clock, page_size=100, empty_pages=0.2)
    events = []
    for number in range(2000):
        at = T0 + int(chance.uniform(0, 120_000))
        for copy in range(1 + (number % 7 == 0)):
            readable = at + int(chance.uniform(0, 30_000))
            events.append(Delivered(at, at, f"{number}-{copy}", readable, message(number)))
    group.deliver(events)

    def fault(_now: int, _token: str | None) -> SourceError | None:
        kind = chance.choice([None, None, Throttled, Unreachable])
        return kind("trouble") if kind else None

    group.fault = fault

    counts, _ = await shown(a_source(group, clock, every_s=1.0), clock, T0 + 600_000)

    assert counts == once_each(2000)


async def test_oldest_first_reads_the_past_before_what_is_new() -> None:
    clock = JumpingClock()
    clock.ms += HOUR_MS
    group = FakeLogGroup(clock, page_size=7)
    group.deliver(deliveries(delivered_late(0, 0), 1, 100))
    position = ReadPosition(
        T0,
        clock.now_ms(),
        follow=False,
        every_s=5,
        width_ms=lambda: 60_000,
        oldest_first=True,
    )
    source = PollingSource(
        Health("g"),
        group,
        position=position,
        delay=DelayMeter(),
        pacer=Pacer(5, clock),
        clock=clock,
    )

    counts, _ = await shown(source, clock, T0 + 9 * HOUR_MS)

    assert counts == once_each(100)
    asked = [start for start, *_ in group.asked]
    assert asked == sorted(asked)


async def test_a_group_that_was_not_there_for_a_while_vouches_for_nothing_before() -> None:
    """It was deleted and made anew: what it held then is gone, read or not."""
    clock = JumpingClock()
    group = FakeLogGroup(clock)
    gone = range(T0 + 20_000, T0 + 40_000)
    group.fault = lambda ms, _token: (
        LogGroupMissing("There is no log group.") if ms in gone else None
    )
    _, healths = await shown(a_source(group, clock), clock, T0 + 90_000)
    assert State.MISSING in {health.state for health in healths}
    last = healths[-1]
    assert last.state is State.LIVE
    assert "was not there for a while" in last.sentence
    assert last.unseen == (last.sentence,)
    assert last.gone_until_ms is not None
    assert T0 + 20_000 < last.gone_until_ms < gone.stop


@pytest.mark.parametrize("made_ms", [T0 + 30_000, T0 - HOUR_MS, None, AccessDenied("No.")])
async def test_a_group_made_anew_between_two_polls_is_noticed(
    made_ms: int | SourceError | None,
) -> None:
    clock = JumpingClock()
    group = FakeLogGroup(clock)
    group.deliver([Delivered(T0 + 1000, T0 + 1000, "a", T0 + 1000, message(1))])
    asked: list[int] = []

    async def made() -> int | None:
        asked.append(clock.now_ms())
        if isinstance(made_ms, SourceError):
            raise made_ms
        return made_ms

    source = a_source(group, clock, ask_made_ms=made)
    feed = MergedFeed([source], "g", SeenContent())
    healths: list[Health] = []
    async for item in feed.news():
        if isinstance(item, Health):
            healths.append(item)
        if clock.now_ms() > T0 + 30_000:
            group.events.clear()
        elif clock.now_ms() > T0 + 25_000:
            assert not asked, "as long as it holds what it held, nobody is asked"
        if clock.now_ms() > T0 + 180_000:
            break
    await feed.close()
    last = healths[-1]
    assert asked
    assert all(later - earlier >= 60_000 for earlier, later in pairwise(asked))
    assert {health.state for health in healths[1:]} == {State.LIVE}
    if made_ms == T0 + 30_000:
        assert len(asked) == 1
        assert "CloudTrail/logs was made anew: what it held" in last.sentence
        assert (last.gone_until_ms, last.unseen) == (made_ms, (last.sentence,))
    else:
        assert (last.gone_until_ms, last.sentence, last.unseen) == (None, "", ())


@pytest.mark.parametrize("error", [Throttled("t"), Unreachable("u"), AccessDenied("d")])
async def test_one_that_was_only_not_reached_vouches_as_before(error: SourceError) -> None:
    clock = JumpingClock()
    group = FakeLogGroup(clock)
    away = range(T0 + 20_000, T0 + 40_000)
    group.fault = lambda ms, _token: error if ms in away else None
    _, healths = await shown(a_source(group, clock), clock, T0 + 90_000)
    assert (healths[-1].state, healths[-1].sentence, healths[-1].unseen) == (State.LIVE, "", ())
