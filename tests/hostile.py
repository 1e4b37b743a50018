"""Texts that a caller may put where it pleases, and records that hold one in every field.

What each tries: to make the terminal act (escape sequences), to hide or turn around what stands
beside it (bidi, zero width), to break the columns (wide, stacked), to be read as something else
(markup, formulas, HTML, shell, the filter's own language).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pyte
from hypothesis import strategies as st

from tests.terminal import Screen

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS: Final[dict[str, str]] = {
    "csi": "a\x1b[2J\x1b[31mred\x1b[0m",
    "csi private": "a\x1b[?1049l\x1b[?25l\x1b[6n",
    "osc title": "a\x1b]0;owned\x07b",
    "osc title, ended by st": "a\x1b]2;owned\x1b\\b",
    "osc link": "\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\",
    "osc clipboard": "curl\x1b]52;c;aGVsbG8=\x07",
    "dcs": "a\x1bP$q\"p\x1b\\b",
    "apc, pm, sos": "\x1b_apc\x1b\\\x1b^pm\x1b\\\x1bXsos\x1b\\",
    "reset": "\x1bc\x1b(0lqqk\x1b(B",
    "c1 csi": "\x9b2J\x9b31mC1",
    "c1 osc": "\x9d0;owned\x9c",
    "c1 dcs": "\x90$q\x9c\x85next",
    "c1 as bytes of latin-1": b"\xc2\x9b2J\xc2\x9d0;x\xc2\x9c".decode(),
    "controls": "bell\x07back\x08\x08tab\tff\x0cvt\x0bso\x0esi\x0fnul\x00del\x7f",
    "lines": "two\nlines\r\nand\rback\u2028ls\u2029ps",
    "bidi override": "abc\u202edcba\u202c",
    "bidi isolates": "\u2066left\u2067right\u2069\u2069\u200e\u200f\u061c",
    "right to left": "\u05e9\u05dc\u05d5\u05dd / \u0645\u0631\u062d\u0628\u0627",
    "zero width": "ze\u200bro\u200c\u200d\u2060\ufeffwidth\u00ad",
    "fillers": "\u3164\u115f\u1160\uffa0\u2800\u034f\u180e",
    "blank": " ",
    "blanks": "\u00a0\u2003\u3000\u205f x",
    "tags": "\U000e0001\U000e0041\U000e007f",
    "marks": "e" + "\u0301" * 40 + "x" + "\u0489" * 9,
    "marks beside": "\u0995" + "\u09be" * 20 + "\u0e33\u0e33",
    "marks without a base": "\u0301\u0303\u0327",
    "jamo": "\u1100" + "\u1161" * 12 + "\u11a8" * 12,
    "wide": "名前" * 30,
    "half and full width": "\uff21\uff22\uff76\uff9e",
    "emoji": "🎉🎉👍🏽🇩🇪🇯🇵",
    "emoji sequences": "👨\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3 🏴\U000e0067\U000e007f",
    "surrogates": "\ud800x\udfff",
    "private": "\ue000\U000f0000\ufffe\U0010ffff",
    "rich markup": "[red]x[/red][bold]y[/]",
    "broken markup": "user[/][/nothing][[",
    "markup link": "[link=http://evil.example]x[/link]",
    "markup action": "[@click=app.quit]quit[/]",
    "markup action of the screen": "[@click='screen.login']x[/] $accent :smile:",
    "formula": '=HYPERLINK("http://evil.example?"&A1,"x")',
    "formula of a command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula behind a tab": "\t=1+1",
    "plus and minus": "+1-1,\"q\";x",
    "markdown": "[x](http://evil.example) ![i](x) **b** | `c` ~~d~~ @here #1",
    "markdown fence": "```\n# head\n| a | b |",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>&lt;",
    "shell": "$(touch owned) `touch owned` ; touch owned | sh && '\"\\",
    "filter": 'error:* OR (config:"x) -principal:* (none) "',
    "filter field": "config:hoge principal:*",
    "path": "../../../etc/passwd",
    "option": "--output=/etc/passwd -rf ~",
    "format": "%s%n{0.__class__}{{x}}\\u001b\\x1b",
    "long": "x" * 700,
    "long and marked": ("[b]ä\u0301\u202e" * 60),
}  # fmt: skip

FIRST: Final = ("osc clipboard", "bidi override", "marks", "wide", "rich markup", "lines")
"""Those that are tried where each costs a screen of its own."""

ANY_TEXT: Final = st.text(st.characters(exclude_categories=())) | st.lists(
    st.sampled_from([*TEXTS.values()])
    | st.text(
        st.sampled_from(
            "a \x1b[]\n\t\x7f\x9b\u0301\u0e31\u200b\u202e\ufeff\ud800\ufe0f名🎉[/]|*\"'"
        )
    ),
    max_size=4,
).map("".join)
"""Any text at all, and more of what does harm."""

FIXED: Final = frozenset(
    {"eventTime", "eventSource", "eventCategory", "eventType", "eventVersion", "addedTime"}
)
"""What a record is told by; no caller chooses it."""


def everywhere(told: Any, text: str, number: int = 0) -> Any:
    """Give a record with ``text`` as every string in it that is not `FIXED`, keys left alone.

    ``eventID`` keeps a number, for two records of one id are one.
    """
    if isinstance(told, dict):
        return {
            key: value
            if key in FIXED
            else f"{text}{number}"
            if key == "eventID"
            else everywhere(value, text, number)
            for key, value in told.items()
        }
    if isinstance(told, list):
        return [everywhere(value, text, number) for value in told]
    return text if isinstance(told, str) else told


def cells(text: str) -> list[str]:
    """Give what a terminal shows in each cell for a text that is safe: ``""`` behind a wide one."""
    width = 2 * len(text) + 1
    screen = Screen(width, 1)
    pyte.Stream(screen).feed(text)
    row = screen.buffer[0]
    return [row[at].data for at in range(screen.cursor.x)]


def row_cells(screen: pyte.Screen, line: int) -> list[str]:
    """Give what stands in each cell of one line of a terminal."""
    row = screen.buffer[line]
    return [row[at].data for at in range(screen.columns)]


def reading(json_of: Callable[[], Any]) -> bytes:
    """Give a record's bytes; a surrogate is escaped, as JSON allows."""
    return json.dumps(json_of(), ensure_ascii=True).encode()
