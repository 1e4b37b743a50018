"""``sestrail logging on --create``: a trail with all it needs, after showing all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.account.recording import creation, switching, trail_choice
from sestrail_tui.account.recording.cost import cost_words
from sestrail_tui.account.recording.observed import called, observe_until
from sestrail_tui.cli.logging import text
from sestrail_tui.cli.logging.options import DECLINED, begun, tell, write
from sestrail_tui.cli.standard_streams import say
from sestrail_tui.core.errors import NotSetUp, SourceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.account.discovery.trails import Trail
    from sestrail_tui.account.recording.aws_context import AwsContext
    from sestrail_tui.account.recording.created_resources import CreatedResources
    from sestrail_tui.account.recording.step import Step
    from sestrail_tui.cli.logging.options import LoggingOptions


async def create(
    asked: LoggingOptions, reached: AwsContext, made: CreatedResources, found: Sequence[Trail]
) -> int:
    """Make it; gives the exit code."""
    if not reached.account:
        raise NotSetUp(
            "AWS does not say which account this is, which the names of what would be made need: "
            "allow sts:GetCallerIdentity, or use --template."
        )
    if (other := trail_choice.only(found, reached.account, reached.region)) is not None:
        raise UsageError(
            f"There is {called(other)} already, which delivers to a log group: leave --create out."
        )
    there = await creation.standing(made, reached)
    there.need_no_foreign(made, "made")
    calls = creation.steps_to_make(made, there)
    if asked.dry_run:
        write(text.commands(calls, reached.profile))
        return 0
    tell(
        [
            f"In account {made.account}, {made.region}, this would be made:",
            "",
            *text.steps(calls),
            "",
            "All of it is tagged created-by=sestrail; `sestrail logging off --delete-created`",
            "removes just that again, with the records in it.",
            "",
            f"Cost: {' '.join(cost_words(log_group=True))}.",
            "",
        ]
    )
    if not asked.agreed("Make all of it now?"):
        return DECLINED
    await _make(asked, reached, calls)
    now = await observe_until(
        reached,
        made.trail,
        lambda one: one.is_logging and one.selectors.selects_as(creation.SELECTORS),
        asked.clock,
    )
    plan = switching.Plan(now, creation.SELECTORS, logging_after=True)
    memory = switching.as_made(plan, asked.clock.now_ms(), until_off=asked.for_s is None)
    asked.memories.keep(made.trail, memory)
    say(f"{begun(made.trail)} Follow them: sestrail --log-group {made.group}")
    if asked.for_s is None:
        say(f"Switch them off again with: {asked.back(made.trail)}")
    return 0


async def _make(asked: LoggingOptions, reached: AwsContext, calls: Sequence[Step]) -> None:
    for number, step in enumerate(calls):
        try:
            await step.run(reached, asked.clock)
        except SourceError as error:
            raise SourceError(
                f"{error.message} {number} of {len(calls)} calls were made: fix that and run the "
                "same command again, which goes on from there, or remove what was made with "
                "`sestrail logging off --delete-created`."
            ) from error
