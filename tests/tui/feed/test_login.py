from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from textual.app import SuspendNotSupported

from sestrail_tui.core.errors import PersonNeeded
from sestrail_tui.tui.feed.login import step_aside
from tests.places.no_history import NoHistory

if TYPE_CHECKING:
    from collections.abc import Iterator


class App:
    """Like Textual's, it comes back only where nothing is raised within ``suspend``."""

    back = False

    @contextmanager
    def suspend(self) -> Iterator[None]:
        yield
        self.back = True


class Connection(NoHistory):
    def __init__(self, raised: BaseException | None = None) -> None:
        self.raised = raised

    def login(self) -> None:
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if self.raised is not None:
            raise self.raised


@pytest.mark.parametrize(
    ("raised", "sentence"),
    [
        (None, ""),
        (KeyboardInterrupt(), "Login cancelled. Press L to log in."),
        (EOFError(), "Login cancelled. Press L to log in."),
        (PersonNeeded("The code was refused."), "The code was refused."),
    ],
)
def test_the_screen_comes_back_whatever_happens(
    raised: BaseException | None, sentence: str
) -> None:
    app: Any = App()
    before = signal.getsignal(signal.SIGINT)
    assert step_aside(app, Connection(raised)) == sentence  # type: ignore[arg-type]
    assert app.back
    assert signal.getsignal(signal.SIGINT) is before


def test_a_terminal_that_cannot_be_given_away() -> None:
    class Fixed:
        def suspend(self) -> None:
            raise SuspendNotSupported

    fixed: Any = Fixed()
    assert "log in elsewhere" in step_aside(fixed, Connection())  # type: ignore[arg-type]


def test_told_to_end_at_a_question_the_question_ends_and_then_the_screen() -> None:
    told: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: told.append(number))

    class Asking(NoHistory):
        def login(self) -> None:
            signal.raise_signal(signal.SIGTERM)
            raise AssertionError("the question goes on")

    try:
        app: Any = App()
        assert "cancelled" in step_aside(app, Asking())  # type: ignore[arg-type]
    finally:
        signal.signal(signal.SIGTERM, before)
    assert told == [signal.SIGTERM]
