"""Which `logging on --for` of this machine still need a trail to record: a locked file for each.

The kernel lets go of a lock when its process ends, however it ends, so a lease that nobody holds
any more is told from one that is needed (flock(2)).
"""

from __future__ import annotations

import os
import tempfile
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from sestrail_tui.account.recording.state_file import read_regular
from sestrail_tui.core.errors import OutputError, SourceError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from sestrail_tui.core.clock import Clock

_MOMENT_S: Final = 0.2
_PATIENCE_S: Final = 300.0
"""Longer than another `--for` tries to switch off while AWS does not answer."""


class _Until(msgspec.Struct, frozen=True):
    until_ms: int


@dataclass(frozen=True, slots=True)
class Lease:
    """A promise that sends are recorded until then; held while its process runs."""

    path: Path
    descriptor: int

    def release(self) -> None:
        """Give it up; again has no effect."""
        with suppress(OSError):
            self.path.unlink()
        with suppress(OSError):
            os.close(self.descriptor)


class Leases:
    """The leases of one trail."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def take(self, until_ms: int, clock: Clock) -> Lease:
        """Take one until then (ms UTC), while nobody is switching off. Raises `SestrailError`."""
        async with self.alone(clock):
            try:
                number, name = tempfile.mkstemp(dir=self._folder, prefix="for-")
                os.write(number, msgspec.json.encode(_Until(until_ms)))
            except OSError as error:
                raise _unwritable(self._folder, error) from None
            _lock(number)
            return Lease(Path(name), number)

    def others(self, own: Lease | None = None) -> tuple[int | None, ...]:
        """Return until when others need the trail (ms UTC), ``None`` where a file does not say."""
        return tuple(self._others(own))

    def _others(self, own: Lease | None) -> Iterator[int | None]:
        for path in sorted(self._folder.glob("for-*")):
            if (own is not None and path == own.path) or not _is_held(path):
                continue
            try:
                yield msgspec.json.decode(read_regular(path) or b"", type=_Until).until_ms
            except (OSError, ValueError, RecursionError):
                yield None

    @asynccontextmanager
    async def alone(self, clock: Clock) -> AsyncIterator[None]:
        """Be the only one who takes a lease or switches off. Raises `SestrailError`."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            number = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise _unwritable(self._folder, error) from None
        try:
            waits_until_s = clock.monotonic() + _PATIENCE_S
            while not _lock(number):
                if clock.monotonic() > waits_until_s:
                    raise SourceError(
                        "Another `sestrail logging` of this machine is still switching the same "
                        "trail: end it, or wait, and run the command again."
                    )
                await clock.sleep(_MOMENT_S)
            yield
        finally:
            os.close(number)


def _lock(number: int) -> bool:
    import fcntl  # noqa: PLC0415 - there is none on Windows

    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_held(path: Path) -> bool:
    """Tell whether a process holds the lease; what is left of an ended one is removed."""
    try:
        number = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        if not _lock(number):
            return True
        with suppress(OSError):
            path.unlink()
        return False
    finally:
        os.close(number)


def _unwritable(folder: Path, error: OSError) -> OutputError:
    return OutputError(
        f"How long sends are needed cannot be written down in {folder} "
        f"({error.strerror or error}), so nothing was changed: make room there, or set "
        "XDG_STATE_HOME to another folder."
    )
