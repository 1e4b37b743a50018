"""Questions to the history without a terminal."""

from __future__ import annotations

from typing import Any

from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.follow.connections.scripted import ScriptedConnection
from sestrail_tui.follow.history.engine import Question
from sestrail_tui.tui.history.controller import HistoryController
from sestrail_tui.tui.history.engines import Engines
from sestrail_tui.tui.history.form import HistoryForm
from sestrail_tui.tui.history.question import QuestionText, TypedQuestion
from sestrail_tui.tui.preferences.filter_history import FilterHistory
from tests.tui.fake_screen import FakeScreen, state_of

TEXT = QuestionText("24h", "now", "")


def chosen(*names: str) -> Any:
    return tuple(names), TypedQuestion(names, TEXT, Question(parse(""), 0, 1))


class Screen(FakeScreen):
    """Shows answers; each is left with the next of ``then``."""

    def __init__(self, *answers: Any, then: tuple[Any, ...] = ()) -> None:
        super().__init__(*answers)
        self.question = TEXT
        self.shown: list[TypedQuestion] = []
        self.replaced: list[Any] = []
        self._then = list(then)

    async def show_answer(self, connection: Any, question: TypedQuestion, engines: Engines) -> Any:
        self.shown.append(question)
        return self._then.pop(0)

    def replace_answer(self, question: Any) -> None:
        self.replaced.append(question)


def made(screen: Screen, shared: Engines | None = None) -> HistoryController:
    async def copy(text: str, what: str) -> None:
        pass

    return HistoryController(
        screen,
        state_of(),
        ScriptedConnection(),
        filters=FilterHistory(),
        values=lambda _: (),
        copy=copy,
        shared=shared,
    )


async def test_an_answer_leads_to_the_next_until_one_is_left_for_good() -> None:
    screen = Screen(chosen("Insights"), then=(chosen("Lake", "Athena"), None))
    history = made(screen)
    history.start()
    await screen.finished()
    assert [one.engines for one in screen.shown] == [("Insights",), ("Lake", "Athena")]
    assert [type(dialog) for dialog in screen.dialogs] == [HistoryForm]


async def test_a_form_that_is_left_asks_nothing() -> None:
    screen = Screen(None)
    made(screen).start()
    await screen.finished()
    assert not screen.shown


async def test_above_another_screen_the_answer_is_replaced() -> None:
    shared = Engines(ScriptedConnection())
    screen = Screen(chosen("Lake"), None)
    history = made(screen, shared)
    assert history.engines is shared
    history.start()
    history.start()
    await screen.finished()
    assert [question.engines for _, question in screen.replaced] == [("Lake",)]
    assert not screen.shown
