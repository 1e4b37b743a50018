"""Desktop notifications, by the sequences of the terminals that have them.

OSC 9 (text): iTerm2, WezTerm, Ghostty, kitty. OSC 777 (title and text): foot, rxvt-unicode. Others
would print it, or take OSC 9 for a progress report (ConEmu), so they are sent nothing. Inside tmux
the terminal outside is known by the variables that it left in tmux's environment, and the sequence
is wrapped for passing through (tmux: ``allow-passthrough on``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLE: Final = "sestrail"
_MOST: Final = 200
"""Characters of a text; notifications show little more."""
_OSC_9: Final = (
    ("TERM_PROGRAM", ("iTerm.app", "WezTerm", "ghostty")),
    ("LC_TERMINAL", ("iTerm2",)),
    ("TERM", ("xterm-kitty", "xterm-ghostty", "wezterm")),
    ("WEZTERM_PANE", ()),
    ("GHOSTTY_RESOURCES_DIR", ()),
    ("KITTY_WINDOW_ID", ()),
    ("ITERM_SESSION_ID", ()),
)
_OSC_777: Final = (("TERM", ("foot", "foot-extra", "rxvt-unicode", "rxvt-unicode-256color")),)
"""A variable, and the values that tell; any value where there are none."""


def notification(text: str, environment: Mapping[str, str]) -> str:
    """Return the sequence that shows ``text`` on the desktop, ``""`` for a terminal not known."""
    text = safe(text)[:_MOST]
    if _is_any(_OSC_9, environment):
        # A text that begins with a figure and a semicolon is a progress report to some.
        sequence = f"\x1b]9;{TITLE}: {text}\x07"
    elif _is_any(_OSC_777, environment):
        sequence = f"\x1b]777;notify;{TITLE};{text.replace(';', ',')}\x07"
    else:
        return ""
    if environment.get("TMUX"):
        return f"\x1bPtmux;{sequence.replace(chr(27), chr(27) * 2)}\x1b\\"
    if environment.get("STY"):
        return f"\x1bP{sequence}\x1b\\"
    return sequence


def _is_any(known: tuple[tuple[str, tuple[str, ...]], ...], environment: Mapping[str, str]) -> bool:
    return any(
        environment.get(name, "") in values if values else bool(environment.get(name))
        for name, values in known
    )
