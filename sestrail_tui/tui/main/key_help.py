"""The keys that the help screen lists, as they are bound now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sestrail_tui.tui.keys.help_screen import KeyHelp, KeysHelp
from sestrail_tui.tui.keys.keys import KEYS
from sestrail_tui.tui.main.key_hints import key_texts, saved_key_texts

if TYPE_CHECKING:
    from textual.screen import Screen

    from sestrail_tui.tui.preferences.preferences import Preferences


def keys_help(screen: Screen[Any], preferences: Preferences) -> KeysHelp:
    """Return the help screen over a screen's keys, those of saved filters last."""
    found = [
        KeyHelp(text, key.help, key.group)
        for key, text in zip(KEYS, key_texts(screen), strict=True)
    ]
    saved = preferences.saved
    found += [
        KeyHelp(text, f"{filter_.name}: {filter_.filter}", "Saved filters")
        for filter_, text in zip(saved, saved_key_texts(screen, len(saved)), strict=True)
        if text
    ]
    return KeysHelp(found)
