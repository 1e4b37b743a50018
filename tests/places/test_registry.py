"""Every kind of place is in the registry, and what concerns all kinds of places iterates it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import click
import pytest

from sestrail_tui.account.iam.permissions import COMMANDS
from sestrail_tui.cli.commands.demo import demo
from sestrail_tui.cli.commands.doctor import doctor
from sestrail_tui.cli.commands.policy import policy
from sestrail_tui.cli.commands.tail import tail
from sestrail_tui.cli.commands.wait import wait
from sestrail_tui.places.policy import PERMISSIONS, SIDS, SOURCES
from sestrail_tui.places.registry import FOLDERS, PLACES
from tests.paths import ROOT

if TYPE_CHECKING:
    from sestrail_tui.places.place import Place

FOLDER: Final = ROOT / "sestrail_tui/places"


def options(command: click.Command) -> dict[str, click.Option]:
    found = [option for option in command.params if isinstance(option, click.Option)]
    return {name: option for option in found for name in option.opts}


def choices(command: click.Command, name: str) -> set[str]:
    kind = options(command)[name].type
    assert isinstance(kind, click.Choice)
    return set(kind.choices)


def test_every_folder_is_a_kind_of_place() -> None:
    assert {path.parent.name for path in FOLDER.glob("*/place.py")} == set(FOLDERS)
    assert len({place.name for place in PLACES}) == len(FOLDERS)


def test_no_kind_of_place_imports_another_but_those_that_read_log_groups() -> None:
    imports = {
        (folder, imported)
        for folder in FOLDERS
        for path in (FOLDER / folder).rglob("*.py")
        for imported in re.findall(r"from sestrail_tui\.places\.(\w+)\.", path.read_text())
        if imported in FOLDERS and imported != folder
    }
    assert imports == {("log_group", "live_tail"), ("log_group", "insights")}


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_a_place_is_offered_wherever_places_are(place: Place) -> None:
    for flag in place.flags:
        for command in (tail, wait, *((policy,) if flag.metavar else ())):
            assert options(command)[flag.name].help == flag.help
    assert (place.name in choices(policy, "--source")) == bool(place.access.permissions)
    assert (place.name in choices(tail, "--engine")) == bool(place.engine)
    if place.demo:
        assert place.demo.name in choices(demo, "--source")
        assert place.demo.help in (options(demo)["--source"].help or "")


def test_the_doctor_looks_at_named_log_groups() -> None:
    assert "--log-group" in options(doctor)


@pytest.mark.parametrize("permission", PERMISSIONS, ids=lambda one: f"{one.use} {one.action}")
def test_every_use_of_a_permission_has_a_statement_in_policies(permission: object) -> None:
    use = getattr(permission, "use", "")
    assert use in SIDS
    assert use.removeprefix("find ") in {*SOURCES, *COMMANDS, "role"}
