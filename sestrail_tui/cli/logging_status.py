"""``sestrail logging status``: each trail as it is, and as it would be switched on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from sestrail_tui.aws.recording import choice, switching
from sestrail_tui.aws.recording.observed import observe
from sestrail_tui.aws.recording.reach import reach
from sestrail_tui.cli import logging_words
from sestrail_tui.cli.logging_asked import moment, write
from sestrail_tui.errors import SestrailError

if TYPE_CHECKING:
    from sestrail_tui.aws.recording.observed import Observed
    from sestrail_tui.aws.recording.reach import Reach
    from sestrail_tui.cli.logging_asked import Asked


async def status(asked: Asked, *, as_json: bool) -> int:
    """Show the trail that is named, or all of them."""
    async with reach(asked.profile, asked.region) as reached:
        found = await choice.trails(reached)
        if asked.trail:
            found = (choice.named(found, asked.trail, reached.region),)
        seen = [await observe(reached, trail) for trail in found]
        if as_json:
            click.echo(json.dumps([_data(asked, reached, now) for now in seen], indent=2))
        elif not seen:
            raise choice.none_found(found, reached.account, reached.region)
        else:
            for number, now in enumerate(seen):
                write([""] if number else [])
                _show(asked, reached, now)
    return 0


def _plan(reached: Reach, now: Observed) -> switching.Plan | str:
    """Give the plan to switch a trail on, or why there is none."""
    try:
        choice.need_own(now.trail, reached.account)
        return switching.plan_on(now)
    except SestrailError as error:
        return error.message


def _data(asked: Asked, reached: Reach, now: Observed) -> dict[str, Any]:
    plan = _plan(reached, now)
    after = None if isinstance(plan, str) else plan.after
    return logging_words.as_json(now, after, asked.memories.recall(now.trail))


def _show(asked: Asked, reached: Reach, now: Observed) -> None:
    write(logging_words.shown(now))
    plan, memory = _plan(reached, now), asked.memories.recall(now.trail)
    if isinstance(plan, str):
        write(["", f"  {plan}"])
    elif plan.steps:
        write(["", "  What `sestrail logging on` would change:", ""])
        write(logging_words.planned(plan, to_on=True))
    elif memory is not None:
        write(["", f"  Switched on by sestrail at {moment(memory.at_ms)}; off again with:"])
        write([f"  {asked.back(now.trail)}"])
