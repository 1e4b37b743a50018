"""What ``sestrail logging`` shows: a trail as it is and as it would be, in words and as JSON."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, Final

import click

from sestrail_tui.account.recording.cost import cost_usd, cost_words
from sestrail_tui.account.recording.stack.name import NAME
from sestrail_tui.account.selectors.coverage import coverage
from sestrail_tui.account.selectors.describe import describe
from sestrail_tui.core.errors import StateFileError
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sestrail_tui.account.recording.observed import Observed
    from sestrail_tui.account.recording.stack.logging_stack import LoggingStack
    from sestrail_tui.account.recording.state_file import SavedState
    from sestrail_tui.account.recording.step import Command
    from sestrail_tui.account.recording.switching import Plan
    from sestrail_tui.account.selectors.event_selectors import EventSelectors

_TAKEN: Final = {"all": "recorded", "some": "recorded in part", "none": "not recorded"}
_COLOURS: Final = {"+": "green", "-": "red"}
_WIDTH: Final = 11


def state(now: Observed) -> str:
    """Say whether sends are recorded, in two or three words."""
    taken = _TAKEN[coverage(now.selectors).takes]
    if not now.is_logging and taken != "not recorded":
        return "not recorded: the trail is stopped"
    return taken


def heading(now: Observed) -> str:
    """Name a trail and where it delivers."""
    trail = now.trail
    where = f"log group {safe(now.log_group)}" if now.log_group else "no log group"
    bucket = f"bucket {safe(trail.s3_bucket_name)}"
    title = f"Trail {safe(trail.name)} in {safe(trail.home_region)}"
    return f"{click.style(title, bold=True)}: {where}, {bucket}"


def shown(now: Observed) -> Iterator[str]:
    """Show a trail as it is."""
    yield heading(now)
    yield from _row("logging", "yes" if now.is_logging else "no: the trail is stopped")
    yield from _row("SES sends", state(now))
    yield from _row("selects", *describe(now.selectors))
    if notes := coverage(now.selectors).notes:
        yield from _row("but", *notes)


def planned(plan: Plan, *, to_on: bool) -> Iterator[str]:
    """Show a change: what would be selected, the difference as JSON, and what it costs."""
    now = plan.now.selectors
    if not plan.after.selects_as(now):
        yield from _row("would be", *describe(plan.after))
    if plan.logging_after != plan.now.is_logging:
        yield from _row("and", "the trail is started" if plan.logging_after else "stopped again")
    if to_on:
        yield from _row("cost", *cost_words(log_group=bool(plan.now.log_group)))
    if plan.note:
        yield from _row("note", plan.note)
    if not plan.after.selects_as(now):
        yield ""
        yield from difference(now, plan.after)


def difference(now: EventSelectors, after: EventSelectors) -> Iterator[str]:
    """Return both sets, as PutEventSelectors takes them, as one diff over all their lines."""
    lines = difflib.unified_diff(
        now.lines, after.lines, "event selectors now", "afterwards", n=10_000, lineterm=""
    )
    for line in lines:
        if not line.startswith("@@"):
            yield "  " + click.style(safe(line), fg=_COLOURS.get(line[:1]))


def stack_contents(stack: LoggingStack) -> Iterator[str]:
    """Show what there is of the stack."""
    for kind, name in stack.names.items():
        yield from _row(kind, safe(name))


def shown_stack(stack: LoggingStack, delete: str) -> Iterator[str]:
    """Show the stack as it is, and the command that deletes it."""
    title = f"Stack {NAME} in {safe(stack.region)}"
    yield f"{click.style(title, bold=True)}: created by `sestrail logging on --create`"
    yield from stack_contents(stack)
    yield from _row("state", safe(stack.status))
    yield from _row("note", stack.problem or f"`{delete}` deletes it, with all that is in it.")


def commands(several: Iterable[Command]) -> Iterator[str]:
    """Give the AWS CLI commands of a plan, each under a comment; they can be run as they stand."""
    for one in several:
        yield f"# {safe(one.says)}"
        yield one.shell


def as_json(
    now: Observed,
    after: EventSelectors | None,
    memory: SavedState | StateFileError | None,
    stack: LoggingStack | None,
) -> dict[str, Any]:
    """Return a trail's state as data; ``after`` None: sends cannot be added.

    ``stack``: the one that the trail is of.
    """
    unreadable = memory.message if isinstance(memory, StateFileError) else None
    covered = coverage(now.selectors)
    return {
        "trail": now.trail.name,
        "arn": now.trail.trail_arn,
        "region": now.trail.home_region,
        "logGroup": now.log_group or None,
        "bucket": now.trail.s3_bucket_name or None,
        "isLogging": now.is_logging,
        "sends": covered.takes if now.is_logging else "none",
        "selected": covered.takes,
        "notes": list(covered.notes),
        "switchedOnBySestrail": None if unreadable else memory is not None,
        **({"stateFileError": unreadable} if unreadable else {}),
        "now": now.selectors.arguments,
        "on": after.arguments if after is not None else None,
        "stack": {"name": NAME, "status": stack.status, "holds": stack.names} if stack else None,
        "usdFor100000Sends": round(cost_usd(log_group=bool(now.log_group)), 3),
    }


def _row(name: str, *texts: str) -> Iterator[str]:
    for number, text in enumerate(texts):
        label = click.style(f"{'' if number else name:<{_WIDTH}}", dim=True)
        yield f"  {label}{text}"
