"""``sestrail logging off``: the trail as it was, and what was made for it removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.account.recording import creation, switching, trail_choice
from sestrail_tui.account.recording.aws_context import reach
from sestrail_tui.account.recording.created_resources import CreatedResources
from sestrail_tui.account.recording.observed import PATIENCE_S, called, capitalized, observe
from sestrail_tui.cli.logging import text
from sestrail_tui.cli.logging.options import DECLINED, moment, tell, write
from sestrail_tui.cli.standard_streams import say
from sestrail_tui.core.errors import LogGroupMissing, SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.account.discovery.trails import Trail
    from sestrail_tui.account.recording.aws_context import AwsContext
    from sestrail_tui.cli.logging.options import LoggingOptions


STILL_THERE = 3
"""Something of the names that sestrail gives is left, or cannot be proven to be its own."""


async def off(asked: LoggingOptions) -> int:
    """Have the trail as it was."""
    async with reach(asked.profile, asked.region) as reached:
        if asked.delete_created:
            return await _remove(asked, reached)
        found = await trail_choice.trails(reached)
        if await _forget_deleted(asked, reached, found):
            return 0
        known = [] if asked.trail else [one for one in found if asked.memories.recall(one)]
        trail = known[0] if len(known) == 1 else asked.chosen(reached, found)
        plan = await switching.look_to_switch_off(trail, reached, asked.memories, asked.clock)
        if asked.dry_run:
            write(text.commands(plan.steps, reached.profile))
            say("" if plan.steps else f"Nothing to do on {called(trail)}. {plan.note}".rstrip())
            return 0
        if not plan.steps:
            asked.memories.forget(trail)
            say(f"Nothing to do on {called(trail)}. {plan.note}".rstrip())
            return 0
        _tell_of_leases(asked, trail)
        tell([*text.shown(plan.now), *text.planned(plan, to_on=False), ""])
        if not asked.agreed(f"Change {called(trail)} back now?"):
            return DECLINED
        async with asked.memories.leases(trail).alone(asked.clock):
            outcome = await switching.switch_off(plan, reached, asked.memories, asked.clock)
        say(f"{outcome} What is under way may still arrive for some minutes.")
    return 0


def _tell_of_leases(asked: LoggingOptions, trail: Trail) -> None:
    """Say who else of this machine counts on sends being recorded."""
    for until_ms in asked.memories.leases(trail).others():
        until = f" until {moment(until_ms)}" if until_ms is not None else ""
        say(f"A `sestrail logging on --for` of this machine runs{until}: it will say they are off.")


async def _forget_deleted(
    asked: LoggingOptions, reached: AwsContext, found: Sequence[Trail]
) -> bool:
    """Remove the notes of trails that are deleted; True where the trail that is meant is one."""
    there, meant = {one.trail_arn for one in found}, False
    for trail in asked.memories.trails():
        here = trail.home_region == reached.region and trail_choice.is_own(trail, reached.account)
        if not here or trail.trail_arn in there:
            continue
        try:
            await observe(reached, trail)
        except LogGroupMissing:
            asked.memories.forget(trail)
            meant = meant or asked.trail in {trail.name, trail.trail_arn}
            say(
                f"{capitalized(trail)} does not exist any more, so nothing is recorded by it: the "
                "note of what it was like before is removed."
            )
        except SourceError:
            continue
    return meant


async def _remove(asked: LoggingOptions, reached: AwsContext) -> int:
    made = CreatedResources(reached.account, reached.region)
    where = f"account {made.account}, {made.region}"
    there = await creation.standing(made, reached)
    calls = creation.steps_to_remove(made, there)
    stays = _listed(creation.left(made, creation.without_removed(there)))
    if not calls:
        say(f"Nothing that sestrail made is to be removed in {where}.{stays}")
        return STILL_THERE if stays else 0
    if asked.dry_run:
        write(text.commands(calls, reached.profile))
        return 0
    tell([f"In {where}, this would be removed:", "", *text.steps(calls), ""])
    if stays:
        say(f"Not removed would be:{stays}\n")
    if not asked.agreed("Remove it now?" if stays else "Remove all of it now?"):
        return DECLINED
    for number, step in enumerate(calls):
        try:
            await step.run(reached, asked.clock)
        except SourceError as error:
            raise SourceError(
                f"{error.message} {number} of {len(calls)} calls were made; what is left stays: "
                "fix that and run the same command again."
            ) from error
    return await _look_again(asked, reached, made, where)


async def _look_again(
    asked: LoggingOptions, reached: AwsContext, made: CreatedResources, where: str
) -> int:
    """Look whether all is gone, again where AWS still shows it; gives the exit code."""
    there = await creation.standing(made, reached)
    for pause_s in PATIENCE_S:
        if not creation.steps_to_remove(made, there):
            break
        await asked.clock.sleep(pause_s)
        there = await creation.standing(made, reached)
    if there.trail == "absent":
        asked.memories.forget(made.trail)
    if stays := _listed(creation.left(made, there)):
        say(f"Removed what sestrail made in {where}, but there is still:{stays}")
        return STILL_THERE
    say(f"All that sestrail made in {where} is removed.")
    return 0


def _listed(told: Sequence[str]) -> str:
    return "".join(f"\n  {one}" for one in told)
