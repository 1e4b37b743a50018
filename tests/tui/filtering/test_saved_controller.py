"""Saved filters without a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sestrail_tui.config.read import load
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.tui.filtering.controller import FilterController
from sestrail_tui.tui.filtering.saved_controller import SavedFilterController
from sestrail_tui.tui.preferences.preferences import Preferences, SavedPreferences
from sestrail_tui.tui.table.controller import RowsController
from tests.tui.fake_screen import FakeScreen, FakeTable, listing_of, state_of
from tests.tui.world import record

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SAVED = (SavedPreferences("news", "config:news"), SavedPreferences("bad", "error:*"))


class Made:
    def __init__(self, *answers: Any) -> None:
        self.screen, table, self.state = FakeScreen(*answers), FakeTable(0), state_of([record()])
        rows = RowsController(self.screen, self.state, table, self.screen, lambda: None)
        self.filters = FilterController(
            self.screen, self.state, table, rows, focus=self.screen, first=parse("")
        )
        self.saved = SavedFilterController(
            self.screen, self.state, Preferences(saved=SAVED), self.filters
        )

    @property
    def in_force(self) -> str:
        return listing_of(self.state).filter_text


def test_its_key_applies_a_filter_and_takes_it_back() -> None:
    made = Made()
    made.saved.toggle(0)
    assert made.in_force == "config:news"
    made.saved.toggle(0)
    assert made.in_force == ""


async def test_the_list_applies_one_or_asks_for_a_name() -> None:
    made = Made(("apply", 1), ("save", 0), None)
    made.saved.list()
    await made.screen.finished()
    assert made.in_force == "error:*"
    made.saved.list()
    made.saved.list()
    await made.screen.finished()
    assert made.screen.questions == ["name"]


def test_there_has_to_be_a_filter_to_save() -> None:
    made = Made()
    made.saved.ask_name()
    assert "There is no filter to save" in made.screen.messages[0]


async def test_the_filter_in_force_is_saved_once_under_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SESTRAIL_CONFIG", str(tmp_path / "config.toml"))
    made = Made()
    made.filters.apply(parse("mfa:no"))
    made.saved.save_as(" ")
    made.saved.save_as("news")
    assert made.screen.messages == ["A filter is called news already."]
    made.saved.save_as("weak ")
    await made.screen.finished()
    assert [(one.name, one.filter) for one in load().config.filters] == [("weak", "mfa:no")]
    assert [text for text, *_ in made.saved.commands()][2] == "Filter: weak"


async def test_a_file_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("SESTRAIL_CONFIG", str(tmp_path / "file" / "config.toml"))
    made = Made()
    made.filters.apply(parse("mfa:no"))
    made.saved.save_as("weak")
    await made.screen.finished()
    assert made.screen.messages[0].startswith("Not saved: ")
    assert len(made.saved.preferences.saved) == 2
