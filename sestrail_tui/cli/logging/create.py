"""``sestrail logging on --create``: one stack with all that a trail needs, after showing it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sestrail_tui.account.recording import switching, trail_choice
from sestrail_tui.account.recording.cost import cost_words
from sestrail_tui.account.recording.observed import called, observe_until
from sestrail_tui.account.recording.stack.changes import (
    await_creation,
    commands_to_create,
    create_stack,
    delete_stack,
)
from sestrail_tui.account.recording.stack.logging_stack import find_stack
from sestrail_tui.account.recording.stack.name import NAME
from sestrail_tui.account.recording.stack.template import SELECTORS, contents
from sestrail_tui.cli.logging import text
from sestrail_tui.cli.logging.for_a_while import until_told
from sestrail_tui.cli.logging.options import DECLINED, begun, tell, write
from sestrail_tui.cli.standard_streams import say
from sestrail_tui.core.errors import CannotKeep, NotSetUp, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.account.discovery.trails import Trail
    from sestrail_tui.account.recording.aws_context import AwsContext
    from sestrail_tui.account.recording.stack.logging_stack import LoggingStack
    from sestrail_tui.cli.logging.options import LoggingOptions


async def existing_trail(asked: LoggingOptions, reached: AwsContext) -> Trail | LoggingStack | None:
    """Return the trail of the stack that is there already; the stack itself where it holds nothing.

    One that is being created is waited for. Raises `SestrailError` for any other that cannot be
    used.
    """
    stack = await find_stack(reached)
    if stack is None:
        return None
    stack.need_ours()
    if stack.status == "CREATE_IN_PROGRESS" and not asked.dry_run:
        say(f"Stack {NAME} is being created by another command: waiting for it ...")
        stack = await await_creation(reached, asked.clock)
    if stack.holds_nothing:
        return stack
    if stack.problem:
        raise CannotKeep(stack.problem)
    arn = stack.trail.trail_arn if stack.trail is not None else ""
    for trail in await trail_choice.trails(reached):
        if trail.trail_arn == arn:
            return trail
    raise NotSetUp(
        f"The trail of stack {NAME} in {reached.region} was deleted, and the rest of the stack is "
        f"of no use without it: delete that with `{asked.delete}`, and run this again."
    )


async def create(
    asked: LoggingOptions,
    reached: AwsContext,
    found: Sequence[Trail],
    leftover: LoggingStack | None,
) -> tuple[Trail | None, int]:
    """Create the stack; give its trail, ``None`` where there is none, and the exit code."""
    if (other := trail_choice.only(found, reached.account, reached.region)) is not None:
        raise UsageError(
            f"There is {called(other)} already, which delivers to a log group: leave --create out."
        )
    for trail in found:
        if (trail.name, trail.home_region) == (NAME, reached.region):
            raise CannotKeep(
                f"There is a trail {NAME} in {reached.region} that is of no stack of sestrail's, "
                "so nothing was created: look at it, and rename or delete it yourself."
            )
    if asked.dry_run:
        write(text.commands(commands_to_create(reached.region, reached.profile, leftover)))
        return None, 0
    tell(_plan(reached, leftover))
    if not asked.agreed("Create all of it now?"):
        return None, DECLINED
    say(f"Creating stack {NAME}, which takes AWS a minute or two ...")
    if asked.for_s is None:
        stack: LoggingStack | None = await _create(asked, reached, leftover)
    else:
        with until_told() as ending:
            stack = await ending.unless_asked(create_stack(reached, asked.clock, leftover))
        if ending.asked:
            await _take_back(asked, reached)
            return None, ending.exit_code
    assert stack is not None
    return await _begun(asked, reached, stack), 0


def _plan(reached: AwsContext, leftover: LoggingStack | None) -> list[str]:
    """Show what would be created and what it costs."""
    account = f"account {reached.account}, " if reached.account else ""
    width = max(len(kind) for kind, _ in contents())
    replaced = ["An earlier try left an empty stack of that name: it is deleted first.", ""]
    return [
        f"In {account}{reached.region}, CloudFormation would create stack {NAME}:",
        "",
        *(f"  {kind:<{width}}  {purpose}" for kind, purpose in contents()),
        "",
        *(replaced if leftover is not None else []),
        "All of it or nothing, and tagged created-by=sestrail; `sestrail logging off` deletes just",
        "that again, with the records in it.",
        "",
        f"Cost: {' '.join(cost_words(log_group=True))}.",
        "",
    ]


async def _create(
    asked: LoggingOptions, reached: AwsContext, leftover: LoggingStack | None
) -> LoggingStack:
    try:
        return await create_stack(reached, asked.clock, leftover)
    except asyncio.CancelledError:
        say(f"AWS goes on creating stack {NAME}; `{asked.delete}` deletes it again.")
        raise


async def _take_back(asked: LoggingOptions, reached: AwsContext) -> None:
    """Delete what was begun: nobody is there to switch it off in time."""
    stack = await find_stack(reached)
    if stack is not None and stack.is_ours:
        say(f"Deleting stack {NAME} again ...")
        await delete_stack(stack, reached, asked.clock)
    say(f"Stack {NAME} was not created: the command was told to end.")


async def _begun(asked: LoggingOptions, reached: AwsContext, stack: LoggingStack) -> Trail:
    """Write down that sends were not recorded before, and say what there is now."""
    trail = stack.trail
    assert trail is not None
    now = await observe_until(
        reached,
        trail,
        lambda seen: seen.is_logging and seen.selectors.selects_as(SELECTORS),
        asked.clock,
    )
    plan = switching.Plan(now, SELECTORS, logging_after=True)
    memory = switching.as_made(plan, asked.clock.now_ms(), until_off=asked.for_s is None)
    asked.memories.keep(trail, memory)
    tell(["Created:", *text.stack_contents(stack), ""])
    say(f"{begun(trail)} Follow them: sestrail --log-group {stack.names['log group']}")
    if asked.for_s is None:
        say(f"Stop recording and delete all of it with: {asked.back(trail)}")
    return trail
