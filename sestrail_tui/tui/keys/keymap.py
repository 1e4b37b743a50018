"""Which key does what once the settings had their say: names checked, conflicts found."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from textual.binding import Binding
from textual.keys import REPLACED_KEYS, Keys, key_to_character

from sestrail_tui.config.problem import Problem
from sestrail_tui.tui.keys.keys import KEYS
from sestrail_tui.tui.table.row_list import RowList
from sestrail_tui.tui.table.send_table import SendTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sestrail_tui.config.schema import SavedFilter

Keymap = dict[str, tuple[str, ...]]
"""The keys of each id, in Textual's names."""

_MODIFIERS: Final = {"ctrl", "shift", "alt", "super", "hyper", "meta"}
_NAMED: Final = {key.value for key in Keys}
_TAKEN: Final = {
    "ctrl+c": "leaves from everywhere",
    "ctrl+q": "leaves from everywhere",
    "ctrl+z": "gives the terminal to the shell, from everywhere",
}
_SAME: Final = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+left_square_bracket": "escape"}
"""Keys that a terminal sends as another key."""


def defaults() -> Keymap:
    """Give the keys that hold without settings: of the screen, and of the table on it."""
    found: Keymap = {key.id: tuple(key.key.split(",")) for key in KEYS}
    for kind in (RowList, SendTable):
        for binding in kind.BINDINGS:
            if not isinstance(binding, tuple) and binding.id:
                found[binding.id] = tuple(binding.key.split(","))
    return found


def key_name(text: str) -> str:
    """Give Textual's name of a key as people write it. Raises ValueError with a reason."""
    *modifiers, last = text.split("+") if len(text) > 1 and text != "+" else [text]
    if not last and modifiers:  # ctrl++
        modifiers, last = modifiers[:-1], "+"
    if len(last) == 1:
        if modifiers == ["shift"] and last.isalpha():
            modifiers, last = [], last.upper()
        last = "comma" if last == "," else next(iter(Binding.make_bindings([(last, "")]))).key
    name = "+".join([*sorted(modifiers), last])
    known = len(last) == 1 or last in _NAMED or key_to_character(REPLACED_KEYS.get(last, last))
    if not known or not set(modifiers) <= _MODIFIERS:
        raise ValueError(f"{text!r} is no key; keys are written as in y, Y, /, f5, ctrl+y, alt+y")
    if name in _SAME:
        raise ValueError(f"a terminal sends {_SAME[name]} for {name}")
    if name in _TAKEN:
        raise ValueError(f"{name} {_TAKEN[name]}")
    return name


def settle(
    wanted: Mapping[str, str], filters: Sequence[SavedFilter], places: Sequence[int] = ()
) -> tuple[Keymap, list[str], list[Problem]]:
    """Give the keys of each id, the key of each saved filter (or ``""``), and what is wrong.

    ``places`` says where the filters stand in the settings file. What conflicts is left as it
    was: an id has its usual key, a filter none.
    """
    problems: list[Problem] = []
    ours = _named(wanted, problems)
    places = places or range(len(filters))
    saved = _named_filters(filters, places, problems)
    usual = defaults()
    while clash := next(_clashes(usual | ours, ours, saved), None):
        which, reason = clash
        if isinstance(which, str):
            del ours[which]
            problems.append(Problem(("keys", which), reason))
        else:
            saved[which] = ""
            problems.append(Problem(("filters", places[which], "key"), reason))
    return usual | ours, saved, problems


def _named(wanted: Mapping[str, str], problems: list[Problem]) -> Keymap:
    known = [*defaults()]
    named: Keymap = {}
    for name, text in wanted.items():
        where = ("keys", name)
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            meant = f"is {close[0]} meant?" if close else f"there are {', '.join(known)}"
            problems.append(Problem(where, f"nothing has this id; {meant}"))
            continue
        try:
            named[name] = tuple(key_name(one) for one in _parts(text))
        except ValueError as error:
            problems.append(Problem(where, str(error)))
    return named


def _named_filters(
    filters: Sequence[SavedFilter], places: Sequence[int], problems: list[Problem]
) -> list[str]:
    saved = []
    for number, one in zip(places, filters, strict=True):
        try:
            saved.append(key_name(one.key.strip()) if one.key.strip() else "")
        except ValueError as error:
            problems.append(Problem(("filters", number, "key"), str(error)))
            saved.append("")
    return saved


def _parts(text: str) -> list[str]:
    """Cut a list at its commas; a comma alone is the key itself."""
    return [part.strip() for part in text.split(",")] if text.strip() != "," else [","]


def _clashes(keymap: Keymap, ours: Keymap, saved: Sequence[str]) -> Iterator[tuple[str | int, str]]:
    """Give what the settings bind to a key that something else has: the later of two.

    An id, or the number of a saved filter, with the reason.
    """
    owners: dict[str, str] = {}
    for name, keys in [*_but(keymap, ours), *ours.items()]:
        for key in keys:
            if owners.setdefault(key, name) != name:
                yield name, f"{key} is the key of {owners[key]}"
    for number, key in enumerate(saved):
        name = f"a saved filter ({number + 1})"
        if key and owners.setdefault(key, name) != name:
            yield number, f"{key} is the key of {owners[key]}"


def _but(keymap: Keymap, ours: Keymap) -> list[tuple[str, tuple[str, ...]]]:
    return [(name, keys) for name, keys in keymap.items() if name not in ours]
