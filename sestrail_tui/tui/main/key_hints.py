"""What the footer says: the keys that matter in the part that has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sestrail_tui.tui.base.prompt_line import PromptLine
from sestrail_tui.tui.base.textual_internals import bindings_of
from sestrail_tui.tui.detail.pane import DetailPane
from sestrail_tui.tui.filtering.facets import FacetColumn
from sestrail_tui.tui.filtering.filter_line import FilterLine
from sestrail_tui.tui.keys.keys import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.binding import Binding
    from textual.screen import Screen

    from sestrail_tui.tui.base.key_line import Hint
    from sestrail_tui.tui.keys.keys import Key

_FILTER = (
    ("enter", "keep", ""),
    ("esc", "leave as it was", ""),
    ("tab", "complete", ""),
    ("↑ ↓", "history", ""),
)
_PROMPT = (("enter", "go", ""), ("esc", "leave", ""))
_DETAIL = (
    ("esc", "back", "screen.do('clear')"),
    ("← →", "overview, JSON", ""),
    ("ctrl+f", "find", "screen.do('search')"),
    ("n N", "matches", ""),
    ("y", "copy JSON", "screen.do('copy')"),
)
_FACETS = (
    ("enter", "filter by", ""),
    ("x", "exclude", ""),
    ("tab", "detail", "screen.do('next.pane')"),
    ("esc", "back", "screen.do('clear')"),
)


def hints(screen: Screen[Any], *, paused: bool) -> tuple[Hint, ...]:
    """Choose the hints for where the focus is."""
    focused = screen.focused
    if focused is not None:
        within = {type(node) for node in focused.ancestors_with_self}
        if FilterLine in within:
            return _FILTER
        if PromptLine in within:
            return _PROMPT
        if DetailPane in within:
            return (*_as_bound(screen, _DETAIL), *_general(screen)[-2:])
        if FacetColumn in within:
            return (*_as_bound(screen, _FACETS), *_general(screen)[-2:])
    general = _general(screen)
    if paused:
        return tuple(
            (key, "resume" if text == "pause" else text, act) for key, text, act in general
        )
    return general


def _as_bound(screen: Screen[Any], defaults: Sequence[Hint]) -> Iterator[Hint]:
    """Write the keys of the screen's own actions as they are bound now."""
    texts = zip(KEYS, key_texts(screen), strict=True)
    now = {f"screen.{key.action}": text for key, text in texts if text != _usual(screen, key)}
    return ((now.get(action, key), text, action) for key, text, action in defaults)


def key_texts(screen: Screen[Any]) -> list[str]:
    """Write each of `KEYS` as it is bound now, in their order."""
    bound: dict[str, list[Binding]] = {}
    for active in screen.active_bindings.values():
        if active.binding.id is not None:
            bound.setdefault(active.binding.id, []).append(active.binding)
    return [_written(screen, key, bound.get(key.id, [])) for key in KEYS]


def saved_key_texts(screen: Screen[Any], number: int) -> list[str]:
    """Write the key of each saved filter, ``""`` where it has none."""
    keys = {
        binding.id: screen.app.get_key_display(binding)
        for _, binding in bindings_of(screen)
        if binding.id is not None and binding.id.startswith("saved.")
    }
    return [keys.get(f"saved.{index}", "") for index in range(number)]


def _usual(screen: Screen[Any], key: Key) -> str:
    return key.display or screen.app.get_key_display(key.binding())


def _written(screen: Screen[Any], key: Key, bound: list[Binding]) -> str:
    if not bound:  # out of reach just now, as in a dialog
        return _usual(screen, key)
    if key.display and {binding.key for binding in bound} == set(key.key.split(",")):
        return key.display
    return ", ".join(screen.app.get_key_display(binding) for binding in bound)


def _general(screen: Screen[Any]) -> tuple[Hint, ...]:
    """Return the main screen's own hints."""
    texts = zip(KEYS, key_texts(screen), strict=True)
    return tuple((text, key.title, f"screen.{key.action}") for key, text in texts if key.title)
