"""``sestrail logging status``: each trail as it is, and as it would be switched on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from sestrail_tui.account.recording import switching, trail_choice
from sestrail_tui.account.recording.aws_context import reach
from sestrail_tui.account.recording.observed import observe
from sestrail_tui.account.recording.stack.logging_stack import find_stack
from sestrail_tui.account.recording.state_file import SavedState
from sestrail_tui.cli.logging import text
from sestrail_tui.cli.logging.options import moment, write
from sestrail_tui.cli.standard_streams import say
from sestrail_tui.core.errors import SestrailError, SourceError, StateFileError
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from sestrail_tui.account.discovery.trails import Trail
    from sestrail_tui.account.recording.aws_context import AwsContext
    from sestrail_tui.account.recording.observed import Observed
    from sestrail_tui.account.recording.stack.logging_stack import LoggingStack
    from sestrail_tui.cli.logging.options import LoggingOptions

REFUSED = 3


async def status(asked: LoggingOptions, *, as_json: bool) -> int:
    """Show the trail that is named, or all of them."""
    async with reach(asked.profile, asked.region) as reached:
        found = await trail_choice.trails(reached)
        if asked.trail:
            found = (trail_choice.named(found, asked.trail, reached.region),)
        seen = [await _seen(reached, trail) for trail in found]
        stack = await _stack(asked, reached)
        if as_json:
            click.echo(json.dumps([_data(asked, reached, now, stack) for now in seen], indent=2))
        else:
            for number, now in enumerate(seen):
                write([""] if number else [])
                _show(asked, reached, now)
            if stack is not None:
                write([*([""] if seen else []), *text.shown_stack(stack, asked.delete)])
            elif not seen:
                raise trail_choice.none_found(found, reached.account, reached.region)
        refusals = [one for one in seen if isinstance(one, _Unseen)]
        known = [one for one in seen if not isinstance(one, _Unseen)]
        unreadable = [one for one in known if isinstance(_recall(asked, one), StateFileError)]
    return REFUSED if unreadable or (seen and len(refusals) == len(seen)) else 0


@dataclass(frozen=True, slots=True)
class _Unseen:
    """A trail that could not be read, and why: an organization's, seen from a member account."""

    trail: Trail
    error: SourceError


async def _stack(asked: LoggingOptions, reached: AwsContext) -> LoggingStack | None:
    """Return the stack that `on --create` created, where one trail alone is not asked for."""
    try:
        stack = await find_stack(reached)
    except SourceError as error:
        say(f"sestrail: {error.message}")
        return None
    if stack is None or not stack.is_ours:
        return None
    meant = stack.trail
    return (
        stack
        if not asked.trail or (meant and asked.trail in {meant.name, meant.trail_arn})
        else None
    )


async def _seen(reached: AwsContext, trail: Trail) -> Observed | _Unseen:
    try:
        return await observe(reached, trail)
    except SourceError as error:
        return _Unseen(trail, error)


def _plan(reached: AwsContext, now: Observed) -> switching.Plan | str:
    """Return the plan to switch a trail on, or why there is none."""
    try:
        trail_choice.need_own(now.trail, reached.account)
        return switching.plan_on(now)
    except SestrailError as error:
        return error.message


def _recall(asked: LoggingOptions, now: Observed) -> SavedState | StateFileError | None:
    """Return what is written down of a trail, or why that cannot be told."""
    try:
        return asked.memories.recall(now.trail)
    except StateFileError as error:
        return error


def _data(
    asked: LoggingOptions, reached: AwsContext, now: Observed | _Unseen, stack: LoggingStack | None
) -> dict[str, Any]:
    if isinstance(now, _Unseen):
        told = {"trail": now.trail.name, "arn": now.trail.trail_arn, "error": now.error.message}
        return {**told, "sends": "unknown"}
    plan = _plan(reached, now)
    after = None if isinstance(plan, str) else plan.after
    own = stack.trail if stack is not None else None
    is_of_stack = own is not None and own.trail_arn == now.trail.trail_arn
    return text.as_json(now, after, _recall(asked, now), stack if is_of_stack else None)


def _show(asked: LoggingOptions, reached: AwsContext, now: Observed | _Unseen) -> None:
    if isinstance(now, _Unseen):
        write([f"Trail {safe(now.trail.name)}: {now.error.message}"])
        return
    write(text.shown(now))
    plan, memory = _plan(reached, now), _recall(asked, now)
    if isinstance(plan, str):
        write(["", f"  {plan}"])
    elif plan.steps:
        write(["", "  What `sestrail logging on` would change:", ""])
        write(text.planned(plan, to_on=True))
    elif isinstance(memory, SavedState):
        write(["", f"  Switched on by sestrail at {moment(memory.at_ms)}; off again with:"])
        write([f"  {asked.back(now.trail)}"])
    if isinstance(memory, StateFileError):
        say(f"sestrail: {memory.message}")
