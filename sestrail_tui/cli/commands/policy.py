"""``sestrail policy``: the least IAM policy for what was asked for."""

from __future__ import annotations

import click

from sestrail_tui.account.iam.permissions import COMMANDS, SOURCES
from sestrail_tui.cli.flags.options import CLOCK
from sestrail_tui.cli.flags.place_flags import check_log_groups, log_group_flag, role_flag
from sestrail_tui.cli.streaming.signals import run_loop
from sestrail_tui.cli.streaming.standard_streams import say


@click.command(short_help="The least IAM policy for what you use.")
@click.argument("commands", nargs=-1, metavar="[COMMAND]...", type=click.Choice(COMMANDS))
@click.option(
    "--source",
    "sources",
    type=click.Choice(SOURCES),
    multiple=True,
    help="Where records are read (repeatable; default of tail: log-group and event-history).",
)
@log_group_flag
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
    help="An SQS queue that S3, SNS or EventBridge notifies of new log files (repeatable). "
    "Messages are deleted once their files are read: use a queue that nothing else reads.",
)
@click.option(
    "--event-data-store",
    "event_data_stores",
    metavar="ID|ARN",
    multiple=True,
    help="A CloudTrail Lake event data store (repeatable), queried every minute; AWS bills each "
    "query. Discovered where there is no log group.",
)
@role_flag
@click.option(
    "--discover",
    is_flag=True,
    help="Look up the ARNs that are not named, with your credentials; without it AWS is not "
    "called.",
)
@click.option("--profile", metavar="NAME", default=None, help="AWS profile (else AWS_PROFILE).")
@click.option(
    "--region", metavar="NAME", default=None, help="AWS region (else AWS_REGION or the profile's)."
)
@click.option("--reasons", is_flag=True, help="Print a table of what each action is for instead.")
def policy(
    commands: tuple[str, ...],
    sources: tuple[str, ...],
    log_groups: tuple[str, ...],
    buckets: tuple[str, ...],
    queues: tuple[str, ...],
    event_data_stores: tuple[str, ...],
    roles: tuple[str, ...],
    discover: bool,
    profile: str | None,
    region: str | None,
    reasons: bool,
) -> int:
    """Print the IAM policy that allows the commands and sources named, and nothing else.

    COMMAND is tail, doctor, logging, logging-create (`logging on --create`, and removing that
    again) or history; the default is tail. Unknown parts are in capitals: REGION, ACCOUNT,
    LOGGROUP. AWS is called only with --discover; the exit code is 3 where it did not answer
    everything.
    """
    check_log_groups(log_groups)
    from sestrail_tui.account.iam.policy import pretty, statements, uses
    from sestrail_tui.cli.commands.policy_places import discovered, named_places

    sources = tuple(dict.fromkeys((*sources, *_implied(log_groups, buckets, queues,
                                                        event_data_stores))))  # fmt: skip
    at = named_places(region or "", log_groups, buckets, queues, event_data_stores, roles)
    wanted = uses(commands, sources, at)
    if reasons:
        _print_reasons(wanted)
        return 0
    unanswered: tuple[str, ...] = ()
    if discover:
        found = run_loop(discovered(at, wanted, profile, region, CLOCK))
        at, unanswered = found.places, found.unanswered
    text_ = pretty(statements(wanted, at))
    click.echo(text_)
    for sentence in unanswered:
        say(f"sestrail: {sentence}")
    _tell_placeholders(text_, is_asked=discover or bool(at.account))
    return 3 if unanswered else 0


def _implied(
    log_groups: tuple[str, ...],
    buckets: tuple[str, ...],
    queues: tuple[str, ...],
    stores: tuple[str, ...],
) -> tuple[str, ...]:
    """Give the sources of what was named."""
    named = {"log-group": log_groups, "bucket": buckets, "queue": queues, "lake": stores}
    return tuple(source for source, places in named.items() if places)


def _tell_placeholders(text: str, *, is_asked: bool) -> None:
    from sestrail_tui.account.iam.policy import placeholders

    left = placeholders(text)
    if not left:
        return
    how = "" if is_asked else ", or let --discover look up what it can"
    say(f"sestrail: replace {', '.join(left)} with your own{how}.")


def _print_reasons(wanted: tuple[str, ...]) -> None:
    from sestrail_tui.account.iam.permissions import of

    rows = [(one.action, one.on, one.why, use) for use in wanted for one in of(use)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        click.echo("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
                   .rstrip())  # fmt: skip
