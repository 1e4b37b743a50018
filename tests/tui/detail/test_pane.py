from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.tui.detail.pane import DetailPane
from tests.paths import DATA
from tests.tui.hosting import HOSTILE, Host, lines

if TYPE_CHECKING:
    from textual.message import Message

SAMPLE = DATA / "v2-send-console.json"
SEND = decode(SAMPLE.read_bytes())
REFUSED = decode(
    json.dumps(
        {
            "eventSource": "ses.amazonaws.com",
            "eventName": "SendEmail",
            "eventID": "11111111-2222-3333-4444-555555555555",
            "eventCategory": "Data",
            "managementEvent": False,
            "errorCode": "MessageRejected",
            "errorMessage": "Email address is not verified.",
        }
    ).encode()
)


def shown_mode(pane: DetailPane) -> str:
    return pane.mode


async def test_a_record_is_shown_in_words() -> None:
    pane = DetailPane()
    async with Host(pane).run_test(size=(100, 60)) as pilot:
        pane.show(SEND)
        await pilot.pause()
        shown = lines(pane)
    assert shown[0].startswith("╭─ SendEmail v2  951c9085-80c2-4dad-913a-cb3a4d5ef73a ──")
    assert shown[0].endswith("── Overview │ JSON ─╮")
    assert shown[-1].endswith(" 2025-04-14T20:02:52Z ─╯")
    for word in ("Identity", "hoge-iwasa", "TLSv1.3", "hoge-config", "Console session"):
        assert any(word in line for line in shown)


async def test_show_draws_in_the_same_call() -> None:
    """What waits for a message is painted a frame or two after the cursor has moved."""
    pane = DetailPane()
    async with Host(pane).run_test(size=(100, 20)) as pilot:
        pane.show(SEND)
        await pilot.pause()
        before = pane.size
        pane.show(REFUSED)
        assert "11111111-2222" in lines(pane)[0]
        assert not pane._layout_required
        assert pane.size == before


async def test_no_record() -> None:
    pane = DetailPane()
    async with Host(pane).run_test(size=(60, 10)) as pilot:
        assert "No record under the cursor" in lines(pane)[0]
        pane.show(SEND)
        pane.show(None)
        await pilot.press("2", "down", "end", "1")
        pane.search("x")
        pane.next_match(1)
        assert "No record under the cursor" in lines(pane)[0]
        assert pane.matches == (0, 0)


async def test_keys_change_the_page_and_scroll_it() -> None:
    pane = DetailPane()
    async with Host(pane).run_test(size=(80, 12)) as pilot:
        pane.show(SEND)
        pane.focus()
        await pilot.press("right")
        assert shown_mode(pane) == "json"
        assert lines(pane)[1].startswith("│ {")
        await pilot.press("down")
        assert '"eventVersion": "1.11"' in lines(pane)[1]
        await pilot.press("end")
        assert lines(pane)[-2].startswith("│ }")
        await pilot.press("pageup", "home")
        assert lines(pane)[1].startswith("│ {")
        await pilot.press("left")
        assert shown_mode(pane) == "overview"
        await pilot.press("J")
        assert shown_mode(pane) == "json"
        await pilot.press("1")
        assert shown_mode(pane) == "overview"


async def test_other_keys_rise_to_the_screen() -> None:
    pressed = []

    class Listening(Host):
        def on_key(self, event: object) -> None:
            pressed.append(getattr(event, "key", ""))

    pane = DetailPane()
    async with Listening(pane).run_test(size=(80, 12)) as pilot:
        pane.show(SEND)
        pane.focus()
        await pilot.press("y", "space", "n", "slash")
    assert pressed == ["y", "space", "n", "slash"]


async def test_tabs_and_scroll_bar_take_the_mouse() -> None:
    pane = DetailPane()
    async with Host(pane).run_test(size=(80, 12)) as pilot:
        pane.show(SEND)
        await pilot.pause()
        await pilot.click(pane, offset=(75, 0))
        assert shown_mode(pane) == "json"
        await pilot.mouse_down(pane, offset=(79, 10))
        assert lines(pane)[-2].startswith("│ }")
        await pilot.hover(pane, offset=(79, 1))
        await pilot.mouse_up(pane, offset=(79, 1))
        assert lines(pane)[1].startswith("│ {")
        await pilot.click(pane, offset=(62, 0))
        assert shown_mode(pane) == "overview"


async def test_search_marks_counts_and_scrolls() -> None:
    pane = DetailPane()
    async with Host(pane).run_test(size=(80, 10)) as pilot:
        pane.show(SEND)
        pane.mode = "json"
        await pilot.pause()
        pane.search("charset")
        assert pane.matches == (1, 3)
        assert "1/3" in lines(pane)[-1]
        assert any("charset" in line for line in lines(pane))
        pane.next_match(-1)
        assert pane.matches == (3, 3)
        pane.next_match(1)
        assert pane.matches == (1, 3)
        pane.search("no such text")
        assert "no match here" in lines(pane)[-1]
        pane.search("")
        assert "match" not in lines(pane)[-1]


async def test_a_search_holds_for_the_next_record() -> None:
    pane = DetailPane()
    async with Host(pane).run_test(size=(80, 10)) as pilot:
        pane.show(SEND)
        pane.mode = "json"
        await pilot.pause()
        pane.search("eventID")
        pane.show(REFUSED)
        assert pane.matches == (1, 1)


async def test_the_same_record_again_keeps_its_place() -> None:
    pane = DetailPane()
    async with Host(pane).run_test(size=(80, 10)) as pilot:
        pane.show(SEND)
        await pilot.pause()
        pane.go(4)
        pane.show(decode(SEND.raw), "local")
        assert pane.top == 4
        pane.show(REFUSED)
        assert pane.top == 0


@pytest.mark.parametrize("mode", ["overview", "json"])
@pytest.mark.parametrize("raw", [b"", b"\x1b[2J\xff", b"[1]", b"x" * 3000])
async def test_bytes_that_hold_no_record_are_shown(mode: str, raw: bytes) -> None:
    pane = DetailPane()
    async with Host(pane).run_test(size=(60, 12)) as pilot:
        pane.mode = "json" if mode == "json" else "overview"
        pane.show(decode(raw))
        await pilot.pause()
        assert "unreadable" in lines(pane)[0]
        assert all(line.isprintable() for line in lines(pane))


@pytest.mark.parametrize("mode", ["overview", "json"])
async def test_hostile_text_stays_text(mode: str) -> None:
    def poison(value: object) -> object:
        if isinstance(value, dict):
            return {key: poison(inner) for key, inner in value.items()}
        return [poison(inner) for inner in value] if isinstance(value, list) else HOSTILE

    fields = json.loads(SEND.raw)
    kept = ("eventSource", "eventCategory", "managementEvent", "eventTime")
    fields |= {key: poison(value) for key, value in fields.items() if key not in kept}
    raw = json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace")
    pane = DetailPane()
    async with Host(pane).run_test(size=(100, 200)) as pilot:
        pane.mode = "json" if mode == "json" else "overview"
        pane.show(decode(raw))
        await pilot.pause()
        shown = lines(pane)
    assert all(line.isprintable() for line in shown)
    assert any("[/][bold]" in line for line in shown)


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (8, 3), (20, 4), (40, 40)])
async def test_any_size_is_drawn(size: tuple[int, int]) -> None:
    pane = DetailPane()
    async with Host(pane).run_test(size=size) as pilot:
        pane.show(SEND)
        await pilot.pause()
        pane.mode = "json"
        await pilot.pause()
        lines(pane)
        await pilot.resize_terminal(90, 20)
        await pilot.pause()
        assert "Overview │ JSON" in lines(pane)[0]


async def test_a_quarter_of_a_megabyte_opens() -> None:
    fields = json.loads(SEND.raw) | {"extra": [{f"k{i}": "some value"} for i in range(12_000)]}
    big = decode(json.dumps(fields).encode())
    pane = DetailPane()
    async with Host(pane).run_test(size=(100, 30)) as pilot:
        pane.mode = "json"
        await pilot.pause()
        pane.show(big)
        assert '"eventVersion"' in "\n".join(lines(pane))


async def test_no_message_is_needed_to_show() -> None:
    seen: list[Message] = []
    pane = DetailPane()
    async with Host(pane).run_test(size=(100, 20), message_hook=seen.append) as pilot:
        await pilot.pause()
        seen.clear()
        pane.show(SEND)
        await pilot.pause()
    assert not [message for message in seen if type(message).__name__ == "Layout"]
