"""What has to be done to switch SES sends on or off on a trail, and doing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sestrail_tui.aws.recording.memory import Memories, Memory
from sestrail_tui.aws.recording.observed import Observed, called, observe, observe_until
from sestrail_tui.aws.recording.step import Step
from sestrail_tui.aws.selectors.change import is_of_sends, with_sends, without_sends
from sestrail_tui.aws.selectors.coverage import coverage
from sestrail_tui.errors import SourceError, Throttled, Unreachable

if TYPE_CHECKING:
    from sestrail_tui.aws.recording.reach import Reach
    from sestrail_tui.aws.selectors.event_selectors import EventSelectors
    from sestrail_tui.aws.trails import Trail
    from sestrail_tui.clock import Clock

_FRESH_MS: Final = 120_000
"""For so long after a change AWS may still show what was there before."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A change of one trail; without steps there is nothing to do."""

    now: Observed
    after: EventSelectors
    logging_after: bool
    note: str = ""
    """What a person has to know of it, a sentence or more."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """The calls to make, in their order."""
        trail, steps = self.now.trail, []
        if not self.after.selects_as(self.now.selectors):
            steps.append(put(trail, self.after))
        if self.logging_after != self.now.is_logging:
            verb = "Start" if self.logging_after else "Stop"
            says = (
                f"{verb} the trail: it does not log at all now"
                if verb == "Start"
                else ("Stop the trail, as it was before")
            )
            steps.append(_step(trail, f"{verb}Logging", {"Name": trail.trail_arn}, says))
        return tuple(steps)


def put(trail: Trail, selectors: EventSelectors) -> Step:
    """Give the call that replaces a trail's selectors."""
    params = {"TrailName": trail.trail_arn, **selectors.arguments}
    return _step(trail, "PutEventSelectors", params, "Replace the trail's event selectors")


def _step(trail: Trail, operation: str, params: dict[str, object], says: str) -> Step:
    return Step("cloudtrail", operation, trail.home_region, params, says, f"trail {trail.name}")


def plan_on(now: Observed) -> Plan:
    """Plan to have every send recorded. Raises `CannotKeep`."""
    return Plan(now, with_sends(now.selectors), logging_after=True)


def plan_off(now: Observed, memory: Memory | None) -> Plan:
    """Plan to have the trail as it was.

    As it is remembered, if nobody changed the selectors since; else only what is sestrail's own is
    taken out, which its selectors' names tell.
    """
    if memory is not None and now.selectors.selects_as(memory.selectors_written):
        return Plan(now, memory.selectors_before, memory.was_logging and now.is_logging)
    if not any(is_of_sends(one) for one in now.selectors.advanced):
        return Plan(now, now.selectors, now.is_logging, _nothing_of_ours(now, memory))
    left = without_sends(now.selectors)
    if left is None:
        # AWS takes no empty set, so the trail, which recorded nothing else, is stopped
        return Plan(now, now.selectors, logging_after=False)
    note = (
        "No note of what was there before was found on this machine, so only what sestrail added "
        "is taken out."
        if memory is None
        else "Somebody changed the trail's selectors since: only what sestrail added is taken out, "
        "and the rest stays as it is now."
    )
    keep_logging = memory is None or memory.was_logging
    return Plan(now, left, now.is_logging and keep_logging, note)


def _nothing_of_ours(now: Observed, memory: Memory | None) -> str:
    if coverage(now.selectors).takes != "none":
        return (
            "The selectors that take SES sends are not sestrail's, so they stay: take them out "
            "where they were put in, or in the CloudTrail console (Trails, Data events)."
        )
    if memory is not None:
        return "What sestrail added was taken out by somebody else already."
    return "The trail records no SES sends."


async def carry_out(plan: Plan, reached: Reach, clock: Clock) -> str:
    """Do what is planned and look whether it holds; give a note where AWS does not show it yet.

    Raises `SourceError`, also where the trail was changed since it was read for the plan.
    """
    trail = plan.now.trail
    if not plan.steps:
        return ""
    seen = await observe(reached, trail)
    if not seen.selectors.selects_as(plan.now.selectors):
        raise SourceError(
            f"Somebody changed the selectors of {called(trail)} meanwhile, so nothing was written: "
            "run the command again and look at what it would change now."
        )
    for step in plan.steps:
        await step.run(reached, clock)

    def holds(one: Observed) -> bool:
        return one.selectors.selects_as(plan.after) and one.is_logging == plan.logging_after

    if holds(await observe_until(reached, trail, holds, clock)):
        return ""
    return (
        f"AWS took the change of {called(trail)} but does not show it yet: look again in a minute "
        "with `sestrail logging status`."
    )


def remembered(plan: Plan, old: Memory | None, now_ms: int) -> Memory:
    """Give what to write down before a plan is carried out; what is older and still holds stays."""
    now = plan.now.selectors
    before, was_logging = now, plan.now.is_logging
    if old is not None and now.selects_as(old.selectors_written):
        before, was_logging = old.selectors_before, old.was_logging
    elif any(is_of_sends(one) for one in now.advanced):
        before = without_sends(now) or now
    return Memory(
        trail=plan.now.trail.trail_arn,
        at_ms=now_ms,
        before=before.arguments,
        wrote=plan.after.arguments,
        was_logging=was_logging,
    )


def as_made(plan: Plan, now_ms: int) -> Memory:
    """Give what to write down of a trail that was just made: before, it recorded nothing."""
    only = plan.after.arguments
    return Memory(plan.now.trail.trail_arn, now_ms, only, only, was_logging=False)


async def switch_on(plan: Plan, reached: Reach, memories: Memories, clock: Clock) -> str:
    """Write down what is there, then change it; give a note as `carry_out`."""
    trail, old = plan.now.trail, memories.recall(plan.now.trail)
    if plan.steps:
        memories.keep(trail, remembered(plan, old, clock.now_ms()))
    try:
        return await carry_out(plan, reached, clock)
    except (Throttled, Unreachable):
        raise  # nobody knows whether it was done
    except SourceError:
        seen = await observe(reached, trail)
        if (seen.selectors, seen.is_logging) == (plan.now.selectors, plan.now.is_logging):
            memories.forget(trail)
            if old is not None:
                memories.keep(trail, old)
        raise


async def look_to_switch_off(
    trail: Trail, reached: Reach, memories: Memories, clock: Clock
) -> Plan:
    """Read a trail, until AWS shows what was put there just now, and plan. Raises `SourceError`."""
    memory = memories.recall(trail)
    fresh = memory is not None and clock.now_ms() - memory.at_ms < _FRESH_MS

    def settled(one: Observed) -> bool:
        return (
            not fresh
            or memory is None
            or not one.selectors.selects_as(memory.selectors_before)
            or memory.selectors_written.selects_as(memory.selectors_before)
        )

    return plan_off(await observe_until(reached, trail, settled, clock), memory)


async def switch_off(plan: Plan, reached: Reach, memories: Memories, clock: Clock) -> str:
    """Change it back and forget; give a note as `carry_out`."""
    note = await carry_out(plan, reached, clock)
    memories.forget(plan.now.trail)
    return note
