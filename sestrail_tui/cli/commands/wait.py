"""``sestrail wait``: for test scripts, until calls were recorded, or surely were not."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any, Final, get_args

import click

from sestrail_tui.cli.flags import options
from sestrail_tui.cli.flags.source_flags import SourceFlags, source_flags
from sestrail_tui.cli.flags.times import SpanType
from sestrail_tui.cli.standard_streams import say
from sestrail_tui.cli.streaming.output import Format, RecordWriter
from sestrail_tui.cli.streaming.signals import run_loop
from sestrail_tui.cli.waiting.call_counter import Awaited, asks_kind, span_text
from sestrail_tui.cli.waiting.progress import WaitProgress
from sestrail_tui.core.errors import UsageError
from sestrail_tui.core.instants import Ago
from sestrail_tui.core.safe_text import safe
from sestrail_tui.core.units import time_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.account.session.clock_skew import Skew
    from sestrail_tui.filters.syntax.tree import Node
    from sestrail_tui.follow.protocol import Connection

SINCE_S: Final = 900.0
"""How long before the command calls count, unless ``--since`` says otherwise."""
_LOOKS: Final = 20
"""At least so many looks at a source within the timeout, but no more than one a second."""
_SECOND_MS: Final = 1000


@click.command(short_help="Wait until sends are recorded; for test scripts.")
@click.argument("expressions", metavar="EXPR", nargs=-1, required=True)
@click.option(
    "--count",
    type=click.IntRange(min=1),
    metavar="N",
    default=None,
    help="End once N such sends are recorded (default 1).",
)
@click.option(
    "--none",
    is_flag=True,
    help="Assert that there is no such send: end with 0 once everything that was delivered until "
    "--timeout after --until (default: now) has been read.",
)
@click.option(
    "--timeout",
    type=SpanType(),
    default=600.0,
    show_default="10m",
    help="How long to wait; with --none, how late CloudTrail may deliver.",
)
@options.since_flag
@options.until_flag
@click.option(
    "--output",
    type=click.Choice(get_args(Format)),
    default="jsonl",
    show_default=True,
    help="The format in which the records are written to stdout.",
)
@source_flags
def wait(
    expressions: tuple[str, ...],
    count: int | None,
    none: bool,
    timeout: float,
    since_ms: int | None,
    until_ms: int | None,
    output: Format,
    places: SourceFlags,
) -> int:
    """Wait until a send that matches EXPR (a filter) is recorded, and write its record.

    Calls of the last quarter of an hour count too, or those since --since. Only sends count,
    unless EXPR asks for another kind:. An EXPR that begins with a minus sign goes after --.

    \b
    Exit codes:
      0  they came; with --none: surely none did
      1  they did not come in time; with --none: one did
      2  wrong usage
      3  it cannot be told: AWS refused, is not set up or was not reached
    """
    if none and count is not None:
        raise UsageError("--none asks that no send comes: leave --count out.")
    now_ms = options.CLOCK.now_ms()
    if since_ms is None:
        since_ms = _before(now_ms if until_ms is None or until_ms > now_ms else until_ms, now_ms)
    if none and until_ms is None:
        until_ms = Ago(now_ms)
    options.check_span(since_ms, until_ms)
    from sestrail_tui.filters.certainty import compile_certainty

    expression = " ".join(expressions)
    node = _awaited(expression)
    awaited = Awaited(
        expression,
        compile_certainty(node),
        0 if none else count or 1,
        timeout,
        since_ms,
        until_ms,
        asks_kind(node),
    )
    from sestrail_tui.account.session.clock_skew import Skew

    skew = Skew(options.CLOCK)
    reach = partial(
        places.connect,
        **to_read(awaited, node),
        skew=skew,
    )
    connection = reach(every_s=max(1.0, min(options.POLL_INTERVAL_S, timeout / _LOOKS)))
    once = partial(reach, follow=False)
    places.say_cost()
    options.say_hint(expression)
    say(f"sestrail: {announced(awaited, now_ms)}")
    return run_loop(_wait(connection, once if none else None, awaited, skew, output))


async def _wait(
    connection: Connection,
    again: Callable[..., Connection] | None,
    awaited: Awaited,
    skew: Skew,
    output: Format,
) -> int:
    from sestrail_tui.cli.waiting.waiting import Wait

    writer = RecordWriter(sys.stdout.buffer, output)
    with WaitProgress(awaited.timeout) as progress:
        waiting = Wait(connection, awaited, options.CLOCK, skew, writer, progress, again)
        verdict = await waiting.run()
    say(f"sestrail: {verdict.sentence}")
    return verdict.code


def to_read(awaited: Awaited, node: Node) -> dict[str, Any]:
    """Give what `Options` takes for waiting: whatever might be the call, and taken from nobody."""
    from sestrail_tui.filters.certainty import widened

    return {
        "since_ms": awaited.since_ms,
        "filter": widened(node),
        "oldest_first": True,
        "give_back": True,
        "every_odd_message": True,
        "history": awaited.every_kind,
    }


def _awaited(expression: str) -> Node:
    """Read what is waited for. Raises `UsageError` where it is nothing, or blank in a part."""
    from sestrail_tui.filters.syntax.tree import All, patterns_of

    node = options.parse_filter(expression)
    if isinstance(node, All):
        raise UsageError("There is nothing to wait for: EXPR is empty. kind:send is any send.")
    if any(one.value and not one.value.strip() for one in patterns_of(node)):
        raise UsageError(
            f"There is nothing to wait for: a value in {safe(expression)} is blank. Is a variable "
            "of the script not set?"
        )
    return node


def _before(until_ms: int, now_ms: int) -> int:
    """Return the earliest call that counts, where only the latest is said."""
    first_ms = until_ms - round(SINCE_S * _SECOND_MS)
    return Ago(first_ms) if until_ms == now_ms or isinstance(until_ms, Ago) else first_ms


def announced(awaited: Awaited, now_ms: int) -> str:
    """Say what is waited for; ``now_ms`` is when the command began."""
    that = f" matching {safe(awaited.expression)}" if awaited.expression.strip() else ""
    since = _when(awaited.since_ms, now_ms)
    if not awaited.count:
        until = _when(awaited.until_ms, now_ms)
        return (
            f"There should be no {awaited.noun}{that} called from {since} until {until}; reading "
            f"what is delivered within {awaited.timeout} after."
        )
    what = f"{awaited.count} {awaited.noun}{'' if awaited.count == 1 else 's'}"
    until = "" if awaited.until_ms is None else f" until {_when(awaited.until_ms, now_ms)}"
    return f"Waiting up to {awaited.timeout} for {what}{that}, called since {since}{until}."


def _when(instant_ms: int | None, now_ms: int) -> str:
    """Write an instant; what moves with a clock that is off, as so long ago."""
    if not isinstance(instant_ms, Ago):
        return time_text(instant_ms)
    ago_ms = now_ms - instant_ms
    return f"{span_text(ago_ms)} ago" if ago_ms >= _SECOND_MS else "now"
