"""What has to be done to switch SES sends on or off on a trail, and doing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from sestrail_tui.account.recording.observed import (
    Observed,
    called,
    capitalized,
    observe,
    observe_until,
)
from sestrail_tui.account.recording.state_file import SavedState
from sestrail_tui.account.recording.step import Command, Step
from sestrail_tui.account.selectors.change import is_of_sends, with_sends, without_sends
from sestrail_tui.account.selectors.coverage import coverage
from sestrail_tui.core.errors import SourceError, Throttled, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.account.discovery.trails import Trail
    from sestrail_tui.account.recording.aws_context import AwsContext
    from sestrail_tui.account.recording.saved_states import SavedStates
    from sestrail_tui.account.selectors.event_selectors import EventSelectors
    from sestrail_tui.core.clock import Clock

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

    def commands(self, profile: str) -> Iterator[Command]:
        """Yield the AWS CLI commands that do the same."""
        return (step.command(profile) for step in self.steps)

    def holds(self, seen: Observed) -> bool:
        """Return whether the trail is as planned."""
        return seen.selectors.selects_as(self.after) and seen.is_logging == self.logging_after


def put(trail: Trail, selectors: EventSelectors) -> Step:
    """Return the call that replaces a trail's selectors."""
    params = {"TrailName": trail.trail_arn, **selectors.arguments}
    return _step(trail, "PutEventSelectors", params, "Replace the trail's event selectors")


def _step(trail: Trail, operation: str, params: dict[str, object], says: str) -> Step:
    return Step("cloudtrail", operation, trail.home_region, params, says, f"trail {trail.name}")


def plan_on(now: Observed) -> Plan:
    """Plan to have every send recorded. Raises `CannotKeep`."""
    return Plan(now, with_sends(now.selectors), logging_after=True)


def plan_off(now: Observed, memory: SavedState | None) -> Plan:
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


def _nothing_of_ours(now: Observed, memory: SavedState | None) -> str:
    if coverage(now.selectors).takes != "none":
        return (
            "The selectors that take SES sends are not sestrail's, so they stay: take them out "
            "where they were put in, or in the CloudTrail console (Trails, Data events)."
        )
    if memory is not None:
        return "What sestrail added was taken out by somebody else already."
    return "The trail records no SES sends."


async def carry_out(plan: Plan, reached: AwsContext, clock: Clock) -> Observed:
    """Do what is planned and look whether it holds; return the last look.

    Raises `SourceError`, also where the trail was changed since it was read for the plan.
    """
    trail = plan.now.trail
    if not plan.steps:
        return plan.now
    seen = await observe(reached, trail)
    if plan.holds(seen):
        return seen  # somebody else did the same just now
    if not seen.selectors.selects_as(plan.now.selectors):
        raise SourceError(
            f"Somebody changed the selectors of {called(trail)} meanwhile, so nothing was written: "
            "run the command again and look at what it would change now."
        )
    for step in plan.steps:
        await step.run(reached, clock)
    return await observe_until(reached, trail, plan.holds, clock)


def not_seen(plan: Plan, seen: Observed) -> str:
    """Say that a look does not show what was done; ``""`` where it does."""
    if plan.holds(seen):
        return ""
    if seen.selectors.selects_as(plan.now.selectors) or seen.selectors.selects_as(plan.after):
        return (
            f"AWS took the change of {called(plan.now.trail)} but does not show it yet: look again "
            "in a minute with `sestrail logging status`."
        )
    return (
        f"The selectors of {called(plan.now.trail)} are neither those of before nor those that "
        "were just put: somebody else changes them at the same time. Look with `sestrail logging "
        "status`."
    )


def remembered(plan: Plan, old: SavedState | None, now_ms: int) -> SavedState:
    """Give what to write down before a plan is carried out; what is older and still holds stays."""
    now = plan.now.selectors
    before, was_logging = now, plan.now.is_logging
    if old is not None and now.selects_as(old.selectors_written):
        before, was_logging = old.selectors_before, old.was_logging
    elif any(is_of_sends(one) for one in now.advanced):
        before = without_sends(now) or now
    return SavedState(
        trail=plan.now.trail.trail_arn,
        at_ms=now_ms,
        before=before.arguments,
        wrote=plan.after.arguments,
        was_logging=was_logging,
    )


def as_made(plan: Plan, now_ms: int, *, until_off: bool = True) -> SavedState:
    """Return what to write down of a trail that was just made: before, it recorded nothing."""
    only = plan.after.arguments
    return SavedState(
        plan.now.trail.trail_arn, now_ms, only, only, was_logging=False, until_off=until_off
    )


async def switch_on(
    plan: Plan, reached: AwsContext, memories: SavedStates, clock: Clock, *, until_off: bool = True
) -> str:
    """Write down what is there, then change it; return what a look does not show, or ``""``."""
    trail, old = plan.now.trail, memories.recall(plan.now.trail)
    if plan.steps:
        new = remembered(plan, old, clock.now_ms())
        memories.keep(trail, replace(new, until_off=until_off))
    try:
        return not_seen(plan, await carry_out(plan, reached, clock))
    except (Throttled, Unreachable):
        raise  # nobody knows whether it was done
    except SourceError:
        seen = await observe(reached, trail)
        if (seen.selectors, seen.is_logging) == (plan.now.selectors, plan.now.is_logging):
            memories.forget(trail)
            if old is not None:
                memories.keep(trail, old)
        raise


def note_how_long(trail: Trail, memories: SavedStates, *, until_off: bool) -> None:
    """Write down whether sends are recorded until `logging off`, or for a while. The last counts.

    Raises `SestrailError`.
    """
    memory = memories.recall(trail)
    if memory is not None and memory.until_off != until_off:
        memories.keep(trail, replace(memory, until_off=until_off))


async def look_to_switch_off(
    trail: Trail, reached: AwsContext, memories: SavedStates, clock: Clock
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


async def switch_off(plan: Plan, reached: AwsContext, memories: SavedStates, clock: Clock) -> str:
    """Change it back and forget; return what was done, as far as a look shows it."""
    trail = plan.now.trail
    memory = memories.recall(trail)
    seen = await carry_out(plan, reached, clock)
    if unseen := not_seen(plan, seen):
        return unseen
    memories.forget(trail)
    return ended(plan, memory, seen)


def ended(plan: Plan, memory: SavedState | None, seen: Observed) -> str:
    """Say what a trail is like after the switching off, compared with what it was before."""
    trail, already = called(plan.now.trail), "" if plan.steps else " already"
    takes = coverage(seen.selectors).takes if seen.is_logging else "none"
    recorded = "all" if takes == "all" else "some"
    if memory is not None and is_as_before(memory, seen):
        if takes == "none":
            return f"SES sends are off{already}: {trail} is as it was before."
        return (
            f"{capitalized(plan.now.trail)} is as it was before: it records {recorded} SES sends."
        )
    if takes != "none":
        still = f"{capitalized(plan.now.trail)} still records {recorded} SES sends."
        return f"{still} {plan.note}".rstrip()
    if plan.note:
        rest = plan.note
    elif memory is None:
        rest = "What it was like before is not written down on this machine."
    else:
        rest = "It is not as it was before: somebody else changed it."
    stopped = "" if seen.is_logging else ", which is stopped"
    return f"SES sends are off{already} on {trail}{stopped}. {rest}"


def is_as_before(memory: SavedState, seen: Observed) -> bool:
    """Return whether a trail selects what it did, and logs as it did."""
    return (
        seen.selectors.selects_as(memory.selectors_before) and seen.is_logging == memory.was_logging
    )
