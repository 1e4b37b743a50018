"""Flags for the places that ``doctor`` and ``policy`` are about, as ``tail`` has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sestrail_tui.cli.flags.source_flags import check_log_group

if TYPE_CHECKING:
    from collections.abc import Iterable

log_group_flag = click.option(
    "--log-group",
    "log_groups",
    metavar="NAME|ARN",
    multiple=True,
    help="A log group that a trail delivers to (repeatable); discovered when not given. An ARN "
    "names its own region and account.",
)
role_flag = click.option(
    "--role-arn",
    "roles",
    metavar="[PROFILE=]ARN",
    multiple=True,
    help="A role to assume (repeatable), with the credentials of the one --profile or of PROFILE, "
    "which is then not followed itself.",
)
profiles_flag = click.option(
    "--profile",
    "profiles",
    metavar="NAME",
    multiple=True,
    help="AWS profile (repeatable: all are followed side by side; else AWS_PROFILE).",
)
regions_flag = click.option(
    "--region",
    "regions",
    metavar="NAME",
    multiple=True,
    help="AWS region (repeatable; else AWS_REGION or the profile's).",
)


def check_log_groups(texts: Iterable[str]) -> None:
    """Raise `UsageError` for what is not a log group, before AWS is asked."""
    for text in texts:
        check_log_group(text)
