"""``sestrail tail``: follow the account's SES sends on the screen, or on stdout."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from sestrail_tui.cli.flags import options
from sestrail_tui.cli.flags.alert import alert_flag, wanted_alerts
from sestrail_tui.cli.flags.options import Limits
from sestrail_tui.cli.flags.source_flags import NO_FOLLOW, SourceFlags, source_flags
from sestrail_tui.cli.streaming import history
from sestrail_tui.cli.streaming.run import run
from sestrail_tui.follow.connections.deferred import Deferred

if TYPE_CHECKING:
    from sestrail_tui.cli.streaming.output import Format
    from sestrail_tui.follow.history.engine import Kind


@click.command(short_help="Follow your account's sends (the default).")
@source_flags
@options.since_flag
@options.until_flag
@options.filter_flag
@alert_flag
@options.output_flag
@click.option(
    "--follow/--no-follow",
    default=True,
    help="Keep following, or end when everything so far has been read.",
)
@history.engine_flag
@history.estimate_flag
@options.idle_timeout_flag
@options.max_events_flag
def tail(
    places: SourceFlags,
    since_ms: int | None,
    until_ms: int | None,
    filter_text: str,
    alerts: tuple[str, ...],
    output: Format | None,
    follow: bool,
    engine: Kind | None,
    estimate: bool,
    idle_timeout: float | None,
    max_events: int | None,
) -> int:
    """Follow SES sends as CloudTrail delivers them (about five minutes after the call).

    Opens the screen; writes JSON lines when stdout is not a terminal or --output is given.
    AWS's own variables and config file are honoured (AWS_PROFILE, AWS_REGION,
    AWS_ENDPOINT_URL, ...).
    """
    options.check_span(since_ms, until_ms)
    if engine is not None or estimate:
        history.check_flags(since_ms, follow, {"--poll-interval": places.poll_interval})
        places.check_fit("--engine")
    if not follow:
        places.check_fit(NO_FOLLOW)
    form = options.output_format(output, max_events, idle_timeout)
    rules = wanted_alerts(alerts, form)
    options.check_filter(filter_text)
    places.check()
    places.say_cost()
    reach = partial(
        places.connect,
        since_ms=since_ms,
        until_ms=until_ms,
        follow=follow,
        filter=options.parse_filter(filter_text) if form is not None else None,
        oldest_first=form is not None,
    )
    limits = Limits(max_events, idle_timeout)
    if since_ms is not None and (engine is not None or estimate):
        node = options.parse_filter(filter_text)
        asked = history.Asking(reach(), engine, history.question(node, since_ms, until_ms))
        return asked.estimate() if estimate else asked.answer(form, limits)
    return run(Deferred(reach), filter_text, form, limits, alerts=rules)
