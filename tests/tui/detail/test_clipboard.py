from __future__ import annotations

import base64
import os
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.tui.detail import clipboard
from sestrail_tui.tui.detail.clipboard import (
    OSC_52_LIMIT,
    SCREEN_CHUNK,
    CopyOutcome,
    copy,
    osc_52,
    tools,
)

if TYPE_CHECKING:
    from pathlib import Path

ALL = {
    "clip.exe",
    "pbcopy",
    "termux-clipboard-set",
    "tmux",
    "wl-copy",
    "xclip",
    "xsel",
}
LOCAL = {"TERM": "xterm-256color"}
REMOTE = LOCAL | {"SSH_CONNECTION": "203.0.113.1 50000 203.0.113.2 22"}


@pytest.mark.parametrize(
    ("env", "installed", "names"),
    [
        (LOCAL, {"pbcopy"}, ["pbcopy"]),
        (LOCAL | {"WAYLAND_DISPLAY": "wayland-0"}, {"wl-copy", "xclip"}, ["wl-copy"]),
        (LOCAL, {"wl-copy", "xclip", "xsel"}, []),
        (LOCAL | {"DISPLAY": ":0"}, {"xclip", "xsel"}, ["xclip", "xsel"]),
        (LOCAL | {"DISPLAY": ":0"}, {"xsel"}, ["xsel"]),
        (
            LOCAL | {"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"},
            {"wl-copy", "xclip"},
            ["wl-copy", "xclip"],
        ),
        (LOCAL | {"WSL_DISTRO_NAME": "Ubuntu", "DISPLAY": ":0"}, {"clip.exe", "xclip"},
         ["clip.exe", "xclip"]),
        (LOCAL, {"termux-clipboard-set"}, ["termux-clipboard-set"]),
        (REMOTE | {"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, ALL, []),
        (REMOTE | {"DISPLAY": "localhost:10.0"}, ALL, ["xclip", "xsel"]),
        (LOCAL | {"SSH_TTY": "/dev/pts/1"}, {"pbcopy"}, []),
    ],
)  # fmt: skip
def test_which_tools_reach_the_readers_clipboard(
    env: dict[str, str], installed: set[str], names: list[str]
) -> None:
    found = tools(env, lambda name: f"/bin/{name}" if name in installed else None)
    assert [tool.name for tool in found] == names
    assert all(tool.path == f"/bin/{tool.name}" for tool in found)


class Desk:
    """A folder of pretended tools, and what was written to the terminal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written: list[str] = []

    def tool(self, name: str, does: str = "") -> None:
        path = self.folder / name
        took = self.folder / f"{name}.took"
        path.write_text(f'#!/bin/sh\n{does}\necho "$@" > {took}.args\ncat > {took}\n')
        path.chmod(0o755)

    def took(self, name: str) -> bytes:
        return (self.folder / f"{name}.took").read_bytes()

    def which(self, name: str) -> str | None:
        return str(self.folder / name) if (self.folder / name).exists() else None

    async def copy(self, text: str, **env: str) -> CopyOutcome:
        return await copy(
            text,
            "1 record",
            write=self.written.append,
            env={"PATH": os.environ["PATH"], "TERM": "xterm-256color"} | env,
            which=self.which,
        )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def test_a_tool_that_works_is_a_copy(desk: Desk) -> None:
    desk.tool("wl-copy")
    outcome = await desk.copy("日" * 800, WAYLAND_DISPLAY="wayland-0")
    assert outcome == CopyOutcome("Copied 1 record (2.4 kB) with wl-copy", ok=True)
    assert desk.took("wl-copy").decode() == "日" * 800
    assert desk.written == []


async def test_windows_is_given_utf_16(desk: Desk) -> None:
    desk.tool("clip.exe")
    outcome = await desk.copy("é日", WSL_DISTRO_NAME="Ubuntu")
    assert outcome.ok
    assert desk.took("clip.exe").decode("utf-16") == "é日"


async def test_a_tool_that_fails_is_passed_over(desk: Desk) -> None:
    desk.tool("xclip", "exit 1")
    desk.tool("xsel")
    outcome = await desk.copy("x", DISPLAY=":0")
    assert outcome.sentence == "Copied 1 record (1 B) with xsel"


async def test_a_tool_that_cannot_be_run_is_passed_over(desk: Desk) -> None:
    (desk.folder / "pbcopy").write_text("no program")
    outcome = await desk.copy("x")
    assert outcome.sentence.startswith("Sent 1 record (1 B) to the terminal (OSC 52);")


async def test_a_tool_that_hangs_is_ended(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "TOOL_TIMEOUT_S", 0.2)
    desk.tool("pbcopy", "exec sleep 30")
    outcome = await desk.copy("x" * 1_000_000)
    assert outcome.sentence.startswith("Not copied: 1 MB is over the 75 kB")
    assert not outcome.ok


async def test_a_tool_that_does_not_read_is_judged_by_its_answer(desk: Desk) -> None:
    (desk.folder / "pbcopy").write_text("#!/bin/sh\nexit 1\n")
    (desk.folder / "pbcopy").chmod(0o755)
    assert (await desk.copy("x" * 300_000)).ok is False


async def test_tmux_loads_its_buffer_and_sends_it_on(desk: Desk) -> None:
    desk.tool("tmux")
    outcome = await desk.copy("record", TMUX="/tmp/tmux-0/default,1,0", SSH_TTY="/dev/pts/1")
    assert outcome == CopyOutcome(
        "Copied 1 record (6 B) to the tmux buffer; tmux sends it on to a terminal that allows it",
        ok=True,
    )
    assert desk.took("tmux") == b"record"
    assert desk.took("tmux.took.args".removesuffix(".took.args")) == b"record"
    assert (desk.folder / "tmux.took.args").read_text().split() == ["load-buffer", "-w", "-"]
    assert desk.written == []


async def test_an_old_tmux_is_written_to_both_ways(desk: Desk) -> None:
    desk.tool("tmux", "exit 1")
    outcome = await desk.copy("hi", TMUX="/tmp/tmux-0/default,1,0")
    assert outcome.sentence.startswith("Sent 1 record (2 B) to the terminal (OSC 52)")
    assert desk.written == ["\x1b]52;c;aGk=\x07\x1bPtmux;\x1b\x1b]52;c;aGk=\x07\x1b\\"]


async def test_the_terminal_is_asked_where_there_is_no_tool(desk: Desk) -> None:
    outcome = await desk.copy("record")
    assert outcome == CopyOutcome(
        "Sent 1 record (6 B) to the terminal (OSC 52); one that does not allow it ignores it",
        ok=True,
    )
    assert desk.written == ["\x1b]52;c;cmVjb3Jk\x07"]


async def test_the_limit_of_an_osc_52(desk: Desk) -> None:
    assert (await desk.copy("x" * OSC_52_LIMIT)).ok
    assert len(desk.written[0]) == 100_000
    outcome = await desk.copy("x" * 312_000)
    assert outcome == CopyOutcome(
        "Not copied: 312 kB is over the 75 kB an OSC 52 copy takes and no clipboard tool was "
        "found; press w to write a file",
        ok=False,
    )
    assert len(desk.written) == 1


async def test_a_console_has_no_clipboard(desk: Desk) -> None:
    outcome = await desk.copy("x", TERM="linux")
    assert not outcome.ok
    assert "press w" in outcome.sentence
    assert desk.written == []


async def test_a_lone_surrogate_does_no_harm(desk: Desk) -> None:
    assert (await desk.copy("\ud800")).ok


@given(st.binary(max_size=500))
def test_screen_gets_short_strings_that_join_to_the_sequence(data: bytes) -> None:
    wrapped = osc_52(data, {"STY": "1.pts"})
    parts = re.findall(r"\x1bP(.*?)\x1b\\", wrapped, re.DOTALL)
    assert "".join(f"\x1bP{part}\x1b\\" for part in parts) == wrapped
    assert all(len(part) <= SCREEN_CHUNK for part in parts)
    assert "".join(parts) == f"\x1b]52;c;{base64.b64encode(data).decode()}\x07"
