"""Flags that several commands share, each defined once."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, get_args

import click

from sestrail_tui.cli.flags import complete
from sestrail_tui.cli.flags.times import Instant, SpanType
from sestrail_tui.cli.standard_streams import say
from sestrail_tui.core.clock import SystemClock
from sestrail_tui.core.errors import UsageError
from sestrail_tui.writers.format_names import Format

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.core.record import Record
    from sestrail_tui.filters.syntax.tree import Node

CLOCK: Final = SystemClock()
POLL_INTERVAL_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What ends a stream before its sources do."""

    max_events: int | None = None
    """Stop after this many records were written."""
    idle_timeout_s: float | None = None
    """Stop when no record was written for so long, in seconds."""


filter_flag = click.option(
    "--filter",
    "filter_text",
    metavar="EXPR",
    default="",
    shell_complete=complete.filters,
    help="Show only what matches, e.g. 'config:billing -error:*'; `sestrail help filter` lists "
    "the fields.",
)
output_flag = click.option(
    "--output",
    type=click.Choice(get_args(Format)),
    default=None,
    help="Write to stdout instead of the screen. jsonl, the record as delivered, one a line, is "
    "the default when stdout is not a terminal (demo: text); json is one document of "
    '{"Records": [...]}, markdown a table for a ticket with one record in full.',
)
max_events_flag = click.option(
    "--max-events",
    type=click.IntRange(min=1),
    metavar="N",
    default=None,
    help="End after N records (without a screen).",
)
idle_timeout_flag = click.option(
    "--idle-timeout",
    type=SpanType(),
    default=None,
    help="End after so many seconds without a new record (without a screen).",
)
poll_interval_flag = click.option(
    "--poll-interval",
    type=SpanType(),
    default=None,
    help="Seconds between two reads of a source (default 5; demo 1; event data store 60). AWS's "
    "quotas are respected in any case.",
)
since_flag = click.option(
    "--since",
    "since_ms",
    type=Instant(CLOCK.now_ms),
    default=None,
    help="Show events from this event time on: 15m, 2d1h, 10:00 or 2026-11-23T10:00Z.",
)
until_flag = click.option(
    "--until",
    "until_ms",
    type=Instant(CLOCK.now_ms),
    default=None,
    help="Show events up to this event time.",
)


def output_format(output: Format | None, *limits: Any) -> Format | None:
    """Return the format to write, or None for the screen.

    A limit that only makes sense without a screen asks for readable lines on a terminal.
    """
    if output is not None:
        return output
    if not sys.stdout.isatty():
        return "jsonl"
    return "text" if any(limit is not None for limit in limits) else None


def check_span(since_ms: int | None, until_ms: int | None) -> None:
    """Raise `UsageError` where nothing can lie between ``--since`` and ``--until``."""
    if since_ms is not None and until_ms is not None and since_ms >= until_ms:
        raise UsageError("--since must be before --until.")


def parse_filter(text: str) -> Node:
    """Read a filter; raises `FilterError` with the place of the mistake."""
    from sestrail_tui.filters.syntax.parse import parse

    return parse(text)


def say_hint(text: str) -> None:
    """Say on stderr what of a filter is text though it looks like an operator."""
    from sestrail_tui.filters.syntax.hints import hint

    if sentence := hint(text):
        say(f"sestrail: {sentence}")


def check_filter(text: str) -> None:
    """Raise `FilterError` for a filter that cannot be read; none at all needs no parser."""
    if text:
        parse_filter(text)


def keep(node: Node) -> Callable[[Record], bool]:
    """Return the test that a filter's tree stands for."""
    from sestrail_tui.filters.match import compile_node

    return compile_node(node)
