from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.tui.alerts.desktop import notification
from tests.tui.hosting import HOSTILE


@pytest.mark.parametrize(
    ("environment", "sequence"),
    [
        ({"TERM_PROGRAM": "iTerm.app"}, "\x1b]9;sestrail: 4;a b\x07"),
        ({"TERM": "xterm-kitty"}, "\x1b]9;sestrail: 4;a b\x07"),
        ({"TERM": "foot"}, "\x1b]777;notify;sestrail;4,a b\x07"),
        ({"TERM": "xterm-256color"}, ""),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, ""),
        (
            {"TERM": "tmux-256color", "TMUX": "/tmp/x", "WEZTERM_PANE": "0"},
            "\x1bPtmux;\x1b\x1b]9;sestrail: 4;a b\x07\x1b\\",
        ),
    ],
)
def test_each_terminal_is_told_in_its_own_way(environment: dict[str, str], sequence: str) -> None:
    assert notification("4;a b", environment) == sequence


@given(st.text() | st.just(HOSTILE))
def test_no_text_ends_the_sequence(text: str) -> None:
    for environment in ({"TERM": "foot"}, {"TERM": "xterm-kitty"}):
        sequence = notification(text, environment)
        inside = sequence[2:-1]
        assert inside.isprintable()
        assert sequence.count(";") <= 3 or "foot" not in environment["TERM"]
