"""The main screen's bindings once the settings had their say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding, BindingsMap

from sestrail_tui.tui.keys.keys import KEYS

if TYPE_CHECKING:
    from sestrail_tui.tui.preferences.preferences import Preferences


def bound(defaults: BindingsMap, preferences: Preferences) -> BindingsMap:
    """Return the screen's bindings with the keys of ``preferences``, and those of saved filters.

    Textual's own keymap drops whatever else is on a key that it frees, so it is not used here.
    """
    ours = {key.id for key in KEYS}
    kept = [
        binding
        for bindings in defaults.key_to_bindings.values()
        for binding in bindings
        if binding.id not in ours
    ]
    made: list[Binding] = []
    for key in KEYS:
        binding, keys = key.binding(), preferences.keys.get(key.id, tuple(key.key.split(",")))
        if set(keys) == set(key.key.split(",")):
            made.append(binding)
        else:
            made.append(binding.with_key(",".join(keys), key_display=None))
    saved = [
        Binding(
            saved_filter.key,
            f"saved({number})",
            saved_filter.name,
            show=False,
            id=f"saved.{number}",
        )
        for number, saved_filter in enumerate(preferences.saved)
        if saved_filter.key
    ]
    return BindingsMap([*kept, *made, *saved])


def of_widgets(preferences: Preferences) -> dict[str, str]:
    """Give Textual's keymap for the widgets on the screen: the table."""
    ours = {key.id for key in KEYS}
    return {name: ",".join(keys) for name, keys in preferences.keys.items() if name not in ours}
