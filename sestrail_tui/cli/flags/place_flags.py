"""The flags of places, as the registry of places has them, and whose account they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from sestrail_tui.cli.flags import complete
from sestrail_tui.places.flag_values import LOG_GROUPS, FlagValues
from sestrail_tui.places.registry import PLACES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sestrail_tui.places.place import PlaceFlag

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

PLACE_FLAGS: Final = tuple(flag for place in PLACES for flag in place.flags)

profiles_flag = click.option(
    "--profile",
    "profiles",
    shell_complete=complete.profiles,
    metavar="NAME",
    multiple=True,
    help="AWS profile (repeatable: all are followed side by side; else AWS_PROFILE).",
)
role_flag = click.option(
    "--role-arn",
    "roles",
    metavar="[PROFILE=]ARN",
    multiple=True,
    help="A role to assume (repeatable), with the credentials of the one --profile or of PROFILE, "
    "which is then not followed itself.",
)
regions_flag = click.option(
    "--region",
    "regions",
    shell_complete=complete.regions,
    metavar="NAME",
    multiple=True,
    help="AWS region (repeatable; else AWS_REGION or the profile's).",
)


def place_options(flags: Sequence[PlaceFlag]) -> Decorator:
    """Return a command some flags of places; `taken` gives their values."""

    def decorated(command: Callable[..., Any]) -> Callable[..., Any]:
        for flag in reversed(flags):
            command = _option(flag)(command)
        return command

    return decorated


def _option(flag: PlaceFlag) -> Decorator:
    if not flag.metavar:
        return click.option(flag.name, flag.parameter, is_flag=True, help=flag.help)
    return click.option(
        flag.name,
        flag.parameter,
        metavar=flag.metavar,
        multiple=True,
        shell_complete=complete.places(flag),
        help=flag.help,
    )


log_group_flag = place_options([flag for flag in PLACE_FLAGS if flag.parameter == LOG_GROUPS])
named_flags = place_options([flag for flag in PLACE_FLAGS if flag.metavar])
"""Those that name places; the switches are left out."""


def taken(given: dict[str, Any]) -> FlagValues:
    """Take the values of places' flags out of a command's arguments, those that were given."""
    parameters = (flag.parameter for flag in PLACE_FLAGS)
    return FlagValues({name: value for name in parameters if (value := given.pop(name, None))})


def check(values: FlagValues, *, several: bool = False) -> None:
    """Raise `UsageError` for what can name no place, before AWS is asked.

    ``several``: more than one account or region is followed.
    """
    for place in PLACES:
        place.check(values, several=several)
