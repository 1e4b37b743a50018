from __future__ import annotations

import pytest

from sestrail_tui.config.schema import SavedFilter
from sestrail_tui.tui.keys.keymap import defaults, key_name, settle


def filters(*keys: str) -> list[SavedFilter]:
    return [SavedFilter(name=str(n), filter="error:*", key=key) for n, key in enumerate(keys)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("y", "y"),
        ("Y", "Y"),
        ("/", "slash"),
        ("?", "question_mark"),
        ("slash", "slash"),
        ("f5", "f5"),
        ("ctrl+y", "ctrl+y"),
        ("alt+shift+y", "alt+shift+y"),
        ("shift+y", "Y"),
        ("+", "plus"),
        ("ctrl++", "ctrl+plus"),
        ("é", "é"),
        ("pagedown", "pagedown"),
    ],
)
def test_keys_are_named_as_people_write_them(text: str, name: str) -> None:
    assert key_name(text) == name


@pytest.mark.parametrize("text", ["foo", "", "hyperspace+x", "ctrl+c", "ctrl+m", "y y"])
def test_what_is_no_key_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(ValueError, match=r"no key|sends enter|leaves"):
        key_name(text)


def test_two_keys_can_change_places() -> None:
    keymap, _, problems = settle({"copy": "m", "mark": "y"}, [])
    assert not problems
    assert (keymap["copy"], keymap["mark"]) == (("m",), ("y",))


def test_a_key_that_something_else_has_is_a_conflict_and_changes_nothing() -> None:
    keymap, saved, problems = settle({"copy": "m", "sources": "j"}, filters("e", "1", "1"))
    assert keymap == defaults()
    assert saved == ["", "1", ""]
    assert [(one.key, one.reason) for one in problems] == [
        ("keys.copy", "m is the key of mark"),
        ("keys.sources", "j is the key of row.down"),
        ("filters[1].key", "e is the key of errors"),
        ("filters[3].key", "1 is the key of a saved filter (2)"),
    ]


def test_a_key_that_was_freed_can_be_a_filters() -> None:
    keymap, saved, problems = settle({"errors": "f8"}, filters("e"))
    assert not problems
    assert (keymap["errors"], saved) == (("f8",), ["e"])


def test_an_unknown_id_is_told_with_what_was_meant() -> None:
    _, _, problems = settle({"serch": "1", "zzz": "2"}, [])
    assert problems[0].reason == "nothing has this id; is search meant?"
    assert "there are filter, config" in problems[1].reason


def test_several_keys_are_separated_by_commas() -> None:
    keymap, _, _ = settle({"copy": "f5, ,", "mark": ","}, [])
    assert keymap["mark"] == ("comma",)
    assert keymap["copy"] == ("y",)
    assert settle({"copy": "f5, f6"}, [])[0]["copy"] == ("f5", "f6")
