"""``sestrail config``: where the settings are, what they say, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sestrail_tui.cli.standard_streams import say
from sestrail_tui.core.errors import UsageError
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from pathlib import Path


@click.group("config", short_help="The settings file: path, show, check.")
def config() -> None:
    """Say where the settings file is, show the settings, or check them.

    The file is config.toml in the platform's folder for settings; SESTRAIL_CONFIG names another
    one. Nothing has to be set.
    """


@config.command("path")
def path() -> int:
    """Print where the settings file is, whether or not it is there."""
    from sestrail_tui.config.path import VARIABLE, config_path
    from sestrail_tui.core.process.user_folders import NOWHERE, no_home

    found = config_path()
    if NOWHERE in found.parents:
        raise UsageError(no_home(f"{VARIABLE} to a file"))
    click.echo(found)
    return 0


@config.command("show")
def show_settings() -> int:
    """Print the settings in force, each with its meaning: a settings file to begin from."""
    from sestrail_tui.config.read import load
    from sestrail_tui.config.show import show
    from sestrail_tui.tui.preferences.preferences import checked

    loaded, *_ = checked(load())
    for sentence in loaded.sentences():
        say(f"sestrail: left out: {safe(sentence)}")
    click.echo(show(loaded.config), nl=False)
    return 0


@config.command("check")
def check() -> int:
    """Check the settings file; exit code 2, with file, line and reason, where it is wrong."""
    from sestrail_tui.config.read import load
    from sestrail_tui.tui.preferences.preferences import checked

    loaded, *_ = checked(load())
    if not loaded.path.exists() and not loaded.problems:
        say(f"sestrail: {_absence(loaded.path)} All settings are the usual ones.")
        return 0
    sentences = loaded.sentences()
    for sentence in sentences:
        say(f"sestrail: {safe(sentence)}")
    if not sentences:
        say(f"sestrail: {safe(str(loaded.path))} is all right.")
    return UsageError.exit_code if sentences else 0


def _absence(path: Path) -> str:
    from sestrail_tui.config.path import VARIABLE
    from sestrail_tui.core.process.user_folders import NOWHERE, no_home

    if NOWHERE in path.parents:
        return no_home(f"{VARIABLE} to a file")
    return f"There is no {safe(str(path))}."
