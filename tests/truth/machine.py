"""A simulation that anything may happen to, in which every verdict is judged as it is given."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from hypothesis import event, note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.truth import judges, setups
from tests.truth.calls import Sort
from tests.truth.judges import Bounds, Question
from tests.truth.program import Program
from tests.truth.screen import watched
from tests.truth.timeline import iso
from tests.truth.world import DIRECT, GROUP, QUEUE_URL, Delivery, Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.truth.calls import Wanted
    from tests.truth.faults import CallFault
    from tests.truth.judges import Falsehood
    from tests.truth.program import Ended

Sent = list[tuple[Sort, Delivery, float]]
"""Sends, how they are delivered, and in how many seconds they are made."""
SINCE_S: Final = 900
"""How long before a `wait` calls count where nothing else is said (README)."""
QUARTER_MS: Final = 900_000
"""How far back what is followed begins, where nothing is said (README)."""
MADE: Final = st.lists(
    st.tuples(setups.plain_sorts, setups.quick_deliveries, setups.soon), max_size=4
)
IN_S: Final = st.sampled_from((0.0, 5.0, 20.0))
TIMEOUTS: Final = st.sampled_from((20, 60, 90))
BACK: Final = st.sampled_from((None, 120, 3600))


class Hunt(RuleBasedStateMachine):
    """What happens is drawn, whatever it is; each command's claims have to be true.

    A subclass says what is read: its flags, and the places that these stand for.
    """

    unjudged: ClassVar[frozenset[str]] = frozenset()
    """Claims that are not judged."""

    def __init__(self) -> None:
        super().__init__()
        self.troubles: frozenset[str] = frozenset()
        self.program = Program()
        self.world = self.program.world

    @property
    @abstractmethod
    def flags(self) -> tuple[str, ...]:
        """The flags that name what is read."""

    @property
    @abstractmethod
    def places(self) -> tuple[Place, ...]:
        """What these read."""

    def hold(self, ended: Ended, falsehoods: Iterable[Falsehood]) -> None:
        """Fail on the first thing that is false."""
        found = [one for one in falsehoods if one.claim not in self.unjudged]
        none = " --none" if "--none" in ended.args else ""
        event(f"{ended.args[0]}{none} ended {ended.code}")
        note(ended.told)
        assert not found, f"[{found[0].claim}] {found[0].says}\n{ended.told}"

    # What there is.

    @initialize(
        taken=setups.mostly_everything,
        on=setups.mostly,
        checks=st.booleans(),
        ahead_s=setups.clocks,
        troubles=st.frozensets(st.sampled_from(("recording", "clock", "calls", "records"))),
    )
    def begin(
        self, taken: str, ahead_s: int, *, on: bool, checks: bool, troubles: frozenset[str]
    ) -> None:
        self.troubles = troubles
        self.world.checks_dates = checks
        self.record(taken)
        self.world.timeline.set_clock(ahead_s * 1000 if "clock" in troubles else 0)
        if not on:
            self.world.pause()

    def record(self, taken: str) -> None:
        """Let the trail select these from now on."""
        self.world.trail.advanced, self.world.trail.basic = list(setups.SELECTIONS[taken]), []

    def suffers(self, trouble: str) -> bool:
        """Tell whether this simulation has such trouble."""
        return trouble in self.troubles

    # What happens.

    def call(self, made: Sent) -> None:
        """Let sends be made."""
        for sort, how, in_s in made:
            self.world.call(sort, how, in_s)

    @precondition(lambda self: self.suffers("records"))
    @rule(sort=setups.sorts, how=setups.deliveries, in_s=setups.soon)
    def call_oddly(self, sort: Sort, how: Delivery, in_s: float) -> None:
        self.world.call(sort, how, in_s)

    @rule(seconds=st.sampled_from((0.5, 7.0, 61.0, 400.0)))
    def pass_by(self, seconds: float) -> None:
        self.world.timeline.pass_by(seconds)
        self.world.catch_up()

    @precondition(lambda self: self.suffers("recording"))
    @rule(taken=setups.selections)
    def select(self, taken: str) -> None:
        self.record(taken)

    @precondition(lambda self: self.suffers("recording"))
    @rule(in_s=IN_S)
    def pause(self, in_s: float) -> None:
        self.world.later(in_s, self.world.pause)

    @precondition(lambda self: self.suffers("recording"))
    @rule(in_s=IN_S)
    def resume(self, in_s: float) -> None:
        self.world.later(in_s, self.world.resume)

    @precondition(lambda self: self.suffers("clock"))
    @rule(ahead_s=setups.clocks, in_s=IN_S)
    def set_clock(self, ahead_s: int, in_s: float) -> None:
        timeline = self.world.timeline
        timeline.ahead.append((timeline.now_s + in_s, ahead_s * 1000))

    @precondition(lambda self: self.suffers("calls"))
    @rule(fault=setups.faults)
    def break_off(self, fault: CallFault) -> None:
        self.program.faults.waiting.append(replace(fault))

    @precondition(lambda self: self.suffers("calls"))
    @rule()
    def heal(self) -> None:
        self.program.faults.waiting.clear()

    # What is said.

    @rule(
        wanted=setups.wanted,
        timeout_s=TIMEOUTS,
        back_s=BACK,
        count=st.sampled_from((1, 1, 2)),
        made=MADE,
    )
    def wait(
        self,
        wanted: Wanted,
        timeout_s: int,
        back_s: int | None,
        count: int,
        made: Sent,
    ) -> None:
        self.call(made)
        bounds, since = self._bounds(back_s)
        number = ("--timeout", str(timeout_s), "--count", str(count))
        ended = self.program.run("wait", *number, *since, *self.flags, "--", wanted.text)
        asked = Question(self.places, wanted, bounds, timeout_s, count)
        self.hold(ended, judges.of_wait(self.world, asked, ended))

    @rule(wanted=setups.wanted, timeout_s=TIMEOUTS, back_s=BACK, made=MADE)
    def wait_none(
        self,
        wanted: Wanted,
        timeout_s: int,
        back_s: int | None,
        made: Sent,
    ) -> None:
        self.call(made)
        bounds, since = self._bounds(back_s)
        number = ("--timeout", str(timeout_s), "--none")
        ended = self.program.run("wait", *number, *since, *self.flags, "--", wanted.text)
        until = Bounds(bounds.since_ms, ended.began_ms, judges.EDGE_MS)
        asked = Question(self.places, wanted, until, timeout_s)
        self.hold(ended, judges.of_none(self.world, asked, ended))

    @rule()
    def doctor(self) -> None:
        ended = self.program.run("doctor", "--output", "json")
        places = (
            Place("group", GROUP), Place("group", DIRECT), Place("bucket", self.world.bucket),
            *(Place("lake", one) for one in self.world.account.lake.stores),
        )  # fmt: skip
        self.hold(ended, judges.of_doctor(self.world, places, ended))

    @rule()
    def logging_status(self) -> None:
        ended = self.program.run("logging", "status", "--output", "json")
        self.hold(ended, judges.of_status(self.world, ended))

    @rule(back_s=st.sampled_from((120, 3600)), made=MADE)
    def tail_once(self, back_s: int, made: Sent) -> None:
        self.call(made)
        bounds, since = self._bounds(back_s)
        flags = tuple(one for one in self.flags if one != "--live")
        ended = self.program.run("tail", "--no-follow", "--output", "jsonl", *since, *flags)
        self.hold(ended, judges.of_lines(self.world, self.places, bounds, ended))

    @rule(seconds=st.sampled_from((15, 40)), made=MADE)
    def look(self, seconds: int, made: Sent) -> None:
        self.call(made)
        began_ms = self.world.timeline.aws_ms()
        seen = watched(self.program, self.flags, seconds)
        bounds = Bounds(began_ms - QUARTER_MS, None, judges.EDGE_MS)
        for one in seen:
            found = [
                false
                for false in judges.of_header(self.world, self.places, bounds, one)
                if false.claim not in self.unjudged
            ]
            assert not found, f"[{found[0].claim}] {found[0].says}\n{one}"

    def _bounds(self, back_s: int | None) -> tuple[Bounds, tuple[str, ...]]:
        """Give what is asked for, and the flag that asks for it."""
        now_ms = self.world.timeline.aws_ms()
        if back_s is None:
            return Bounds(now_ms - SINCE_S * 1000, None, judges.EDGE_MS), ()
        since = iso(now_ms - back_s * 1000)
        return Bounds((now_ms - back_s * 1000) // 1000 * 1000, None), ("--since", since)

    def teardown(self) -> None:
        assert not self.world.mistakes, self.world.mistakes


class HuntGroup(Hunt):
    """A log group, polled."""

    @property
    def flags(self) -> tuple[str, ...]:
        return ("--log-group", GROUP)

    @property
    def places(self) -> tuple[Place, ...]:
        return (Place("group", GROUP),)

    @precondition(lambda self: self.suffers("recording"))
    @rule(in_s=IN_S)
    def delete_group(self, in_s: float) -> None:
        self.world.later(in_s, self.world.delete_group)

    @precondition(lambda self: self.suffers("recording"))
    @rule(in_s=IN_S)
    def make_group(self, in_s: float) -> None:
        self.world.later(in_s, self.world.make_group)


class HuntLive(HuntGroup):
    """The same, pushed by Live Tail."""

    @property
    def flags(self) -> tuple[str, ...]:
        return ("--log-group", GROUP, "--live")


class HuntBucket(Hunt):
    """A trail's bucket."""

    @property
    def flags(self) -> tuple[str, ...]:
        return ("--bucket", f"s3://{self.world.bucket}")

    @property
    def places(self) -> tuple[Place, ...]:
        return (Place("bucket", self.world.bucket),)


class HuntQueue(Hunt):
    """A queue that is told of the bucket's files, and that others read too."""

    @property
    def flags(self) -> tuple[str, ...]:
        return ("--queue", QUEUE_URL)

    @property
    def places(self) -> tuple[Place, ...]:
        return (Place("queue", self.world.bucket),)

    @rule(most=st.sampled_from((1, 10)), hidden_s=st.sampled_from((20.0, 300.0)), in_s=IN_S)
    def read_and_die(self, most: int, hidden_s: float, in_s: float) -> None:
        self.world.later(in_s, lambda: self.world.read_by_another(most, hidden_s, deletes=False))

    @rule(most=st.sampled_from((1, 10)), in_s=IN_S)
    def read_and_delete(self, most: int, in_s: float) -> None:
        self.world.later(in_s, lambda: self.world.read_by_another(most, 30.0, deletes=True))


class HuntLake(Hunt):
    """An event data store of CloudTrail Lake, beside a trail that records into a bucket."""

    def __init__(self) -> None:
        super().__init__()
        self.store = self.world.make_store([])

    def record(self, taken: str) -> None:
        super().record(taken)
        self.store.advanced = list(setups.SELECTIONS[taken])

    @property
    def flags(self) -> tuple[str, ...]:
        return ("--event-data-store", self.store.id, "--poll-interval", "10")

    @property
    def places(self) -> tuple[Place, ...]:
        return (Place("lake", self.store.id),)

    @precondition(lambda self: self.suffers("recording"))
    @rule(taken=setups.selections, status=st.sampled_from(setups.STATUSES))
    def change_store(self, taken: str, status: str) -> None:
        self.store.advanced = list(setups.SELECTIONS[taken])
        self.store.status = status


class HuntDiscovered(HuntGroup):
    """Whatever the program finds by itself."""

    @property
    def flags(self) -> tuple[str, ...]:
        return ()

    @initialize(
        group=setups.mostly, trail=setups.mostly, store=st.booleans(), channel=st.booleans(),
        taken=setups.mostly_everything, told=setups.mostly_everything,
    )  # fmt: skip
    def furnish(
        self, *, group: bool, trail: bool, store: bool, channel: bool, taken: str, told: str
    ) -> None:
        if not group:
            self.world.trail.log_group = ""
        if not trail:
            self.world.account.trails.clear()
        if store:
            self.world.make_store(list(setups.SELECTIONS[taken]))
        if channel:
            self.world.make_channel(list(setups.SELECTIONS[told]))

    @property
    def places(self) -> tuple[Place, ...]:
        """What is found: log groups first, buckets without one, event data stores without both."""
        account = self.world.account
        groups = [one.log_group for one in account.trails if one.log_group]
        groups += [DIRECT] if account.channels else []
        found = [Place("group", name) for name in groups]
        # the bucket is read too of a trail that has no log group, or one that is not there
        found += [
            Place("bucket", one.bucket)
            for one in account.trails
            if (one.region, one.log_group) not in account.groups
        ]
        return tuple(found) or tuple(Place("lake", one) for one in account.lake.stores)
