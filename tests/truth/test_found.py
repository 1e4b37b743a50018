"""False answers that the simulations found, each as the few steps that lead to it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.truth import setups
from tests.truth.calls import Sort, in_span
from tests.truth.program import Program
from tests.truth.timeline import from_iso, iso
from tests.truth.world import GROUP, QUEUE_URL, Delivery, World

if TYPE_CHECKING:
    from tests.truth.program import Ended

NOBODY: Final = ("--", "from:nobody@example.com")
MINUTE: Final = ("--timeout", "60")


@pytest.fixture
def program() -> Program:
    return Program(World())


def findings(ended: Ended) -> dict[str, Any]:
    """Give the doctor's findings by their check."""
    return {one["check"]: one for one in json.loads(ended.out)["reports"][0]["findings"]}


def test_none_is_not_said_of_a_trail_that_is_stopped(program: Program) -> None:
    program.world.pause()
    ended = program.run("wait", "--none", *MINUTE, "--log-group", GROUP, *NOBODY)
    assert ended.code == 3, ended.told


@pytest.mark.parametrize("taken", [*setups.PARTS, *setups.NOTHING])
def test_none_is_not_said_where_not_every_send_is_recorded(program: Program, taken: str) -> None:
    program.world.trail.advanced = list(setups.SELECTIONS[taken])
    ended = program.run("wait", "--none", *MINUTE, "--log-group", GROUP, *NOBODY)
    assert ended.code == 3, ended.told


@pytest.mark.parametrize("ahead_s", [-50, -5, 50, 240])
def test_none_is_sure_by_the_clock_of_aws(program: Program, ahead_s: int) -> None:
    world = program.world
    world.timeline.set_clock(ahead_s * 1000)
    world.call(Sort(), Delivery(delay_s=59.0), -1.0)
    ended = program.run("wait", "--none", *MINUTE, "--log-group", GROUP, "--", "from:ann@*")
    assert ended.code == 1, ended.told
    ended = program.run("wait", "--none", *MINUTE, "--log-group", GROUP, *NOBODY)
    assert ended.code == 0, ended.told
    sure_ms = from_iso(ended.err.partition("delivered until ")[2].partition(" ")[0])
    assert ended.began_ms + 58_000 <= sure_ms <= ended.ended_ms


@pytest.mark.parametrize("ahead_s", [-1200, -50, 50, 1200])
def test_a_send_comes_whatever_the_clock_says(program: Program, ahead_s: int) -> None:
    program.world.timeline.set_clock(ahead_s * 1000)
    program.world.call(Sort(), Delivery(delay_s=20.0), -5.0)
    ended = program.run("wait", *MINUTE, "--log-group", GROUP, "--", "from:ann@*")
    assert ended.code == 0, ended.told


def test_nothing_is_said_of_a_bucket_that_was_not_read(program: Program) -> None:
    bucket = f"s3://{program.world.bucket}"
    ended = program.run("wait", *MINUTE, "--bucket", bucket, *NOBODY)
    assert ended.code == 3 or "nothing was read" not in ended.err, ended.told


def test_two_waits_over_a_queue_see_the_same(program: Program) -> None:
    world = program.world
    world.call(Sort(sender="ann@example.com"), Delivery(1.0), -10.0)
    world.call(Sort(sender="bob@example.com"), Delivery(1.0), -10.0)
    for sender in ("ann", "bob"):
        ended = program.run("wait", *MINUTE, "--queue", QUEUE_URL, "--", f"from:{sender}@*")
        assert ended.code == 0, ended.told
    for sender in ("ann", "bob"):
        ended = program.run(
            "wait", "--none", *MINUTE, "--queue", QUEUE_URL, "--", f"from:{sender}@*"
        )
        assert ended.code == 1, ended.told


def test_none_is_not_said_of_a_queue_whose_messages_another_reader_holds(program: Program) -> None:
    world = program.world
    world.call(Sort(), Delivery(1.0), -10.0)
    world.read_by_another(10, 300.0, deletes=False)
    ended = program.run("wait", "--none", *MINUTE, "--queue", QUEUE_URL, "--", "from:ann@*")
    assert ended.code == 3, ended.told


@pytest.mark.parametrize("taken", list(setups.SELECTIONS))
def test_the_doctor_and_the_status_know_what_is_selected(program: Program, taken: str) -> None:
    program.world.trail.advanced = list(setups.SELECTIONS[taken])
    means = "all" if taken in setups.EVERYTHING else "some" if taken in setups.PARTS else "none"
    [status] = json.loads(program.run("logging", "status", "--output", "json").out)
    assert status["sends"] == means
    says = findings(program.run("doctor", "--output", "json"))["trail.selectors"]["says"]
    begins = {"all": "It records every send", "some": "It records some", "none": "It records no"}
    assert says.startswith(begins[means])


@pytest.mark.parametrize("status", ["CREATED", "STARTING_INGESTION"])
def test_a_store_that_is_being_started_is_not_called_good(program: Program, status: str) -> None:
    world = program.world
    world.account.trails.clear()
    store = world.make_store(list(setups.EVERYTHING["all"]))
    store.status = status
    ended = program.run("doctor", "--output", "json")
    assert (ended.code, findings(ended)["lake.records"]["level"]) == (3, "unknown")
    flags = ("--event-data-store", store.id, "--poll-interval", "10")
    ended = program.run("wait", "--none", *MINUTE, *flags, *NOBODY)
    assert ended.code == 3, ended.told


@pytest.mark.parametrize("kind", ["group", "bucket", "lake"])
def test_a_span_of_time_finds_what_was_called_in_it(program: Program, kind: str) -> None:
    world = program.world
    store = world.make_store(list(setups.EVERYTHING["all"]))
    world.call(Sort(), Delivery(5.0), -60.0)
    [sent] = world.calls
    span = in_span(sent.event_ms, sent.event_ms + 5000, f"{iso(sent.event_ms)}..")
    flags = {
        "group": ("--log-group", GROUP),
        "bucket": ("--bucket", f"s3://{world.bucket}"),
        "lake": ("--event-data-store", store.id, "--poll-interval", "10"),
    }[kind]
    assert span.matches(sent)
    for none, code in ((("--none",), 1), ((), 0)):
        ended = program.run("wait", *none, *MINUTE, *flags, "--", span.text)
        assert ended.code == code, ended.told


def test_a_clock_that_is_set_meanwhile_moves_no_bound(program: Program) -> None:
    world = program.world
    world.timeline.ahead += [(0.0, -240_000), (5.0, -5_000)]
    world.call(Sort(), Delivery(delay_s=80.0), -1.0)
    flags = ("--timeout", "90", "--log-group", GROUP, "--")
    ended = program.run("wait", "--none", *flags, "from:ann@*")
    assert ended.code == 1, ended.told
    world.timeline.ahead += [(world.timeline.now_s + 5.0, 100_000)]
    ended = program.run("wait", "--none", *flags, "from:nobody@*")
    assert ended.code == 0, ended.told
    sure_ms = from_iso(ended.err.partition("delivered until ")[2].partition(" ")[0])
    assert abs(sure_ms - ended.began_ms - 90_000) < 2000


def test_a_raw_message_that_may_name_its_set_itself_decides_nothing(program: Program) -> None:
    program.world.call(Sort("SendRawEmail"), Delivery(1.0), -10.0)
    flags = ("--log-group", GROUP, "--", "config:billing")
    for none in (("--none",), ()):
        ended = program.run("wait", *none, *MINUTE, *flags)
        assert ended.code == 3, ended.told
    program.world.call(Sort("SendRawEmail", config="billing"), Delivery(1.0), -10.0)
    assert program.run("wait", *MINUTE, *flags).code == 0


@pytest.mark.parametrize("how", [Delivery(1.0, cut=True), Delivery(1.0)])
def test_a_record_that_cannot_be_read_decides_nothing(program: Program, how: Delivery) -> None:
    program.world.call(Sort(omitted=not how.cut), how, -10.0)
    flags = ("--log-group", GROUP, "--", "config:billing")
    for none in (("--none",), ()):
        ended = program.run("wait", *none, *MINUTE, *flags)
        assert ended.code == 3, ended.told
