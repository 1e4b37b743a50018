"""All uses of private parts of Textual, where there is no public way; each is pinned by a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual.worker import WorkerFailed

from sestrail_tui.core.process import crash_report

if TYPE_CHECKING:
    from textual.app import App
    from textual.binding import BindingsMap
    from textual.screen import Screen


def report_crashes(app: App[None]) -> None:
    """Report an unhandled exception without its variables, in place of Textual's own report."""

    def report() -> None:
        error: BaseException | None = app._exception
        if isinstance(error, WorkerFailed):
            error = error.error
        app._return_code = crash_report.EXIT_CODE
        app.panic(Text(crash_report.report(error)))

    app._fatal_error = report  # type: ignore[method-assign]


def bindings_of(screen: Screen[Any]) -> BindingsMap:
    """Return the bindings of one screen, which Textual takes from its class only."""
    return screen._bindings


def bind(screen: Screen[Any], bindings: BindingsMap) -> None:
    """Replace the bindings of one screen."""
    screen._bindings = bindings


def write_terminal(app: App[None], sequence: str) -> None:
    """Write a sequence to the terminal, past the screen."""
    if app._driver is not None:
        app._driver.write(sequence)
