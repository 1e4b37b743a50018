"""Files of our own that only their owner can read, written whole or not at all."""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def write_private(path: Path, data: bytes) -> None:
    """Put ``data`` in the place of what was at ``path``, with mode 0600; raises OSError.

    The file is a new one that takes the name: an older file's wider mode does not stay, and where
    the name was a symbolic link, what it points to is left alone.
    """
    import tempfile  # noqa: PLC0415 - it loads much, and the first frame does not wait for it

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # gives it mode 0600
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        new.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            new.unlink()
        raise


@contextlib.contextmanager
def locked_folder(folder: Path) -> Iterator[None]:
    """Keep other processes of ours from changing what is in a folder; raises OSError.

    Waits for one that is at it.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
