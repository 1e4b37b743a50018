from __future__ import annotations

import re
from pathlib import Path

import pytest

from sestrail_tui import tui
from sestrail_tui.tui.base.key_line import fitting
from sestrail_tui.tui.keys.keys import KEYS
from sestrail_tui.tui.main.actions import ACTIONS

HINTS = tuple((key.display or key.key, key.title, "") for key in KEYS if key.title)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_hints_fit_and_help_is_always_among_them(width: int) -> None:
    chosen = fitting(HINTS, width)
    assert sum(len(key) + 1 + len(text) + 2 for key, text, _ in chosen) - 2 <= width
    assert [text for _, text, _ in chosen[-2:]] == ["keys", "commands"]


def test_every_key_has_one_id_and_an_action_of_the_screen() -> None:
    ids = [key.id for key in KEYS]
    assert len(set(ids)) == len(ids)
    for key in KEYS:
        assert key.id in ACTIONS


def test_no_key_does_two_things() -> None:
    names = [name for key in KEYS for name in key.key.split(",")]
    assert len(set(names)) == len(names)


def test_what_a_hint_or_a_binding_does_on_a_screen_is_there_to_be_done() -> None:
    sources = [path.read_text() for path in Path(tui.__file__).parent.rglob("*.py")]
    named = {name for text in sources for name in re.findall(r'"screen\.(\w+)', text)}
    written = {name for text in sources for name in re.findall(r"def action_(\w+)", text)}
    assert "copy" in named
    assert named <= written
