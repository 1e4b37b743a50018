"""What may befall a terminal, a disk and a clipboard under the installed command's screen."""

from __future__ import annotations

import re
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.fault_table import PROPERTY, Tried
from tests.paths import DATA
from tests.sestrail import SESTRAIL, home
from tests.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable

FILE: Final = str(DATA / "demo.jsonl")
OPEN: Final = (SESTRAIL, "open", FILE)


def sends(text: str) -> str:
    """Give how many sends the screen says that there are."""
    found = re.search(r"([\d,]+) sends", text)
    return found[1] if found else "none"


@pytest.mark.slow
def test_resized_to_one_cell_and_back(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    with Terminal(OPEN, columns=100, lines=30, env=home(tmp_path)) as terminal:
        terminal.wait_for(" sends", "Principal")
        before = terminal.press("\x1b[H", settle=0.5)
        for columns, lines in ((1, 1), (1, 30), (100, 1), (2, 2), (1, 1)):
            terminal.resize(columns, lines)
            terminal.press("\x1b[A", settle=0.1)
            terminal.press("\x1b[B", settle=0.1)
        terminal.resize(100, 30)
        terminal.wait_for(" sends", "Principal")
        terminal.press("\x1b[H", settle=0.5)
        tried = Tried(
            "terminal resized to 1x1 and back", "screen", "", "goes on", "as before",
            f"{sends(terminal.text)} of {sends(before)}",
        )  # fmt: skip
        record_property(PROPERTY, tried.cells)
        assert terminal.text == before
        terminal.press("q")
        assert terminal.end() == 0


@pytest.mark.parametrize("hangup", ["heard", "ignored", "never sent"])
@pytest.mark.parametrize("command", ["open", "demo"])
def test_closed_under_it(
    command: str, hangup: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """It ends by itself, and with it what it started.

    ``nohup`` takes the signal away; a terminal that is not the controlling one sends none.
    """
    arguments = OPEN if command == "open" else (SESTRAIL, "demo", "--delay", "0.5")
    line = ["/bin/sh", "-c", 'trap "" HUP; exec "$@"', "sh"] if hangup == "ignored" else []
    controlling = hangup != "never sent"
    with Terminal([*line, *arguments], env=home(tmp_path), controlling=controlling) as terminal:
        terminal.wait_for("SendEmail", timeout=30)
        terminal.close()
        code = terminal.process.wait(20)
        tried = Tried(
            f"closed terminal, SIGHUP {hangup}", "screen", command, f"ended, {code}", "", "",
        )  # fmt: skip
        record_property(PROPERTY, tried.cells)
        assert not left_over(terminal.process.pid)


@pytest.mark.parametrize("stop", [signal.SIGSTOP, signal.SIGTSTP])
def test_stopped_and_continued(
    stop: signal.Signals, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """It takes the terminal on anew each time, and gives it back as it was before the first."""
    with Terminal(OPEN, columns=100, lines=30, env=home(tmp_path)) as terminal:
        as_it_was = terminal.attributes()
        terminal.wait_for(" sends", "Principal")
        before = terminal.press("\x1b[H", settle=0.5)
        threads = thread_count(terminal.process.pid)
        for _ in range(3):
            terminal.process.send_signal(stop)
            while not has_stopped(terminal.process.pid):
                terminal.read(0.02)
            terminal.screen.reset()  # as a shell writes over it
            terminal.process.send_signal(signal.SIGCONT)
            terminal.wait_for(" sends", "Principal")
        after = terminal.press("\x1b[H", settle=0.5)
        state = f"goes on, {thread_count(terminal.process.pid) - threads} threads more"
        shown = f"{sends(after)} of {sends(before)}"
        tried = Tried(f"{stop.name} and SIGCONT, 3x", "screen", "", state, "as before", shown)
        record_property(PROPERTY, tried.cells)
        assert after == before
        assert state == "goes on, 0 threads more"
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.attributes() == as_it_was


def has_stopped(process: int) -> bool:
    """Say whether a process is stopped: sent before that, SIGCONT would be lost."""
    _, (state, *_) = stat_of(Path(f"/proc/{process}/stat"))
    return state == "T"


def stat_of(path: Path) -> tuple[str, list[str]]:
    """Give a process's name, and what follows it in Linux's ``stat``: its state first."""
    name, _, rest = path.read_text().rpartition(")")
    return name, rest.split()


def thread_count(process: int) -> int:
    """Give how many threads a process has."""
    return len(list(Path(f"/proc/{process}/task").iterdir()))


def left_over(session: int) -> list[str]:
    """Give the processes of a session that are still there."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, (state, _, _, of_session, *_) = stat_of(path)
        except OSError:
            continue
        if int(of_session) == session and state != "Z":
            found.append(name)
    return found


FULL: Final = """
import os, sys
from pathlib import Path
from types import SimpleNamespace
from sestrail_tui.core.process import private_file
from sestrail_tui.__main__ import main
from sestrail_tui.tui.detail import export

create = export._create

def full(path):
    create(path).close()
    return Path("/dev/full").open("wb")

def none_left(handle, mode):
    os.close(handle)
    return Path("/dev/full").open(mode)

export._create = full
private_file.os = SimpleNamespace(**vars(os) | {"fdopen": none_left})
main()
"""


@pytest.mark.slow
def test_a_full_disk(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    script = tmp_path / "full.py"
    script.write_text(FULL)
    command = [sys.executable, str(script), "open", FILE]
    with Terminal(command, columns=120, lines=30, env=home(tmp_path)) as terminal:
        terminal.wait_for(" sends", "Principal")
        before = sends(terminal.text)
        terminal.press("/")
        terminal.press("error:*\r", settle=0.5)  # kept in a history that cannot be written
        terminal.press("\x1b", settle=0.4)
        terminal.press("w", settle=0.5)
        terminal.press("\x15")
        terminal.press(f"{tmp_path}/rows.jsonl")
        terminal.press("\r")
        text = terminal.wait_for("Not written: the disk is full")
        said = next(line for line in text.splitlines() if "Not written" in line)
        said = said[said.index("Not written") :]
        terminal.press("q", settle=0.5)
        code = terminal.end()
        tried = Tried("full disk on write", "screen", "w", f"ended, {code}", said, before)
        record_property(PROPERTY, tried.cells)
        assert code == 0
        assert not list(tmp_path.rglob("*rows*"))
        assert not [path for path in tmp_path.rglob(".*-*") if path.is_file()], "nothing half done"


@pytest.mark.parametrize("term", ["linux", "xterm-256color"])
def test_no_clipboard(
    term: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    nothing = tmp_path / "bin"
    nothing.mkdir()
    env = home(tmp_path) | {"PATH": str(nothing), "TERM": term}
    with Terminal(OPEN, columns=120, lines=30, env=env) as terminal:
        terminal.wait_for(" sends", "Principal")
        before = sends(terminal.text)
        text = terminal.press("y", settle=0.8)
        said = next(iter(re.findall(r"(?:Not copied|Sent ).*", text)), "")
        state = "goes on" if terminal.process.poll() is None else "ended"
        record_property(
            PROPERTY,
            Tried(f"clipboard missing, TERM={term}", "screen", "y", state, said, before).cells,
        )
        assert said, text
        assert (b"\x1b]52;" in terminal.written) == (term != "linux")
        terminal.press("q")
        assert terminal.end() == 0


ENDING: Final = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
SOON_S: Final = 2.5
"""A second, and what a loaded machine takes."""


@pytest.mark.slow
@pytest.mark.parametrize("number", ENDING)
def test_a_terminal_that_takes_nothing_can_be_ended(
    number: signal.Signals, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Its reader has stopped, as an ssh connection that hangs; frames go on being made."""
    with Terminal(
        (SESTRAIL, "demo", "--delay", "0.1", "--rate", "50"), columns=200, lines=60,
        env=home(tmp_path),
    ) as terminal:  # fmt: skip
        terminal.wait_for("SendEmail", timeout=30)
        time.sleep(4)  # nothing is read meanwhile
        begun = time.monotonic()
        terminal.process.send_signal(number)
        code = terminal.process.wait(20)
        took = time.monotonic() - begun
        tried = Tried("terminal takes nothing", "screen", number.name, f"ended, {code}", "", "")
        record_property(PROPERTY, tried.cells)
        assert (code, took < SOON_S) == (128 + number, True), took


@pytest.mark.slow
def test_a_terminal_that_takes_again_shows_what_is_there(tmp_path: Path) -> None:
    with Terminal(
        (SESTRAIL, "demo", "--delay", "0.1", "--rate", "50"), columns=200, lines=60,
        env=home(tmp_path),
    ) as terminal:  # fmt: skip
        before = int(sends(terminal.wait_for("SendEmail", " sends", timeout=30)).replace(",", ""))
        time.sleep(4)
        terminal.read(1.5)
        assert int(sends(terminal.text).replace(",", "")) > before + 50
        terminal.press("q")
        assert terminal.end() == 0


@pytest.mark.parametrize("number", ENDING)
def test_told_to_end_it_gives_the_terminal_back(
    number: signal.Signals, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    with Terminal(OPEN, columns=100, lines=30, env=home(tmp_path)) as terminal:
        as_it_was = terminal.attributes()
        terminal.wait_for(" sends", "Principal")
        terminal.process.send_signal(number)
        code = terminal.end()
        record_property(PROPERTY, Tried(number.name, "screen", "", f"ended, {code}", "", "").cells)
        assert code == 128 + number
        assert terminal.attributes() == as_it_was
        assert terminal.written.rfind(b"\x1b[?1049l") > terminal.written.rfind(b"\x1b[?1049h")
        assert b"Traceback" not in terminal.written


@pytest.mark.parametrize("way", ["q", "\x03", *ENDING])
def test_while_a_credential_helper_sleeps(way: str | signal.Signals, tmp_path: Path) -> None:
    """It takes no keys, and holds nothing up."""
    (tmp_path / "config").write_text(
        "[default]\nregion = us-east-1\n"
        f"credential_process = sh -c 'read pin; touch {tmp_path}/started; exec sleep 45'\n"
    )
    env = home(tmp_path) | {"AWS_CONFIG_FILE": str(tmp_path / "config")}
    with Terminal((SESTRAIL,), columns=100, lines=30, env=env) as terminal:
        as_it_was = terminal.attributes()
        until = time.monotonic() + 20
        while not (tmp_path / "started").exists() and time.monotonic() < until:
            terminal.read(0.05)
        begun = time.monotonic()
        if isinstance(way, signal.Signals):
            terminal.process.send_signal(way)
        else:
            terminal.press(way, settle=0.05)
        code = terminal.end()
        assert time.monotonic() - begun < SOON_S
        assert code == (128 + way if isinstance(way, signal.Signals) else 0)
        assert terminal.attributes() == as_it_was
        assert not left_over(terminal.process.pid)


@pytest.mark.slow
def test_suspended_by_its_key_and_continued_by_the_shell(tmp_path: Path) -> None:
    with Terminal(
        ("bash", "--norc", "--noprofile", "-i"), columns=100, lines=30,
        env=home(tmp_path) | {"PS1": "shell> "},
    ) as terminal:  # fmt: skip
        terminal.wait_for("shell>")
        terminal.press(f"{SESTRAIL} open {FILE}\r")
        terminal.wait_for(" sends", "Principal")
        terminal.press("\x1a")
        terminal.wait_for("Stopped")
        terminal.press("echo it is $((20 + 3))\r")
        terminal.wait_for("it is 23")
        terminal.press("fg\r")
        terminal.wait_for(" sends", "Principal")
        terminal.press("q")
        terminal.press("echo ended with $?\r")
        terminal.wait_for("ended with 0")


def test_without_a_shell_it_is_not_suspended(tmp_path: Path) -> None:
    with Terminal(OPEN, columns=100, lines=30, env=home(tmp_path)) as terminal:
        terminal.wait_for(" sends", "Principal")
        terminal.press("\x1a")
        terminal.wait_for("no shell to go back to")
        assert not has_stopped(terminal.process.pid)
        terminal.press("q")
        assert terminal.end() == 0
