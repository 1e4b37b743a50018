"""``sestrail demo``: the screen over an embedded AWS on loopback, with a sample app sending."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from sestrail_tui.cli.demo import history
from sestrail_tui.cli.flags import options
from sestrail_tui.cli.flags.alert import alert_flag, wanted_alerts
from sestrail_tui.cli.flags.options import Limits
from sestrail_tui.cli.flags.times import SpanType
from sestrail_tui.cli.standard_streams import say
from sestrail_tui.cli.streaming.run import run
from sestrail_tui.core.errors import UsageError
from sestrail_tui.places.flag_values import FlagValues
from sestrail_tui.places.registry import PLACES

if TYPE_CHECKING:
    from sestrail_tui.cli.streaming.output import Format
    from sestrail_tui.follow.protocol import Connection

LINES_WITHOUT_TERMINAL = 50
DEMO_POLL_INTERVAL_S = 1.0
_SOURCES: Final = {place.demo.name: place for place in PLACES if place.demo}


@click.command(short_help="Follow a sample app's sends; needs no account.")
@click.option(
    "--delay",
    type=SpanType(),
    default=4.0,
    show_default=True,
    help="Mean seconds from a send to its record (about 300 on AWS).",
)
@click.option(
    "--rate",
    type=click.FloatRange(min=0),
    metavar="N",
    default=2.0,
    show_default=True,
    help="Sends a second of the sample app; with 0 there are only yours.",
)
@click.option("--seed", type=int, default=None, help="Seed of the sample sends, to repeat them.")
@click.option(
    "--source",
    type=click.Choice(tuple(_SOURCES)),
    default="polling",
    show_default=True,
    help="Where the records are read. "
    + "; ".join(f"{name}: {place.demo.help}" for name, place in _SOURCES.items() if place.demo)
    + ".",
)
@click.option(
    "--logging-off",
    is_flag=True,
    help="Start with SES data events off, as in a new account: switch them on with `sestrail "
    "logging on` in another terminal.",
)
@click.option(
    "--serve",
    is_flag=True,
    help="No screen and no sample app: a local SES that accepts any sender, until Ctrl-C. Prints "
    "what shell, Python, JavaScript, Java and Go need to send to it.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=0,
    help="Listen on this port of 127.0.0.1 (default: any free one).",
)
@click.option(
    "--refuse",
    type=click.IntRange(0, 100),
    metavar="PERCENT",
    default=0,
    help="Refuse this percentage of the sends (MessageRejected).",
)
@click.option(
    "--throttle",
    type=click.FloatRange(min=0),
    metavar="N",
    default=0.0,
    help="Throttle sends above N a second, as SES does above the account's rate.",
)
@click.option(
    "--latency", type=SpanType(), default=None, help="Seconds that SES takes for each answer."
)
@options.filter_flag
@alert_flag
@options.output_flag
@options.idle_timeout_flag
@options.max_events_flag
@options.poll_interval_flag
def demo(
    delay: float,
    rate: float,
    seed: int | None,
    source: str,
    logging_off: bool,
    serve: bool,
    port: int,
    refuse: int,
    throttle: float,
    latency: float | None,
    filter_text: str,
    alerts: tuple[str, ...],
    output: Format | None,
    idle_timeout: float | None,
    max_events: int | None,
    poll_interval: float | None,
) -> int:
    """Follow the sends of a sample app on an embedded AWS; needs no account and no network.

    Your own app can send to it too: the environment lines are printed first. Without a
    terminal the first 50 sends are printed as lines of text.
    """
    options.parse_filter(filter_text)
    from sestrail_tui.cli.demo.ended import WhileUp
    from sestrail_tui.cli.demo.environment import environment
    from sestrail_tui.local_aws.process import start
    from sestrail_tui.places.connect import AwsConnection
    from sestrail_tui.places.options import Options

    if serve and (output or filter_text or max_events or idle_timeout):
        raise UsageError("--serve writes no records: run sestrail beside it to follow them.")
    if output is None and not sys.stdout.isatty():
        output, max_events = "text", max_events or LINES_WITHOUT_TERMINAL
    form = options.output_format(output, max_events, idle_timeout)
    rules = wanted_alerts(alerts, form)
    place = _SOURCES[source]
    shown = place.demo
    assert shown is not None
    extra = (
        *shown.arguments,
        *(("--logging-off",) if logging_off else ()),
        *(("--refuse", str(refuse / 100)) if refuse else ()),
        *(("--throttle", str(throttle)) if throttle else ()),
        *(("--latency", str(latency)) if latency else ()),
        *(("--port", str(port)) if port else ()),
    )
    if serve:
        from sestrail_tui.cli.demo.serve import serve as keep_serving

        with start(delay_s=delay, rate=0, seed=seed, extra=(*extra, "--any-sender")) as aws:
            return keep_serving(aws, environment(aws))
    backlog = history.BACKLOG if rate and shown.asks_history else None
    with start(delay_s=delay, rate=rate, seed=seed, backlog=backlog, extra=extra) as aws:
        lines = environment(aws)
        say("The embedded AWS is running. To send to it from your own app, in another terminal:")
        say("".join(f"\n  {line}" for line in lines) + "\n")
        connection: Connection = AwsConnection(
            Options(
                flags=FlagValues(shown.flags(aws)),
                regions=(aws.region,),
                poll_interval_s=poll_interval or DEMO_POLL_INTERVAL_S,
                query_interval_s=poll_interval or DEMO_POLL_INTERVAL_S,
                oldest_first=form is not None,
                endpoint_url=aws.endpoint,
                credentials=(aws.access_key, aws.secret_key),
            ),
            options.CLOCK,
        )
        connection, question = history.asked(connection, place, filter_text)
        connection = WhileUp(connection, aws.endpoint, stays=form is None)
        return run(
            connection,
            filter_text,
            form,
            Limits(max_events, idle_timeout),
            note="\n".join(lines),
            alerts=rules,
            question=question,
        )
