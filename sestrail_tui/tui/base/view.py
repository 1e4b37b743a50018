"""What every controller may ask of the screen it works for; a test gives it another one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    from sestrail_tui.tui.base.messages import Ask

Result = TypeVar("Result")

Command: TypeAlias = tuple[str, str, Callable[[], object]]
"""A command of the palette: what it does, a word more, and how it is run."""


class ScreenView(Protocol):
    """A screen, as far as any controller needs it."""

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a short message."""

    def run_worker(
        self, work: Coroutine[Any, Any, None], *, group: str = "default", exclusive: bool = False
    ) -> object:
        """Run a coroutine beside the screen until that is left.

        An ``exclusive`` one cancels what runs in its group.
        """

    async def dialog(self, screen: Screen[Result]) -> Result:
        """Show a screen above this one, and return what it is dismissed with."""

    def ask(self, ask: Ask, question: str, answer: str = "", hint: str = "") -> None:
        """Put a question on the prompt line."""
