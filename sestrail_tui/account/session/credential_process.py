"""A profile's ``credential_process``, run without a terminal: it can ask nobody, and takes no keys.

AWS: "Sourcing credentials with an external process", AWS SDKs and Tools reference guide.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import threading
from contextlib import suppress
from typing import Any, Final

import msgspec

from sestrail_tui.core.errors import NotSetUp
from sestrail_tui.core.process.signals import before_the_end
from sestrail_tui.core.safe_text import safe
from sestrail_tui.core.secrets import without_secrets

_QUOTE_CHARS: Final = 200
_VERSION: Final = 1
_STARTED_S: Final = 0.2
"""Within which a helper that is being started has started."""
_NO_TERMINAL: Final = (
    "It is run without a terminal, so it cannot ask for a PIN or a code: run it by hand once, or "
    "correct"
)


class _HelperAnswer(msgspec.Struct, frozen=True, rename="pascal"):
    version: int
    access_key_id: str
    secret_access_key: str
    session_token: str | None = None
    expiration: str | None = None
    account_id: str | None = None


def run_helper(command: str, profile: str, config_file: str) -> dict[str, Any]:
    """Run a credential process and return its keys under botocore's names; blocks.

    Raises `NotSetUp`, with the program's and the file's name.
    """
    helper, where = _Helper(command, profile), f"credential_process in {safe(config_file)}"
    try:
        arguments = shlex.split(command)
        printed, complaint, code = _run(arguments)
    except ValueError as error:
        raise NotSetUp(f"{helper} cannot be read ({safe(str(error))}). Correct {where}.") from None
    except OSError as error:
        reason = "no such program" if isinstance(error, FileNotFoundError) else error.strerror
        raise NotSetUp(f"{helper} cannot be run: {reason}. Correct {where}.") from None
    if code:
        how = f"ended with exit code {code}" if code > 0 else f"was ended by signal {-code}"
        output = f", saying: {complaint}" if complaint else ""
        raise NotSetUp(f"{helper} {how}{output}. {_NO_TERMINAL} {where}.")
    if not printed.strip():
        raise NotSetUp(f"{helper} printed nothing. {_NO_TERMINAL} {where}.")
    try:
        answer = msgspec.json.decode(printed, type=_HelperAnswer)
    except msgspec.ValidationError as error:
        raise NotSetUp(f"{helper} printed other JSON than AWS asks for: {safe(str(error))}. "
                       f"Correct {where}.") from None  # fmt: skip
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise NotSetUp(f"{helper} printed no JSON. Correct {where}.") from None
    if answer.version != _VERSION:
        raise NotSetUp(
            f"{helper} printed Version {answer.version}, where AWS knows {_VERSION} only. Correct "
            f"{where}."
        )
    return {
        "access_key": answer.access_key_id,
        "secret_key": answer.secret_access_key,
        "token": answer.session_token,
        "expiry_time": answer.expiration,
        "account_id": answer.account_id,
    }


class _Helper:
    """What a sentence calls it: by its program alone, since arguments may hold secrets."""

    def __init__(self, command: str, profile: str) -> None:
        self._program = command.split(maxsplit=1)[0] if command.strip() else "an empty command"
        self._profile = profile

    def __str__(self) -> str:
        return f"The credential process of profile {safe(self._profile)} ({safe(self._program)})"


def _run(arguments: list[str]) -> tuple[bytes, str, int]:
    """Return what it printed, what it complained of, and its exit code."""
    if not arguments:
        raise FileNotFoundError
    with _starting:
        process = subprocess.Popen(  # noqa: S603 - the profile's own
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # no /dev/tty either, and ctrl-c is for us
        )
        _running.add(process)
    try:
        printed, complained = process.communicate()
    finally:
        _running.discard(process)
    text = safe(without_secrets(" ".join(complained.decode("utf-8", "replace").split())))
    return printed, text[:_QUOTE_CHARS].rstrip(". "), process.returncode


_starting: Final = threading.Lock()
_running: Final[set[subprocess.Popen[bytes]]] = set()


def _end_all() -> None:
    """End each that still runs, and what it started."""
    if _starting.acquire(timeout=_STARTED_S):
        for process in tuple(_running):
            with suppress(OSError):
                os.killpg(process.pid, signal.SIGTERM)


before_the_end(_end_all)
