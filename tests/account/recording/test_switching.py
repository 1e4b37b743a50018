"""On and off again against trails that others judge: the embedded AWS's, and moto's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from sestrail_tui.account.recording.observed import observe
from sestrail_tui.account.recording.saved_states import SavedStates
from sestrail_tui.account.recording.switching import (
    as_made,
    look_to_switch_off,
    plan_off,
    plan_on,
    switch_off,
    switch_on,
)
from sestrail_tui.account.selectors.change import SENDS_SELECTOR, is_of_sends
from sestrail_tui.account.selectors.event_selectors import EventSelectors
from sestrail_tui.core.errors import AccessDenied, CannotKeep, OutputError, SourceError
from sestrail_tui.local_aws.cloudtrail import selectors as judge
from sestrail_tui.local_aws.wire.faults import Fault
from tests.account.isolated import make_group, make_trail, reset
from tests.account.recording.world import World, trail
from tests.account.selectors.sets import equals, other_events, selector_sets, sends
from tests.examples import examples

if TYPE_CHECKING:
    from pathlib import Path

    from sestrail_tui.account.recording.observed import Observed
    from sestrail_tui.account.recording.switching import Plan

TRAIL = trail()
MANAGEMENT = {"FieldSelectors": [equals("eventCategory", "Management")]}
BASIC = {
    "ReadWriteType": "WriteOnly",
    "IncludeManagementEvents": True,
    "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::b/"]}],
    "ExcludeManagementEventSources": ["kms.amazonaws.com"],
}
shared = settings(
    max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def have(world: World, selectors: EventSelectors, name: str = TRAIL.trail_arn) -> None:
    world.call("put_event_selectors", TrailName=name, **selectors.arguments)


def look(world: World) -> Observed:
    return world.do(observe(world.reached, TRAIL))


def on(world: World) -> str:
    plan = plan_on(look(world))
    return world.do(switch_on(plan, world.reached, world.memories, world.clock))


def off_plan(world: World) -> Plan:
    return world.do(look_to_switch_off(TRAIL, world.reached, world.memories, world.clock))


def off(world: World) -> str:
    return world.do(switch_off(off_plan(world), world.reached, world.memories, world.clock))


@shared
@given(selector_sets(), sends(), other_events())
def test_the_embedded_trail_is_as_it_was_and_records_sends_meanwhile(
    embedded: World, before: EventSelectors, send: dict[str, Any], other: dict[str, Any]
) -> None:
    have(embedded, before)
    first = look(embedded).selectors
    assert first.selects_as(before)
    passed = embedded.embedded.trail.delivers(other)
    assert on(embedded) == ""
    assert embedded.embedded.trail.delivers(send)
    assert embedded.embedded.trail.delivers(other) == passed
    noted = embedded.memories.recall(TRAIL) is not None
    assert ("is as it was before" in off(embedded)) == noted
    assert look(embedded).selectors == first
    assert embedded.memories.recall(TRAIL) is None


@settings(shared, max_examples=examples(12))
@given(selector_sets())
def test_motos_trail_is_as_it_was(moto: World, moto_url: str, before: EventSelectors) -> None:
    reset(moto_url)
    make_trail(moto_url, TRAIL.name, make_group(moto_url, "g"))
    moto.call("start_logging", Name=TRAIL.name)
    have(moto, before)
    first = look(moto).selectors
    on(moto)
    now = look(moto).selectors
    assert judge.lets_through([dict(one) for one in now.advanced], [], SEND_RECORD)
    off(moto)
    assert look(moto).selectors == first


SEND_RECORD: dict[str, Any] = {
    "eventName": "SendEmail",
    "eventSource": "ses.amazonaws.com",
    "eventCategory": "Data",
    "eventType": "AwsApiCall",
    "readOnly": True,
    "managementEvent": False,
    "userIdentity": {"arn": "arn:aws:iam::1:user/deploy"},
    "resources": [{"type": "AWS::SES::EmailIdentity", "ARN": "arn:aws:ses:x:1:identity/a"}],
}


def test_without_the_file_basic_selectors_are_basic_again(embedded: World) -> None:
    have(embedded, EventSelectors(basic=(BASIC,)))
    on(embedded)
    embedded.memories.forget(TRAIL)
    plan = off_plan(embedded)
    assert "No note" in plan.note
    off(embedded)
    assert look(embedded).selectors.basic == (BASIC,)


def test_what_somebody_changed_meanwhile_stays(embedded: World) -> None:
    have(embedded, EventSelectors(basic=(BASIC,)))
    on(embedded)
    changed = (*look(embedded).selectors.advanced, MANAGEMENT)
    have(embedded, EventSelectors(advanced=changed))
    plan = off_plan(embedded)
    assert "Somebody changed" in plan.note
    off(embedded)
    left = look(embedded).selectors
    assert left.advanced == tuple(one for one in changed if not is_of_sends(one))


def test_nothing_of_ours_is_nothing_to_do(embedded: World) -> None:
    assert "not sestrail's" in off_plan(embedded).note  # the embedded trail takes sends by itself
    assert plan_on(look(embedded)).steps == ()
    have(embedded, EventSelectors(basic=(BASIC,)))
    assert "no SES sends" in off_plan(embedded).note
    on(embedded)
    have(embedded, EventSelectors(basic=(BASIC,)))
    plan = off_plan(embedded)
    assert (plan.steps, "somebody else" in plan.note) == ((), True)


def test_a_stopped_trail_is_started_and_stopped_again(embedded: World) -> None:
    have(embedded, EventSelectors(basic=(BASIC,)))
    embedded.call("stop_logging", Name=TRAIL.name)
    plan = plan_on(look(embedded))
    assert [step.operation for step in plan.steps] == ["PutEventSelectors", "StartLogging"]
    on(embedded)
    assert look(embedded).is_logging
    off(embedded)
    now = look(embedded)
    assert (now.is_logging, now.selectors.basic) == (False, (BASIC,))


def test_switching_on_twice_remembers_the_first_state(embedded: World) -> None:
    have(embedded, EventSelectors(basic=(BASIC,)))
    on(embedded)
    embedded.call("stop_logging", Name=TRAIL.name)
    on(embedded)
    off(embedded)
    assert look(embedded).selectors.basic == (BASIC,)


def test_a_trail_that_was_made_for_it_is_stopped_and_not_emptied(embedded: World) -> None:
    only = EventSelectors(advanced=(SENDS_SELECTOR,))
    have(embedded, only)
    now = look(embedded)
    for memory in (None, as_made(plan_on(now), 0)):
        plan = plan_off(now, memory)
        assert [step.operation for step in plan.steps] == ["StopLogging"]
        assert plan.note == ""


def test_patience_with_a_trail_that_shows_the_change_late(embedded: World) -> None:
    have(embedded, EventSelectors(basic=(BASIC,)))
    plan = plan_on(look(embedded))
    add = embedded.embedded.faults.add

    async def switch() -> str:
        # the look before the writing is not to be stale: there was nothing before it
        embedded.embedded.trail.before = None
        add(Fault("stale", count=3))
        return await switch_on(plan, embedded.reached, embedded.memories, embedded.clock)

    assert embedded.do(switch()) == ""
    embedded.embedded.faults.clear()
    # off at once: AWS still shows the state before, which must not count as somebody's change
    add(Fault("stale", count=2))
    plan = off_plan(embedded)
    assert [step.operation for step in plan.steps] == ["PutEventSelectors"]
    embedded.embedded.faults.clear()
    embedded.embedded.trail.before = None
    add(Fault("stale", count=None))
    assert "does not show it yet" in embedded.do(
        switch_off(plan, embedded.reached, embedded.memories, embedded.clock)
    )


def test_a_change_since_the_plan_stops_everything(embedded: World) -> None:
    have(embedded, EventSelectors(basic=(BASIC,)))
    plan = plan_on(look(embedded))
    have(embedded, EventSelectors(advanced=(MANAGEMENT,)))
    with pytest.raises(SourceError, match="meanwhile"):
        embedded.do(switch_on(plan, embedded.reached, embedded.memories, embedded.clock))
    assert look(embedded).selectors.advanced == (MANAGEMENT,)


def test_a_refusal_leaves_nothing_behind_and_throttling_is_waited_for(embedded: World) -> None:
    have(embedded, EventSelectors(basic=(BASIC,)))
    embedded.embedded.faults.add(Fault("access_denied", api="PutEventSelectors"))
    with pytest.raises(AccessDenied, match="cloudtrail:PutEventSelectors"):
        on(embedded)
    assert embedded.memories.recall(TRAIL) is None
    embedded.embedded.faults.add(Fault("throttle", api="PutEventSelectors", count=3))
    assert on(embedded) == ""
    off(embedded)


def test_what_cannot_be_kept_and_what_cannot_be_remembered_change_nothing(
    embedded: World, tmp_path: Path
) -> None:
    all_of_it = {**BASIC, "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:x"]}]}
    have(embedded, EventSelectors(basic=(all_of_it,)))
    with pytest.raises(CannotKeep):
        on(embedded)
    have(embedded, EventSelectors(basic=(BASIC,)))
    (tmp_path / "taken").write_text("")
    embedded.memories = SavedStates(tmp_path / "taken")
    with pytest.raises(OutputError, match="nothing was changed"):
        on(embedded)
    assert look(embedded).selectors.basic == (BASIC,)
