"""Textual's application as it is wanted here: terminal, themes, words, palette, crash report."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.app import App, SystemCommand
from textual.command import CommandPalette

from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.base.textual_internals import report_crashes
from sestrail_tui.tui.preferences.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.command import Provider
    from textual.driver import Driver
    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    from sestrail_tui.tui.app.terminal import Terminal

_SYSTEM: Final = ("Theme", "Screenshot")
"""Textual's own commands that the palette offers beside the keys."""


def _key_commands() -> type[Provider]:
    from sestrail_tui.tui.app.palette import KeyCommands

    return KeyCommands


def _more_commands() -> type[Provider]:
    from sestrail_tui.tui.app.more_commands import MoreCommands

    return MoreCommands


def has_shell() -> bool:
    """Return whether a shell started this and can continue it: nothing else would, once stopped.

    POSIX: a process group is orphaned where no parent of a member is in its session.
    """
    try:
        return os.getsid(os.getppid()) == os.getsid(0) and os.getpgid(os.getppid()) != os.getpgid(0)
    except OSError:
        return False


class Shell(App[None]):
    """An application that has no screen yet."""

    TITLE = "sestrail"
    NOTIFICATION_TIMEOUT = 3
    """Seconds that a word at the bottom right stays."""
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {
        *App.COMMANDS,
        _key_commands,
        _more_commands,
    }
    COMMAND_PALETTE_BINDING = "ctrl+backslash"
    """Beside the screen's own ``ctrl+p``, which can be bound anew like every other key."""

    def __init__(self) -> None:
        super().__init__()
        self.terminal: Terminal | None = None
        """The terminal that the screen is on; ``None`` in a test and over Textual Web."""
        report_crashes(self)
        for known in THEMES:
            self.register_theme(known)

    def get_driver_class(self) -> type[Driver]:
        """Put our own in the place of Textual's driver of a terminal."""
        from textual.drivers.linux_driver import LinuxDriver

        from sestrail_tui.tui.app.terminal import Terminal

        found = super().get_driver_class()
        return Terminal if found is LinuxDriver else found

    def action_suspend_process(self) -> None:
        """Stop, and give the terminal to the shell until it says ``fg``."""
        if has_shell():
            super().action_suspend_process()
        else:
            self.notify("There is no shell to go back to here: q leaves.", severity="warning")

    def on_resize(self) -> None:
        """Paint every cell: a terminal that shrank and grew again faster than told lost some."""
        for screen in self.screen_stack[-1:]:
            screen.refresh()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Say a word at the bottom right, in the place of the one before."""
        self.clear_notifications()
        message = "\n".join(map(safe, message.split("\n")))
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def action_command_palette(self) -> None:
        """Open the palette."""
        if not isinstance(self.screen, CommandPalette):
            from sestrail_tui.tui.app.palette import Palette

            self.push_screen(Palette(id="--command-palette"))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer the few of Textual's own commands that are of use here."""
        return (
            command for command in super().get_system_commands(screen) if command.title in _SYSTEM
        )
