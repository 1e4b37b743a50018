"""What was asked for, and the times that follow from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sestrail_tui.follow.sweeps.delay import CEILING_MS
from sestrail_tui.places.flag_values import FlagValues

if TYPE_CHECKING:
    from sestrail_tui.filters.syntax.tree import Node

DELIVERY_ALLOWANCE_MS: Final = CEILING_MS
"""A record is stamped at delivery: ``--until`` reads, and waits, this much further (AWS: five
minutes on average, without a bound); where that is past already, up to `_LATEST` times as far."""
_LATEST: Final = 8


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line."""

    flags: FlagValues = field(default_factory=FlagValues)
    """The places that were named; they are discovered where none is."""
    profile: str | None = None
    role: str | None = None
    """The ARN of a role to assume with the profile's credentials."""
    own_arns: bool = False
    """Leave out log groups named by an ARN of another account: others see to those."""
    regions: tuple[str, ...] = ()
    """Empty: the region of the environment or the profile."""
    since_ms: int | None = None
    """``eventTime``, ms UTC; ``None``: what was delivered within the last quarter of an hour."""
    until_ms: int | None = None
    give_back: bool = False
    """Whether the messages of queues are left for whoever reads next, instead of deleted."""
    poll_interval_s: float = 5.0
    query_interval_s: float | None = None
    """Between two queries that AWS bills by what they scan; ``None``: as their place has it."""
    follow: bool = True
    filter: Node | None = None
    """Pushed down to AWS; whoever reads the feed still has to match."""
    endpoint_url: str | None = None
    credentials: tuple[str, str] | None = field(default=None, repr=False)
    """Access key and secret key that replace the configured ones (the demo's)."""
    oldest_first: bool = False
    """Whether the past is read before what is new."""
    history: bool = True
    """Whether event history is read beside the log groups."""
    odd_messages: bool = True
    """Whether messages that speak of SES but are no record are looked for."""
    every_odd_message: bool = False
    """Whether they are also where the filter would not keep them: they might have been a send."""


def bounds(options: Options, now_ms: int, allowance_ms: int) -> tuple[int, int | None]:
    """Return the timestamps to read between (ms UTC): first, and last (``None``: endless).

    ``allowance_ms`` is how long after its ``eventTime`` a record may be stamped.
    """
    first_ms = now_ms - CEILING_MS if options.since_ms is None else options.since_ms
    past_ms = now_ms - (options.until_ms or now_ms)
    late_ms = max(allowance_ms, min(_LATEST * allowance_ms, past_ms))
    last_ms = None if options.until_ms is None else options.until_ms + late_ms
    if not options.follow:
        last_ms = now_ms if last_ms is None else min(last_ms, now_ms)
    return first_ms, last_ms
