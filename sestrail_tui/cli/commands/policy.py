"""``sestrail policy``: the least IAM policy for what was asked for."""

from __future__ import annotations

from typing import Any

import click

from sestrail_tui.account.iam.permissions import COMMANDS
from sestrail_tui.cli.flags.options import CLOCK
from sestrail_tui.cli.flags.place_flags import check, named_flags, role_flag, taken
from sestrail_tui.cli.standard_streams import say
from sestrail_tui.cli.streaming.signals import run_loop
from sestrail_tui.places.policy import PERMISSIONS, SIDS, SOURCES, uses
from sestrail_tui.places.registry import PLACES


@click.command(short_help="The least IAM policy for what you use.")
@click.argument("commands", nargs=-1, metavar="[COMMAND]...", type=click.Choice(COMMANDS))
@click.option(
    "--source",
    "sources",
    type=click.Choice(SOURCES),
    multiple=True,
    help="Where records are read (repeatable; default of tail: log-group and event-history).",
)
@named_flags
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
    roles: tuple[str, ...],
    discover: bool,
    profile: str | None,
    region: str | None,
    reasons: bool,
    **given: Any,
) -> int:
    """Print the IAM policy that allows the commands and sources named, and nothing else.

    COMMAND is tail, doctor, logging, logging-create (`logging on --create`, and removing that
    again) or history; the default is tail. Unknown parts are in capitals: REGION, ACCOUNT,
    LOGGROUP. AWS is called only with --discover; the exit code is 3 where it did not answer
    everything.
    """
    places = taken(given)
    check(places)
    from sestrail_tui.account.iam.policy import pretty, statements
    from sestrail_tui.cli.commands.policy_places import account_of, discovered, with_named

    named = [place.name for place in PLACES
             if any(flag.parameter in places for flag in place.flags)]  # fmt: skip
    sources = tuple(dict.fromkeys((*sources, *named)))
    at = account_of(region or "", places)
    wanted = uses(commands, sources, named, role=bool(roles))
    if reasons:
        _print_reasons(wanted)
        return 0
    unanswered: tuple[str, ...] = ()
    if discover:
        found = run_loop(discovered(at, wanted, named, profile, region, CLOCK))
        at, unanswered = found.resources, found.unanswered
    at = with_named(at, places, roles)
    text_ = pretty(statements(wanted, PERMISSIONS, SIDS, at))
    click.echo(text_)
    for sentence in unanswered:
        say(f"sestrail: {sentence}")
    _tell_placeholders(text_, is_asked=discover or bool(at.account))
    return 3 if unanswered else 0


def _tell_placeholders(text: str, *, is_asked: bool) -> None:
    from sestrail_tui.account.iam.policy import placeholders

    left = placeholders(text, PERMISSIONS)
    if not left:
        return
    how = "" if is_asked else ", or let --discover look up what it can"
    say(f"sestrail: replace {', '.join(left)} with your own{how}.")


def _print_reasons(wanted: tuple[str, ...]) -> None:
    from sestrail_tui.account.iam.permissions import of

    rows = [
        (permission.action, permission.on.name, permission.why, use)
        for use in wanted
        for permission in of(use, PERMISSIONS)
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        click.echo("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
                   .rstrip())  # fmt: skip
