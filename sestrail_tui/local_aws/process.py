"""Starting the embedded AWS as a child process, and ending it.

The child ends by itself when the pipe to its standard input closes, so it cannot outlive us.
"""

from __future__ import annotations

import asyncio
import os
import shlex
import subprocess
import sys
import tempfile
import threading
from contextlib import asynccontextmanager, contextmanager
from typing import IO, TYPE_CHECKING, Final

import msgspec

from sestrail_tui.core.errors import DemoError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

START_S: Final = 30.0
"""How long a start may take before it counts as failed."""
END_S: Final = 5.0
"""How long the child may take to end before it is killed."""
BACKLOG: Final = 120
"""Sends of the past minutes, so that the first screen is full."""


class LocalAws(msgspec.Struct, frozen=True):
    """How to reach a running embedded AWS."""

    endpoint: str
    """``http://127.0.0.1:PORT``, for every service."""
    region: str
    log_group: str
    access_key: str
    secret_key: str
    account: str
    queue: str = ""
    """The URL of the queue that is told of new log files; empty without a bucket."""

    def __repr__(self) -> str:
        """Leave the secret key out."""
        return f"LocalAws({self.endpoint!r}, {self.region!r}, access_key={self.access_key!r})"


@contextmanager
def start(
    *,
    delay_s: float = 4.0,
    rate: float = 2.0,
    seed: int | None = None,
    backlog: int | None = None,
    extra: tuple[str, ...] = (),
) -> Iterator[LocalAws]:
    """Run an embedded AWS with a sample app for the length of a ``with`` block.

    ``delay_s`` is the mean delay of delivery; ``rate`` the sample app's sends a second, 0 for none;
    ``backlog`` its sends of the past minutes (120 when left out, none without a rate); ``extra``
    further arguments of ``python -m sestrail_tui.local_aws``. Raises `DemoError` where it cannot
    start.
    """
    if backlog is None:
        backlog = BACKLOG if rate else 0
    command = [sys.executable, "-m", "sestrail_tui.local_aws", "--delay", str(delay_s)]
    command += ["--sample-app", str(rate), "--backlog", str(backlog), *extra]
    command += ["--seed", str(seed)] if seed is not None else []
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=environment(),
            start_new_session=True,  # Ctrl-C is for us; the child ends after us
        ) as child,
    ):
        try:
            yield ready(child, complaints)
        finally:
            end(child)


def environment() -> dict[str, str]:
    """Return the child's environment: nothing of the reader's own AWS settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return kept | {
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def ready(child: subprocess.Popen[bytes], complaints: IO[bytes]) -> LocalAws:
    """Wait for the child's ready line."""
    assert child.stdout is not None
    limit = threading.Timer(START_S, child.kill)
    limit.start()
    try:
        line = child.stdout.readline()
    finally:
        limit.cancel()
    try:
        return msgspec.json.decode(line, type=LocalAws)
    except msgspec.MsgspecError:
        complaints.seek(0)
        last = complaints.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise DemoError(
            f"The embedded AWS did not start: {last or 'it said nothing'}. "
            f"To see more: {shlex.quote(sys.executable)} -m sestrail_tui.local_aws"
        ) from None


def end(child: subprocess.Popen[bytes]) -> None:
    """Close the child's input and wait until it is gone."""
    assert child.stdin is not None
    child.stdin.close()
    try:
        child.wait(END_S)
    except subprocess.TimeoutExpired:
        child.kill()


@asynccontextmanager
async def start_async(
    *, delay_s: float = 4.0, rate: float = 2.0, seed: int | None = None, backlog: int | None = None
) -> AsyncIterator[LocalAws]:
    """Do as `start`, without holding up the event loop."""
    context = start(delay_s=delay_s, rate=rate, seed=seed, backlog=backlog)
    aws = await asyncio.to_thread(context.__enter__)
    try:
        yield aws
    finally:
        await asyncio.to_thread(context.__exit__, None, None, None)
