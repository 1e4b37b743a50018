"""How the screen begins: what the settings say, else how the last session left it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec
from textual.theme import BUILTIN_THEMES

from sestrail_tui.alerts.settings import AlertSettings
from sestrail_tui.config.problem import Problem
from sestrail_tui.filters.columns import COLUMNS, Column
from sestrail_tui.tui.keys import keymap
from sestrail_tui.tui.preferences.last_view import LastView
from sestrail_tui.tui.preferences.theme import DARK, THEMES
from sestrail_tui.tui.table.listing import DEFAULT_CAP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.alerts.rule_names import RuleName
    from sestrail_tui.config.read import Loaded
    from sestrail_tui.config.schema import Config, SortOrder, TimeMode

THEME_NAMES: Final = (*(theme.name for theme in THEMES), *BUILTIN_THEMES)


@dataclass(frozen=True, slots=True)
class SavedPreferences:
    """A saved filter."""

    name: str
    filter: str
    key: str = ""
    """Textual's name of its key; empty: it has none."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """Everything that the screen begins with."""

    theme: str = DARK.name
    time: TimeMode = "local"
    order: SortOrder = "time"
    facets: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    """From left to right; empty: the usual ones."""
    cap: int = DEFAULT_CAP
    keys: keymap.Keymap = field(default_factory=keymap.defaults)
    saved: tuple[SavedPreferences, ...] = ()
    alerts: AlertSettings = field(default_factory=AlertSettings)
    problems: tuple[str, ...] = ()
    """What is wrong with the settings, a sentence each; not safe."""


def from_settings(loaded: Loaded, last: LastView, alerts: Sequence[RuleName] = ()) -> Preferences:
    """Put settings and last session together; what is wrong in either is left out.

    ``alerts`` are wanted besides those of the settings.
    """
    loaded, keys, saved_keys = checked(loaded)
    config = loaded.config
    if not config.restore:
        last = LastView()
    theme = last.theme if last.theme in THEME_NAMES else None
    return Preferences(
        theme=config.theme or theme or DARK.name,
        time=config.time or last.time or "local",
        order=config.order or last.order or "time",
        facets=last.facets,
        columns=tuple(COLUMNS[name] for name in config.columns),
        cap=config.cap,
        keys=keys,
        saved=tuple(
            SavedPreferences(saved.name, saved.filter, key)
            for saved, key in zip(config.filters, saved_keys, strict=True)
        ),
        alerts=msgspec.structs.replace(
            config.alerts, rules=tuple(dict.fromkeys((*config.alerts.rules, *alerts)))
        ),
        problems=loaded.sentences(),
    )


def checked(loaded: Loaded) -> tuple[Loaded, keymap.Keymap, list[str]]:
    """Check what only the screen knows: themes, columns and keys; give them, settled."""
    config, problems = loaded.config, [*_wrong_names(loaded.config)]
    wrong = {problem.where[0] for problem in problems}
    if "theme" in wrong:
        config = msgspec.structs.replace(config, theme=None)
    if "columns" in wrong:
        config = msgspec.structs.replace(config, columns=())
    keys, saved_keys, clashes = keymap.settle(config.keys, config.filters, loaded.filter_places)
    return loaded.also(config, [*problems, *clashes]), keys, saved_keys


def _wrong_names(config: Config) -> list[Problem]:
    problems = []
    if config.theme is not None and config.theme not in THEME_NAMES:
        names = ", ".join(sorted(THEME_NAMES))
        problems.append(
            Problem(("theme",), f"there is no theme {config.theme!r}; there are {names}")
        )
    for number, name in enumerate(config.columns):
        where = ("columns", number)
        if name not in COLUMNS:
            reason = f"there is no column {name!r}; there are {', '.join(COLUMNS)}"
            problems.append(Problem(where, reason))
        elif name in config.columns[:number]:
            problems.append(Problem(where, f"{name} is there twice"))
    return problems
