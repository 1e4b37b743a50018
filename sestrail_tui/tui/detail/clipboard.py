"""Copying text: by a clipboard tool, by tmux, or by asking the terminal (OSC 52).

Only a tool that succeeded is called a copy: a terminal never answers whether it took an OSC 52.
Over ssh the machine's own clipboard is not the reader's, so its tools are passed over, but for X
tools with a forwarded display. Inside tmux, ``load-buffer -w`` is the way that works as tmux comes:
by default it ignores an OSC 52 of a program (``set-clipboard external``) and drops what is wrapped
for passing through (``allow-passthrough off``), yet forwards its own buffers to the terminal.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sestrail_tui.core.units import size_text

Which = Callable[[str], str | None]
"""Finds a program: ``shutil.which``."""

OSC_52_LIMIT: Final = 74_994
"""Bytes of text one OSC 52 carries: a sequence of 100,000 characters, what k9s and hterm allow."""

SCREEN_CHUNK: Final = 76
"""Characters of one device control string; GNU screen drops one over a few hundred (hterm)."""

TOOL_TIMEOUT_S: Final = 3.0

_NO_OSC_52: Final = ("linux", "dumb")
"""Values of ``TERM`` where nothing understands an OSC 52."""


@dataclass(frozen=True, slots=True)
class CopyOutcome:
    """What became of a copy, in a sentence for the reader."""

    sentence: str
    ok: bool


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that takes what it reads on stdin to a clipboard."""

    argv: tuple[str, ...]
    encoding: str = "utf-8"
    path: str = ""
    """Where the program was found."""

    @property
    def name(self) -> str:
        """The program's name."""
        return self.argv[0]


TMUX: Final = (Tool(("tmux", "load-buffer", "-w", "-")),)
"""tmux 3.2 and later: load a buffer and send it to the terminal; older ones refuse ``-w``."""


def tools(env: Mapping[str, str], which: Which) -> list[Tool]:
    """Return the clipboard tools that reach the reader's own clipboard, best first."""
    remote = _is_remote(env)
    display = env.get("DISPLAY", "")
    found = []
    if not remote:
        if "WSL_DISTRO_NAME" in env or "WSL_INTEROP" in env:
            # clip.exe takes UTF-16 with its mark; anything else is read in a legacy code page.
            found.append(Tool(("clip.exe",), "utf-16"))
        found.append(Tool(("pbcopy",)))
        found.append(Tool(("termux-clipboard-set",)))
        if env.get("WAYLAND_DISPLAY"):
            found.append(Tool(("wl-copy",)))
    if display and (not remote or not display.startswith(":")):
        found.append(Tool(("xclip", "-selection", "clipboard")))
        found.append(Tool(("xsel", "--clipboard", "--input")))
    return _found(found, which)


def _found(tools: Sequence[Tool], which: Which) -> list[Tool]:
    paths = [(tool, which(tool.name)) for tool in tools]
    return [replace(tool, path=path) for tool, path in paths if path]


async def copy(
    text: str,
    what: str,
    *,
    write: Callable[[str], None],
    env: Mapping[str, str],
    which: Which,
) -> CopyOutcome:
    """Copy ``text`` and say truly what happened; ``what`` names it: ``1 record``.

    ``write`` writes to the terminal. A tool that fails or takes over three seconds is passed over.
    """
    data = text.encode("utf-8", "replace")
    size = size_text(len(data))
    for tool in tools(env, which):
        if await _run(tool, text, env):
            return CopyOutcome(f"Copied {what} ({size}) with {tool.name}", ok=True)
    for tmux in _found(TMUX, which) if env.get("TMUX") else ():
        if await _run(tmux, text, env):
            return CopyOutcome(
                f"Copied {what} ({size}) to the tmux buffer; tmux sends it on to a terminal that "
                "allows it",
                ok=True,
            )
    if env.get("TERM", "") in _NO_OSC_52:
        return CopyOutcome(
            "Not copied: no clipboard tool was found, and this terminal has no clipboard (OSC 52); "
            "press w to write a file",
            ok=False,
        )
    if len(data) > OSC_52_LIMIT:
        return CopyOutcome(
            f"Not copied: {size} is over the {size_text(OSC_52_LIMIT)} an OSC 52 copy takes and no "
            "clipboard tool was found; press w to write a file",
            ok=False,
        )
    write(osc_52(data, env))
    return CopyOutcome(
        f"Sent {what} ({size}) to the terminal (OSC 52); one that does not allow it ignores it",
        ok=True,
    )


def osc_52(data: bytes, env: Mapping[str, str]) -> str:
    """Return the sequence that asks the terminal to set its clipboard, wrapped for what is between.

    Inside tmux it is given twice, plain and for passing through: which of the two is heeded is a
    matter of tmux's settings, and the clipboard set twice is the same clipboard.
    """
    encoded = base64.b64encode(data).decode("ascii")
    sequence = f"\x1b]52;c;{encoded}\x07"
    if env.get("TMUX"):
        return f"{sequence}\x1bPtmux;\x1b{sequence}\x1b\\"
    if env.get("STY"):
        chunks = [sequence[at : at + SCREEN_CHUNK] for at in range(0, len(sequence), SCREEN_CHUNK)]
        return "".join(f"\x1bP{chunk}\x1b\\" for chunk in chunks)
    return sequence


def _is_remote(env: Mapping[str, str]) -> bool:
    return any(env.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"))


async def _run(tool: Tool, text: str, env: Mapping[str, str]) -> bool:
    """Feed a tool; its own child, which keeps the clipboard, may outlive it and this program."""
    try:
        process = await asyncio.create_subprocess_exec(
            tool.path,
            *tool.argv[1:],
            env=dict(env),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        async with asyncio.timeout(TOOL_TIMEOUT_S):
            await process.communicate(text.encode(tool.encoding, "replace"))
    except TimeoutError:
        return False
    else:
        return process.returncode == 0
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
