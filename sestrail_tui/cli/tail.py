"""``sestrail tail``: follow the account's SES sends on the screen, or on stdout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sestrail_tui.cli import complete, options
from sestrail_tui.cli.alert import alert_flag, wanted_alerts
from sestrail_tui.cli.options import Limits
from sestrail_tui.cli.run import run
from sestrail_tui.cli.standard_streams import say
from sestrail_tui.cloudtrail.safe_text import safe
from sestrail_tui.errors import UsageError

if TYPE_CHECKING:
    from sestrail_tui.cli.output import Format


@click.command(short_help="Follow your account's sends (the default).")
@click.option(
    "--log-group",
    "log_groups",
    metavar="NAME|ARN",
    multiple=True,
    shell_complete=complete.log_groups,
    help="A log group that a trail delivers to (repeatable); discovered when not given. An ARN "
    "names its own region and account.",
)
@click.option(
    "--event-data-store",
    "event_data_stores",
    metavar="ID|ARN",
    multiple=True,
    help="A CloudTrail Lake event data store (repeatable), queried every minute; AWS bills each "
    "query. Discovered where there is no log group.",
)
@click.option(
    "--profile",
    "profiles",
    metavar="NAME",
    multiple=True,
    shell_complete=complete.profiles,
    help="AWS profile (repeatable: all are followed side by side; else AWS_PROFILE).",
)
@click.option(
    "--role-arn",
    "roles",
    metavar="[PROFILE=]ARN",
    multiple=True,
    help="A role to assume and follow with (repeatable), by the one --profile or the one named; "
    "that profile is then not followed itself.",
)
@click.option(
    "--bucket",
    "buckets",
    metavar="S3_URL",
    multiple=True,
    help="A trail's bucket, s3://name/prefix (repeatable); discovered where a trail has no log "
    "group that can be read.",
)
@click.option(
    "--queue",
    "queues",
    metavar="URL",
    multiple=True,
    help="An SQS queue that is told of new log files, by S3, SNS or EventBridge (repeatable). "
    "Messages are deleted once their files are read: give it a queue of its own.",
)
@click.option(
    "--region",
    "regions",
    metavar="NAME",
    multiple=True,
    shell_complete=complete.regions,
    help="AWS region (repeatable; else AWS_REGION or the profile's).",
)
@options.since_flag
@options.until_flag
@options.filter_flag
@alert_flag
@options.output_flag
@click.option(
    "--follow/--no-follow", default=True, help="Keep following, or end once all there is was read."
)
@click.option(
    "--live",
    is_flag=True,
    help="Let CloudWatch Live Tail push what is new within a second, over the polling; AWS bills "
    "it by the minute.",
)
@options.idle_timeout_flag
@options.max_events_flag
@options.poll_interval_flag
def tail(
    log_groups: tuple[str, ...],
    event_data_stores: tuple[str, ...],
    buckets: tuple[str, ...],
    queues: tuple[str, ...],
    profiles: tuple[str, ...],
    roles: tuple[str, ...],
    regions: tuple[str, ...],
    since_ms: int | None,
    until_ms: int | None,
    filter_text: str,
    alerts: tuple[str, ...],
    output: Format | None,
    follow: bool,
    live: bool,
    idle_timeout: float | None,
    max_events: int | None,
    poll_interval: float | None,
) -> int:
    """Follow SES sends as CloudTrail delivers them (about five minutes after the call).

    Opens the screen; writes JSON lines when stdout is no terminal or --output is given.
    AWS's own variables and config file are honoured (AWS_PROFILE, AWS_REGION,
    AWS_ENDPOINT_URL, ...).
    """
    options.check_span(since_ms, until_ms)
    if live and not follow:
        raise UsageError("--live pushes what is new, and --no-follow waits for nothing new.")
    for log_group in log_groups:
        check_log_group(log_group)
    from sestrail_tui.aws.buckets import named_bucket, named_queue
    from sestrail_tui.aws.event_data_stores import named_store
    from sestrail_tui.cli.usual import usual_targets
    from sestrail_tui.sources.lake import EVERY_S
    from sestrail_tui.sources.live_tails import COST
    from sestrail_tui.sources.options import Options
    from sestrail_tui.sources.targets import connect, targets

    for text in buckets:
        named_bucket(text, "")
    for text in queues:
        named_queue(text, "")
    node = options.parse_filter(filter_text)
    form = options.output_format(output, max_events, idle_timeout)
    rules = wanted_alerts(alerts, form)
    profiles, regions = usual_targets(profiles, roles, regions)
    followed = targets(profiles, roles)
    several = len(followed) > 1 or len(set(regions)) > 1
    for text in event_data_stores:
        if not named_store(text, "").account and several:
            raise UsageError(f"Which account and region is {safe(text)} of? Give its ARN.")
    connection = connect(
        Options(
            log_groups=log_groups,
            event_data_stores=event_data_stores,
            buckets=buckets,
            queues=queues,
            regions=regions,
            since_ms=since_ms,
            until_ms=until_ms,
            follow=follow,
            live=live,
            poll_interval_s=poll_interval or options.POLL_INTERVAL_S,
            lake_interval_s=poll_interval or EVERY_S,
            filter=node if form is not None else None,
            oldest_first=form is not None,
        ),
        followed,
        options.CLOCK,
    )
    if live:
        say(f"sestrail: {COST}")
    return run(connection, filter_text, form, Limits(max_events, idle_timeout), alerts=rules)


def check_log_group(text: str) -> None:
    """Raise `UsageError` for what can be no log group, before AWS is asked."""
    from sestrail_tui.aws.log_groups import can_be

    if not can_be(text):
        raise UsageError(
            f"'{safe(text)}' can be no log group. Give its name, such as CloudTrail/logs, or its "
            "ARN, such as arn:aws:logs:REGION:ACCOUNT:log-group:NAME."
        )
