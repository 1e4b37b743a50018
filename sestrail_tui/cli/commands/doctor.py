"""``sestrail doctor``: what is set up for seeing sends, what is missing, and what fixes it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal

import click

from sestrail_tui.cli.flags import options
from sestrail_tui.cli.flags.place_flags import (
    check,
    log_group_flag,
    profiles_flag,
    regions_flag,
    role_flag,
)
from sestrail_tui.cli.streaming.signals import run_loop
from sestrail_tui.places.flag_values import LOG_GROUPS, FlagValues

if TYPE_CHECKING:
    from sestrail_tui.account.report import Report


@click.command(short_help="What is set up, what is missing, and the command that fixes it.")
@log_group_flag
@profiles_flag
@role_flag
@regions_flag
@click.option(
    "--output",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="The format of the report.",
)
def doctor(
    log_groups: tuple[str, ...],
    profiles: tuple[str, ...],
    roles: tuple[str, ...],
    regions: tuple[str, ...],
    output: Literal["text", "json"],
) -> int:
    """Check everything between a send and the screen, and change nothing.

    A line for each check (good, warning, missing, unknown, or a note), and under it what it
    means and the command that fixes it. It starts no Live Tail session and no query: their
    permissions are tested with requests that AWS rejects as malformed.

    \b
    Exit codes:
      0  sends would be seen (there may be warnings)
      2  wrong usage
      3  sends would not be seen, or that is unknown
    """
    places = FlagValues({LOG_GROUPS: log_groups})
    check(places)
    from sestrail_tui.follow.protocol import Examinable
    from sestrail_tui.places.connect_targets import connect
    from sestrail_tui.places.options import Options
    from sestrail_tui.places.targets import targets

    connection = connect(
        Options(flags=places, regions=regions), targets(profiles, roles), options.CLOCK
    )
    assert isinstance(connection, Examinable)  # a connection to an account is
    reports = run_loop(connection.examine())
    return write(reports, output)


def write(reports: tuple[Report, ...], output: Literal["text", "json"]) -> int:
    """Write reports to stdout; gives the exit code."""
    from sestrail_tui.cli.commands.doctor_output import as_json, print_text

    if output == "json":
        sys.stdout.write(as_json(reports))
        sys.stdout.flush()
    else:
        print_text(reports)
    return max(report.exit_code for report in reports)
