"""``sestrail logging off``: the trail as it was, or the stack of `on --create` deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.account.recording import switching, trail_choice
from sestrail_tui.account.recording.aws_context import reach
from sestrail_tui.account.recording.observed import called, capitalized, observe
from sestrail_tui.account.recording.stack.changes import commands_to_delete, delete_stack
from sestrail_tui.account.recording.stack.logging_stack import find_stack
from sestrail_tui.account.recording.stack.name import NAME
from sestrail_tui.cli.logging import text
from sestrail_tui.cli.logging.options import DECLINED, moment, tell, write
from sestrail_tui.cli.standard_streams import say
from sestrail_tui.core.errors import LogGroupMissing, SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.account.discovery.trails import Trail
    from sestrail_tui.account.recording.aws_context import AwsContext
    from sestrail_tui.account.recording.stack.logging_stack import LoggingStack
    from sestrail_tui.cli.logging.options import LoggingOptions


async def off(asked: LoggingOptions) -> int:
    """Have the trail as it was."""
    async with reach(asked.profile, asked.region) as reached:
        found = await trail_choice.trails(reached)
        if (stack := await _stack_meant(asked, reached, found)) is not None:
            return await _delete(asked, reached, stack)
        if await _forget_deleted(asked, reached, found):
            return 0
        known = [] if asked.trail else [one for one in found if asked.memories.recall(one)]
        trail = known[0] if len(known) == 1 else asked.chosen(reached, found)
        plan = await switching.look_to_switch_off(trail, reached, asked.memories, asked.clock)
        if asked.dry_run:
            write(text.commands(plan.commands(reached.profile)))
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


async def _stack_meant(
    asked: LoggingOptions, reached: AwsContext, found: Sequence[Trail]
) -> LoggingStack | None:
    """Return the stack that `on --create` created, where that is what is to be switched off."""
    named = {NAME, *(one.trail_arn for one in found if one.name == NAME)}
    if asked.keep_stack or (asked.trail and asked.trail not in named):
        return None
    try:
        stack = await find_stack(reached)
    except SourceError as error:
        if asked.trail or any(one.name == NAME for one in found):
            say(f"sestrail: {error.message} So the trail is stopped, and no stack is deleted.")
        return None
    if stack is None or not stack.is_ours:
        return None
    known = {one.trail_arn for one in found if asked.memories.recall(one)}
    own = {stack.trail.trail_arn} if stack.trail is not None else set()
    return stack if asked.trail or known <= own else None


async def _delete(asked: LoggingOptions, reached: AwsContext, stack: LoggingStack) -> int:
    """Delete the stack, after showing what that deletes."""
    if stack.is_busy and stack.status != "DELETE_IN_PROGRESS":
        raise SourceError(stack.problem)
    if asked.dry_run:
        write(text.commands(commands_to_delete(stack, reached.profile)))
        return 0
    trail = stack.trail
    if stack.is_busy:
        say(f"Stack {NAME} in {stack.region} is being deleted already: waiting for it ...")
    else:
        tell([f"Stack {NAME} in {stack.region} would be deleted:", ""])
        tell([*text.stack_contents(stack), ""])
        if trail is not None:
            _tell_of_leases(asked, trail)
        tell(["The records in it go too, and every file in the bucket; --keep-stack only stops",
              "the trail.", ""])  # fmt: skip
        if not asked.agreed("Delete all of it now?"):
            return DECLINED
        say(f"Deleting stack {NAME}, which takes AWS a minute or two ...")
    await _delete_alone(asked, reached, stack)
    if trail is not None:
        asked.memories.forget(trail)
    say(f"SES sends are off: stack {NAME} in {stack.region} and all that it held is deleted.")
    return 0


async def _delete_alone(asked: LoggingOptions, reached: AwsContext, stack: LoggingStack) -> None:
    """Delete it while no other `sestrail logging` of this machine switches its trail."""
    if stack.trail is None:
        await delete_stack(stack, reached, asked.clock)
        return
    async with asked.memories.leases(stack.trail).alone(asked.clock):
        await delete_stack(stack, reached, asked.clock)
