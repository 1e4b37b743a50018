"""``sestrail logging off``: the trail as it was, and what was made for it removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.aws.recording import choice, creation, switching
from sestrail_tui.aws.recording.made import Made
from sestrail_tui.aws.recording.observed import called
from sestrail_tui.aws.recording.reach import reach
from sestrail_tui.cli import logging_words
from sestrail_tui.cli.logging_asked import DECLINED, tell, write
from sestrail_tui.cli.standard_streams import say

if TYPE_CHECKING:
    from sestrail_tui.aws.recording.reach import Reach
    from sestrail_tui.cli.logging_asked import Asked


async def off(asked: Asked) -> int:
    """Have the trail as it was."""
    async with reach(asked.profile, asked.region) as reached:
        if asked.delete_created:
            return await _remove(asked, reached)
        found = await choice.trails(reached)
        known = [] if asked.trail else [one for one in found if asked.memories.recall(one)]
        trail = known[0] if len(known) == 1 else asked.chosen(reached, found)
        plan = await switching.look_to_switch_off(trail, reached, asked.memories, asked.clock)
        if asked.dry_run:
            write(logging_words.commands(plan.steps, reached.profile))
            say("" if plan.steps else f"Nothing to do on {called(trail)}. {plan.note}".rstrip())
            return 0
        if not plan.steps:
            asked.memories.forget(trail)
            say(f"Nothing to do on {called(trail)}. {plan.note}".rstrip())
            return 0
        tell([*logging_words.shown(plan.now), *logging_words.planned(plan, to_on=False), ""])
        if not asked.agreed(f"Change {called(trail)} back now?"):
            return DECLINED
        note = await switching.switch_off(plan, reached, asked.memories, asked.clock)
        say(note or f"{_ended(plan)} What is under way may still arrive for some minutes.")
    return 0


def _ended(plan: switching.Plan) -> str:
    how = "records the rest as before" if plan.note else "is as it was before"
    return f"SES sends are off: {called(plan.now.trail)} {how}."


async def _remove(asked: Asked, reached: Reach) -> int:
    made = Made(reached.account, reached.region)
    where = f"account {made.account}, {made.region}"
    calls = creation.steps_to_remove(made, await creation.standing(made, reached))
    if not calls:
        say(f"There is nothing that sestrail made in {where}.")
        return 0
    if asked.dry_run:
        write(logging_words.commands(calls, reached.profile))
        return 0
    tell([f"In {where}, this would be removed:", "", *logging_words.steps(calls), ""])
    if not asked.agreed("Remove all of it now?"):
        return DECLINED
    for step in calls:
        await step.run(reached, asked.clock)
    asked.memories.forget(made.trail)
    say(f"All that sestrail made in {where} is removed.")
    return 0
