"""``sestrail logging``: SES data events on a trail, for as long as a test needs them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Literal

import click

from sestrail_tui.cli.flags.options import CLOCK
from sestrail_tui.cli.flags.times import SpanType
from sestrail_tui.cli.streaming.signals import run_loop
from sestrail_tui.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.cli.logging.options import LoggingOptions

trail_flag = click.option(
    "--trail",
    metavar="NAME|ARN",
    default=None,
    help="The trail to show or change (default: the only one that delivers to a log group).",
)
region_flag = click.option(
    "--region", metavar="NAME", default=None, help="AWS region (else AWS_REGION or the profile's)."
)
profile_flag = click.option(
    "--profile", metavar="NAME", default=None, help="AWS profile (else AWS_PROFILE)."
)
yes_flag = click.option("--yes", is_flag=True, help="Do not ask: for scripts.")
dry_run_flag = click.option(
    "--dry-run",
    is_flag=True,
    help="Change nothing: print the AWS CLI commands that would do it.",
)


def _where(command: Callable[..., Any]) -> Callable[..., Any]:
    return trail_flag(region_flag(profile_flag(command)))


@click.group("logging", short_help="Switch the recording of sends on and off: status, on, off.")
def logging() -> None:
    """Switch SES data events on and off on a CloudTrail trail.

    They are off by default and cost money. `on` keeps all that the trail selects already, shows
    what it would change and what that costs, and asks; `off` puts back what was there before.
    Nothing else in sestrail ever writes to AWS.
    """


@logging.command(short_help="Show what the trails record, and what `on` would change.")
@_where
@click.option(
    "--output",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="As text, or as data with the selectors as they are and as they would be.",
)
def status(
    trail: str | None, region: str | None, profile: str | None, output: Literal["text", "json"]
) -> int:
    """Show what each trail records, in words, and what `sestrail logging on` would change."""
    from sestrail_tui.cli.logging import status

    asked = _asked(trail=trail, region=region, profile=profile)
    return run_loop(status.status(asked, as_json=output == "json"))


@logging.command(short_help="Have SES sends recorded, for a while or until `off`.")
@_where
@click.option(
    "--for",
    "for_s",
    type=SpanType(),
    default=None,
    help="Keep running for so long (2h, 30m), then switch off again; also at Ctrl-C, SIGTERM, or "
    "when the terminal closes.",
)
@click.option(
    "--create",
    is_flag=True,
    help="Where no trail delivers to a log group: create one, with log group, role and bucket, as "
    "one CloudFormation stack.",
)
@click.option(
    "--template",
    is_flag=True,
    help="Change nothing: print the CloudFormation template of that stack.",
)
@dry_run_flag
@yes_flag
def on(
    trail: str | None,
    region: str | None,
    profile: str | None,
    for_s: float | None,
    create: bool,
    template: bool,
    dry_run: bool,
    yes: bool,
) -> int:
    """Have every SES send recorded by a trail, besides all that it records already.

    Shows the trail's event selectors as they are and as they would be, what 100,000 sends cost,
    and asks.
    """
    if template:
        from sestrail_tui.account.recording.stack.template import template_text

        click.echo(template_text())
        return 0
    if create and trail:
        raise UsageError("--create creates a trail of its own: leave --trail out.")
    if dry_run and for_s is not None:
        raise UsageError("--dry-run prints commands and changes nothing: leave --for out.")
    _need_somebody(yes or dry_run)
    from sestrail_tui.cli.logging import on

    asked = _asked(
        trail=trail,
        region=region,
        profile=profile,
        for_s=for_s,
        create=create,
        dry_run=dry_run,
        yes=yes,
    )
    return run_loop(on.on(asked))


@logging.command(short_help="Restore what the trail recorded before.")
@_where
@click.option(
    "--keep-stack",
    is_flag=True,
    help="Only stop the trail that `on --create` created, and delete nothing.",
)
@dry_run_flag
@yes_flag
def off(
    trail: str | None,
    region: str | None,
    profile: str | None,
    keep_stack: bool,
    dry_run: bool,
    yes: bool,
) -> int:
    """Have the trail as it was before `sestrail logging on`.

    Its event selectors are put back as they were; where somebody changed them since, only what
    sestrail added is taken out. The stack that `on --create` created is deleted, with its trail,
    log group, role and bucket and all that they hold.
    """
    _need_somebody(yes or dry_run)
    from sestrail_tui.cli.logging import off

    asked = _asked(
        trail=trail,
        region=region,
        profile=profile,
        keep_stack=keep_stack,
        dry_run=dry_run,
        yes=yes,
    )
    return run_loop(off.off(asked))


def _need_somebody(settled: bool) -> None:
    """Raise `UsageError` where the question would have nobody to answer it."""
    if not settled and not (sys.stdin is not None and sys.stdin.isatty()):
        raise UsageError(
            "This asks before it changes a trail, and stdin is not a terminal: give --yes to skip "
            "the question, or --dry-run to see what it would do."
        )


def _asked(**given: Any) -> LoggingOptions:
    from sestrail_tui.account.recording.saved_states import SavedStates
    from sestrail_tui.cli.logging.options import LoggingOptions
    from sestrail_tui.core.process.user_folders import state_folder

    return LoggingOptions(SavedStates(state_folder() / "logging"), CLOCK, **given)
