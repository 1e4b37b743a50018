"""Where nothing is amiss, verdicts are definite: "it cannot be told" is no way out there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.truth import judges, setups
from tests.truth.calls import Sort
from tests.truth.judges import Bounds, Question
from tests.truth.machine import SINCE_S
from tests.truth.program import Program
from tests.truth.timeline import iso
from tests.truth.world import GROUP, Delivery, Place, World

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.truth.calls import Wanted

TIMEOUT_S: Final = 60
EXAMPLES: Final = settings(max_examples=examples(12))
Setting = tuple[Program, tuple[str, ...], tuple[Place, ...]]


def set_up(kind: str, taken: str) -> Setting:
    """Give a program over an account that records every send into one place, and flags for it."""
    program = Program(World())
    world = program.world
    world.trail.advanced = list(setups.EVERYTHING[taken])
    match kind:
        case "bucket":
            world.trail.log_group = ""
            place = Place("bucket", world.bucket)
            return program, ("--bucket", f"s3://{world.bucket}"), (place,)
        case "lake":
            store = world.make_store(list(setups.EVERYTHING[taken]))
            flags = ("--event-data-store", store.id, "--poll-interval", "10")
            return program, flags, (Place("lake", store.id),)
        case "found":
            return program, (), (Place("group", GROUP),)
    live = ("--live",) if kind == "live" else ()
    return program, ("--log-group", GROUP, *live), (Place("group", GROUP),)


KINDS: Final = ("group", "live", "bucket", "lake", "found")
calls: Final = st.lists(
    st.tuples(
        setups.plain_sorts,
        st.sampled_from((-300.0, -5.0, 0.0, 10.0)),
        st.builds(Delivery, st.sampled_from((1.0, 5.0, 20.0)), times=st.sampled_from((1, 2))),
    ),
    min_size=1,
    max_size=6,
)


def play(world: World, made: Sequence[tuple[Sort, float, Delivery]]) -> None:
    """Let calls be made."""
    for sort, in_s, how in made:
        world.call(sort, how, in_s)


def expected(world: World, wanted: Wanted, came: int, none: int) -> int:
    """Give the exit code where nothing is amiss but a record that may not say what it is."""
    matches = [wanted.matches(one) for one in world.calls]
    event(f"came: {True in matches}")
    if True in matches:
        return came
    return judges.CANNOT_TELL if None in matches else none


@pytest.mark.parametrize("kind", KINDS)
@EXAMPLES
@given(made=calls, wanted=setups.wanted, taken=st.sampled_from(tuple(setups.EVERYTHING)))
def test_wait_says_whether_they_came(
    kind: str, made: list[tuple[Sort, float, Delivery]], wanted: Wanted, taken: str
) -> None:
    program, flags, places = set_up(kind, taken)
    play(program.world, made)
    now_ms = program.world.timeline.aws_ms()
    ended = program.run("wait", "--timeout", str(TIMEOUT_S), *flags, "--", wanted.text)
    bounds = Bounds(now_ms - SINCE_S * 1000, None, judges.EDGE_MS)
    asked = Question(places, wanted, bounds, TIMEOUT_S)
    assert not list(judges.of_wait(program.world, asked, ended)), ended.told
    assert ended.code == expected(program.world, wanted, judges.CAME, judges.DID_NOT), ended.told


@pytest.mark.parametrize("kind", KINDS)
@EXAMPLES
@given(made=calls, wanted=setups.wanted, taken=st.sampled_from(tuple(setups.EVERYTHING)))
def test_none_says_whether_one_came(
    kind: str, made: list[tuple[Sort, float, Delivery]], wanted: Wanted, taken: str
) -> None:
    program, flags, places = set_up(kind, taken)
    play(program.world, [(sort, min(in_s, -5.0), how) for sort, in_s, how in made])
    now_ms = program.world.timeline.aws_ms()
    ended = program.run("wait", "--none", "--timeout", str(TIMEOUT_S), *flags, "--", wanted.text)
    asked = Question(places, wanted, Bounds(now_ms - SINCE_S * 1000, now_ms), TIMEOUT_S)
    assert not list(judges.of_none(program.world, asked, ended)), ended.told
    assert ended.code == expected(program.world, wanted, judges.DID_NOT, judges.CAME), ended.told


@pytest.mark.parametrize("kind", ["group", "bucket", "lake", "found"])
@EXAMPLES
@given(made=calls)
def test_tail_writes_all_there_is(kind: str, made: list[tuple[Sort, float, Delivery]]) -> None:
    program, flags, _ = set_up(kind, "all")
    play(program.world, made)
    program.world.timeline.pass_by(60.0)
    program.world.catch_up()
    since_ms = program.world.timeline.aws_ms() // 1000 * 1000 - 3_600_000
    ended = program.run(
        "tail", "--no-follow", "--output", "jsonl", "--since", iso(since_ms), *flags
    )
    assert ended.code == 0, ended.told
    assert sorted(json.loads(line)["eventID"] for line in ended.lines) == sorted(
        one.event_id for one in program.world.calls
    )


@EXAMPLES
@given(taken=st.sampled_from(tuple(setups.EVERYTHING)))
def test_the_doctor_is_content(taken: str) -> None:
    program, *_ = set_up("found", taken)
    program.world.call(Sort(), Delivery(1.0), -60.0)
    ended = program.run("doctor", "--output", "json")
    assert not list(judges.of_doctor(program.world, [Place("group", GROUP)], ended))
    assert ended.code == 0, ended.told
    [report] = json.loads(ended.out)["reports"]
    assert report["verdict"] == "good", ended.told
    status = program.run("logging", "status", "--output", "json")
    assert [one["sends"] for one in json.loads(status.out)] == ["all"]
