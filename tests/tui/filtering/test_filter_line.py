from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.widgets import Static

from sestrail_tui.core.errors import FilterError
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.tui.base.messages import FilterEdited, FilterKept, FilterLeft
from sestrail_tui.tui.filtering.completion import CompletionList
from sestrail_tui.tui.filtering.filter_line import FilterLine
from sestrail_tui.tui.filtering.filter_mistake import caret_line
from sestrail_tui.tui.preferences.filter_history import FilterHistory
from tests.tui.hosting import HOSTILE, screen_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.message import Message

SEEN = {
    "config": [("hoge-config", 900), ("", 212), (HOSTILE, 1)],
    "principal": [(f"job-{number:02}", 90 - number) for number in range(20)],
}


class Host(App[None]):
    def __init__(self, *past: str, path: Path | None = None) -> None:
        super().__init__()
        self.history = FilterHistory(path)
        for text in past:
            self.history.add(text)
        self.told: list[Message] = []

    def compose(self) -> ComposeResult:
        def seen(field: str) -> Sequence[tuple[str, int]]:
            return SEEN.get(field, ())

        yield FilterLine(self.history, seen)
        yield Static("rows")

    @property
    def line(self) -> FilterLine:
        return self.query_one(FilterLine)

    def on_filter_edited(self, event: FilterEdited) -> None:
        self.told.append(event)

    def on_filter_kept(self, event: FilterKept) -> None:
        self.told.append(event)

    def on_filter_left(self, event: FilterLeft) -> None:
        self.told.append(event)


async def type_in(pilot: Any, text: str) -> None:
    await pilot.press(*(":" if char == ":" else "space" if char == " " else char for char in text))


async def keep(pilot: Any, text: str) -> None:
    pilot.app.line.edit()
    await type_in(pilot, text)
    await pilot.press("enter")


async def test_it_applies_while_typing_and_enter_keeps() -> None:
    app = Host()
    async with app.run_test(size=(80, 10)) as pilot:
        app.line.edit()
        await type_in(pilot, "mfa:no")
        await pilot.pause(0.3)
        assert isinstance(app.told[-1], FilterEdited)
        await pilot.press("enter")
        assert isinstance(app.told[-1], FilterKept)
        assert app.told[-1].text == "mfa:no"
        assert app.history.last == "mfa:no"


async def test_what_enter_keeps_is_in_the_file_soon_after_its_frame(tmp_path: Path) -> None:
    path = tmp_path / "filters"
    app = Host(path=path)
    async with app.run_test(size=(80, 10)) as pilot:
        await keep(pilot, "mfa:no")
        for _ in range(250):
            if path.exists():
                break
            await pilot.pause(0.02)
        assert path.read_text() == "mfa:no\n"


async def test_a_filter_that_is_left_at_once_is_remembered_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FilterLine, "_remember", lambda _: None)
    path = tmp_path / "filters"
    app = Host(path=path)
    async with app.run_test(size=(80, 10)) as pilot:
        await keep(pilot, "mfa:no")
    assert path.read_text() == "mfa:no\n"


async def test_a_mistake_is_explained_under_it_and_kept_from_being_applied() -> None:
    app = Host()
    async with app.run_test(size=(80, 10)) as pilot:
        app.line.edit()
        await type_in(pilot, "mfa:no nonsense:x")
        await pilot.press("enter")
        assert not any(isinstance(one, FilterKept) for one in app.told)
        assert "^^^^^^^^" in screen_text(app)
        await pilot.press("escape", "escape")
        assert "^" not in screen_text(app)
        assert isinstance(app.told[-1], FilterLeft)
        assert app.line.input.value == ""


async def test_names_and_seen_values_complete() -> None:
    app = Host()
    async with app.run_test(size=(80, 14)) as pilot:
        app.line.edit()
        await type_in(pilot, "conf")
        assert app.query_one(CompletionList).display
        await pilot.press("tab")
        assert app.line.input.value == "config:"
        await pilot.pause(0.05)
        text = screen_text(app)
        assert "hoge-config" in text
        assert "900" in text
        assert "\u202e" not in text
        await pilot.press("down", "tab")
        assert app.line.input.value == "config:(none)"


async def test_the_last_filter_is_recalled_ready_to_be_replaced() -> None:
    app = Host("error:*", "config:billing")
    async with app.run_test(size=(80, 10)) as pilot:
        app.line.edit()
        assert app.line.input.value == "config:billing"
        await pilot.press("escape")
        app.line.edit()
        await pilot.press("up", "up")
        assert app.line.input.value == "error:*"
        await pilot.press("down")
        assert app.line.input.value == "config:billing"
        app.line.edit()
        await type_in(pilot, "x")


async def test_counts_stand_at_the_right_end() -> None:
    app = Host()
    async with app.run_test(size=(60, 5)) as pilot:
        app.line.set_counts("1,204 of 98,331 sends")
        await pilot.pause()
        assert screen_text(app).splitlines()[0].rstrip().endswith("1,204 of 98,331 sends")


async def test_counts_leave_room_for_the_filter() -> None:
    counts = "1 marked, v on another compares · f follows · 95 of 206 records"
    app = Host()
    async with app.run_test(size=(80, 5)) as pilot:
        app.line.set_counts(counts)
        await pilot.pause()
        assert screen_text(app).splitlines()[0].rstrip().endswith(counts)
        app.line.set_text("config:transactional")
        app.line.set_counts(counts)
        await pilot.pause()
        line = screen_text(app).splitlines()[0].rstrip()
        assert line.startswith(" / config:transactional ")
        assert line.endswith("  f follows · 95 of 206 records")
        await pilot.resize_terminal(160, 5)
        await pilot.pause(0.1)
        line = screen_text(app).splitlines()[0].rstrip()
        assert line.startswith(" / config:transactional ")
        assert line.endswith(counts)


def test_the_sentence_goes_below_where_it_does_not_fit_beside() -> None:
    mistake = FilterError("There is no such field.", "nonsense:x", 0, 9)
    assert caret_line(mistake, 2, 80) == "  ^^^^^^^^^ There is no such field."
    assert caret_line(mistake, 2, 30) == "  ^^^^^^^^^\nThere is no such field."


async def test_a_completion_is_taken_by_a_click_and_those_out_of_sight_are_scrolled_to() -> None:
    app = Host()
    async with app.run_test(size=(80, 14)) as pilot:
        app.line.edit()
        await type_in(pilot, "principal:")
        await pilot.click(CompletionList, offset=(3, 2))
        assert app.line.input.value == "principal:job-02"
        assert app.line.input.has_focus
        app.line.input.value = ""
        await type_in(pilot, "principal:")
        assert "job-12" not in screen_text(app)
        await pilot.press(*["down"] * 12)
        await pilot.pause()
        assert "job-12" in screen_text(app)
        await pilot.press("tab")
        assert app.line.input.value == "principal:job-12"


async def test_what_stands_before_a_half_typed_term_is_applied_without_complaint() -> None:
    app = Host()
    async with app.run_test(size=(80, 14)) as pilot:
        app.line.edit()
        app.line.input.value = "mfa:no config:"
        app.line.input.cursor_position = len("mfa:no config:")
        await pilot.pause(0.9)
        assert app.query_one(CompletionList).display
        assert "^" not in screen_text(app)
        assert isinstance(app.told[-1], FilterEdited)
        assert app.told[-1].text == "mfa:no"


@pytest.mark.parametrize(
    ("pasted", "line"),
    [
        ("\nconfig:billing\n", "config:billing"),
        ("config:billing\nmfa:no", "config:billing mfa:no"),
        ("config:billing\tmfa:no", "config:billing mfa:no"),
        ("config:billing\xa0mfa:no", "config:billing mfa:no"),
        ('config:"a\u200bb"', r'config:"a\u{200b}b"'),
    ],
)
async def test_what_is_pasted_is_taken_as_the_command_line_takes_it(pasted: str, line: str) -> None:
    app = Host()
    async with app.run_test(size=(80, 14)) as pilot:
        app.line.edit()
        app.line.input.post_message(Paste(pasted))
        await pilot.pause(0.3)
        assert app.line.input.value == line
        edited = app.told[-1]
        assert isinstance(edited, FilterEdited)
        assert parse(edited.text) == parse(pasted)


async def test_a_paste_goes_between_what_is_there() -> None:
    app = Host()
    async with app.run_test(size=(80, 14)) as pilot:
        app.line.edit()
        box = app.line.input
        box.value, box.cursor_position = "mfa:no error:*", 6
        box.post_message(Paste("\nconfig:a"))
        await pilot.pause()
        assert box.value == "mfa:no config:a error:*"
        assert box.cursor_position == len("mfa:no config:a")
        await pilot.press("ctrl+a")
        box.select_all()
        box.post_message(Paste("\n\n"))
        await pilot.pause()
        assert box.value == ""


async def test_a_paste_by_mistake_is_refused_with_a_word() -> None:
    app = Host()
    async with app.run_test(size=(80, 14)) as pilot:
        app.line.edit()
        app.line.input.post_message(Paste("log line\n" * 100_000))
        await pilot.pause()
        assert app.line.input.value == ""
        assert ["900,000 characters" in note.message for note in app._notifications] == [True]


async def test_what_is_read_as_a_word_is_said_under_the_line_and_when_it_is_kept() -> None:
    app = Host()
    async with app.run_test(size=(100, 14)) as pilot:
        app.line.edit()
        app.line.input.value = "not error:*"
        app.line.input.cursor_position = len("not error:*")
        await pilot.pause(0.8)
        assert "NOT in capitals or a minus sign excludes." in screen_text(app)
        assert isinstance(app.told[-1], FilterEdited)
        await pilot.press("enter")
        kept = app.told[-1]
        assert isinstance(kept, FilterKept)
        assert kept.note.startswith('"not" is searched for as a word;')
        app.line.set_text("")
        assert "NOT in capitals" not in screen_text(app)
