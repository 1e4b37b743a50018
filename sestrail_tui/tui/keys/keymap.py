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
    """Return the keys that hold without settings: of the screen, and of the table on it."""
    found: Keymap = {key.id: tuple(key.key.split(",")) for key in KEYS}
    for kind in (RowList, SendTable):
        for binding in kind.BINDINGS:
            if not isinstance(binding, tuple) and binding.id:
                found[binding.id] = tuple(binding.key.split(","))
    return found


def key_name(text: str) -> str:
    """Return Textual's name of a key as people write it. Raises ValueError with a reason."""
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
    keys: Mapping[str, str], filters: Sequence[SavedFilter], positions: Sequence[int] = ()
) -> tuple[Keymap, list[str], list[Problem]]:
    """Return the keys of each id, the key of each saved filter (or ``""``), and what is wrong.

    ``positions`` says where the filters stand in the settings file. What conflicts is left as it
    was: an id keeps its default key, a filter none.
    """
    problems: list[Problem] = []
    chosen = _named(keys, problems)
    positions = positions or range(len(filters))
    saved = _named_filters(filters, positions, problems)
    default = defaults()
    while clash := next(_clashes(default | chosen, chosen, saved), None):
        which, reason = clash
        if isinstance(which, str):
            del chosen[which]
            problems.append(Problem(("keys", which), reason))
        else:
            saved[which] = ""
            problems.append(Problem(("filters", positions[which], "key"), reason))
    return default | chosen, saved, problems


def _named(keys: Mapping[str, str], problems: list[Problem]) -> Keymap:
    ids = [*defaults()]
    named: Keymap = {}
    for name, text in keys.items():
        where = ("keys", name)
        if name not in ids:
            close = difflib.get_close_matches(name, ids, n=1, cutoff=0.5)
            meant = f"is {close[0]} meant?" if close else f"there are {', '.join(ids)}"
            problems.append(Problem(where, f"nothing has this id; {meant}"))
            continue
        try:
            named[name] = tuple(key_name(part) for part in _parts(text))
        except ValueError as error:
            problems.append(Problem(where, str(error)))
    return named


def _named_filters(
    filters: Sequence[SavedFilter], positions: Sequence[int], problems: list[Problem]
) -> list[str]:
    saved = []
    for number, each in zip(positions, filters, strict=True):
        try:
            saved.append(key_name(each.key.strip()) if each.key.strip() else "")
        except ValueError as error:
            problems.append(Problem(("filters", number, "key"), str(error)))
            saved.append("")
    return saved


def _parts(text: str) -> list[str]:
    """Cut a list at its commas; a comma alone is the key itself."""
    return [part.strip() for part in text.split(",")] if text.strip() != "," else [","]


def _clashes(
    keymap: Keymap, chosen: Keymap, saved: Sequence[str]
) -> Iterator[tuple[str | int, str]]:
    """Return what the settings bind to a key that something else has: the later of two.

    An id, or the number of a saved filter, with the reason.
    """
    owners: dict[str, str] = {}
    kept = [(name, keys) for name, keys in keymap.items() if name not in chosen]
    for name, keys in [*kept, *chosen.items()]:
        for key in keys:
            if owners.setdefault(key, name) != name:
                yield name, f"{key} is the key of {owners[key]}"
    for number, key in enumerate(saved):
        name = f"a saved filter ({number + 1})"
        if key and owners.setdefault(key, name) != name:
            yield number, f"{key} is the key of {owners[key]}"
