"""``sestrail logging on``: sends recorded, for a while or until they are switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.account.discovery.trails import Trail
from sestrail_tui.account.recording import switching, trail_choice
from sestrail_tui.account.recording.aws_context import reach
from sestrail_tui.account.recording.observed import called, observe
from sestrail_tui.cli.logging import for_a_while, text
from sestrail_tui.cli.logging.create import create, existing_trail
from sestrail_tui.cli.logging.options import DECLINED, begun, moment, tell, write
from sestrail_tui.cli.logging.recording_watch import RecordingWatch, records_all
from sestrail_tui.cli.standard_streams import say
from sestrail_tui.core.errors import SestrailError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sestrail_tui.account.recording.aws_context import AwsContext
    from sestrail_tui.account.recording.leases import Lease
    from sestrail_tui.account.recording.switching import Plan
    from sestrail_tui.cli.logging.options import LoggingOptions


NOT_HELD = 3
"""Sends were not recorded for all of the time that was asked for."""


async def on(asked: LoggingOptions) -> int:
    """Have sends recorded."""
    async with reach(asked.profile, asked.region) as reached:
        found = await trail_choice.trails(reached)
        if not asked.create:
            return await _on(asked, reached, found, asked.chosen(reached, found))
        existing = await existing_trail(asked, reached)
        if isinstance(existing, Trail):
            return await _on(asked, reached, found, existing)
        trail, code = await create(asked, reached, found, existing)
        if trail is not None and asked.for_s is not None:
            return await _for_a_while(asked, reached, trail)
        return code


async def _on(
    asked: LoggingOptions, reached: AwsContext, found: Iterable[Trail], trail: Trail
) -> int:
    plan = switching.plan_on(await observe(reached, trail))
    if not plan.steps:
        return await _already(asked, reached, trail)
    if asked.dry_run:
        write(text.commands(plan.commands(reached.profile)))
        return 0
    tell([*text.shown(plan.now), *text.planned(plan, to_on=True), ""])
    await _tell_of_copies(reached, found, trail)
    if not asked.agreed(f"Change {called(trail)} now?"):
        return DECLINED
    if asked.for_s is not None:
        return await _for_a_while(asked, reached, trail, plan)
    note = await switching.switch_on(plan, reached, asked.memories, asked.clock)
    say(note or begun(trail))
    say(f"Switch them off again with: {asked.back(trail)}")
    return 0


async def _already(asked: LoggingOptions, reached: AwsContext, trail: Trail) -> int:
    say(f"SES sends are recorded already by {called(trail)}: nothing was changed.")
    if asked.memories.recall(trail) is None:
        if asked.for_s is not None:
            say("It was not sestrail that switched them on, so nothing is switched off either.")
        return 0
    if asked.dry_run:
        return 0
    if asked.for_s is not None:
        return await _for_a_while(asked, reached, trail)
    switching.note_how_long(trail, asked.memories, until_off=True)
    say(f"Switch them off again with: {asked.back(trail)}")
    return 0


async def _for_a_while(
    asked: LoggingOptions, reached: AwsContext, trail: Trail, plan: Plan | None = None
) -> int:
    """Switch on (``plan`` None: they are on), wait, and switch off whatever happens meanwhile."""
    clock, memories = asked.clock, asked.memories
    with for_a_while.until_told() as ending:
        countdown = for_a_while.Countdown(asked.for_s or 0.0, clock)
        lease = await memories.leases(trail).take(countdown.until_ms, clock)
        watch = RecordingWatch(trail, reached, clock)
        try:
            if plan is not None:
                note = await switching.switch_on(plan, reached, memories, clock, until_off=False)
                say(note or begun(trail))
            elif not records_all(await observe(reached, trail)):
                raise SourceError(
                    f"Somebody switched SES sends off on {called(trail)} just now: run the "
                    "command again."
                )
            switching.note_how_long(trail, memories, until_off=False)
            until = moment(countdown.until_ms)
            say(f"They are switched off again at {until}, or sooner with Ctrl-C.")
            say(f"Should this process be killed: {asked.back(trail)}")
            await for_a_while.wait(countdown, ending, clock, watch.look)
        finally:
            outcome = await _off_again(asked, reached, trail, lease, ending)
        say(outcome)
        return ending.exit_code or (0 if watch.held else NOT_HELD)


async def _off_again(
    asked: LoggingOptions,
    reached: AwsContext,
    trail: Trail,
    lease: Lease,
    ending: for_a_while.Ending,
) -> str:
    try:
        return await for_a_while.off_again(
            trail, lease, reached, asked.memories, ending, asked.clock
        )
    except SestrailError as error:
        raise SourceError(
            f"{error.message} SES sends may still be recorded, and charged: run "
            f"`{asked.back(trail)}` as soon as you can."
        ) from error
    finally:
        lease.release()


async def _tell_of_copies(reached: AwsContext, found: Iterable[Trail], chosen: Trail) -> None:
    """Say which other trails record sends already: each copy is charged."""
    for trail in found:
        if trail.trail_arn == chosen.trail_arn:
            continue
        try:
            other = await observe(reached, trail)
        except SourceError:
            continue
        if text.state(other) == "recorded":
            name = called(trail)
            say(f"{name[0].upper()}{name[1:]} records them too: each copy is charged.\n")
