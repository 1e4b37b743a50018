"""Files and stdin as a feed."""

from __future__ import annotations

import asyncio
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from sestrail_tui.cloudtrail.safe_text import safe
from sestrail_tui.errors import InputError, NotSetUp
from sestrail_tui.filters.pushdown.raw import raw_test
from sestrail_tui.sources.feed import Bounds, MergedFeed
from sestrail_tui.sources.file_reading import NoRecordsError, check_json
from sestrail_tui.sources.files import FileSource
from sestrail_tui.sources.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.clock import Clock
    from sestrail_tui.filters.tree import Node
    from sestrail_tui.sources.past.engine import Past
    from sestrail_tui.sources.source import Feed, Source

STDIN: Final = Path("-")


class FileConnection:
    """`Connection` to files; ``-`` among ``paths`` is ``stdin``, a file descriptor of its own.

    ``since_ms`` and ``until_ms`` bound ``eventTime`` (ms UTC). ``node`` is a filter that whoever
    reads the feed applies: records that surely do not match are not given.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        clock: Clock,
        *,
        stdin: int | None = None,
        since_ms: int | None = None,
        until_ms: int | None = None,
        node: Node | None = None,
    ) -> None:
        self._paths = tuple(dict.fromkeys(paths))
        self._clock = clock
        self._stdin = stdin
        self._bounds = Bounds(since_ms, until_ms)
        self._test = None if node is None else raw_test(node)
        self._seen = Seen()

    async def open(self) -> Feed:
        """Look at every file's beginning and give the feed. Raises `InputError`."""
        sources: list[Source] = []
        for path in self._paths:
            if path == STDIN and self._stdin is not None:
                sources.append(FileSource("stdin", partial(_open_stdin, self._stdin), self._test))
            else:
                await asyncio.to_thread(check_file, path)
                sources.append(FileSource(str(path), partial(_open, path), self._test))
        label = sources[0].name if len(sources) == 1 else f"{len(sources)} files"
        return MergedFeed(sources, label, self._seen, bounds=self._bounds)

    def login(self) -> None:
        """Do nothing: files need no login."""

    async def past(self) -> Past:
        """Say that there is none. Raises `NotSetUp`."""
        raise NotSetUp("Files have no past to ask for: open more of them, or follow an account.")


def _open(path: Path) -> BinaryIO:
    return path.open("rb", buffering=0)


def _open_stdin(descriptor: int) -> BinaryIO:
    return os.fdopen(os.dup(descriptor), "rb", buffering=0)


def check_file(path: Path) -> None:
    """Look whether a file can be read and begins like JSON. Raises `InputError`."""
    name = safe(str(path))
    try:
        if path.is_dir():
            raise InputError(f"{name} is a directory: give the files in it, such as {name}/*.json.")
        if path.exists() and not path.is_file():
            return  # a pipe or device, as in <(command): reading it twice would lose its beginning
        with _open(path) as file:
            check_json(file)
    except FileNotFoundError:
        raise InputError(f"There is no file {name}: check its name.") from None
    except OSError as error:
        raise InputError(
            f"{name} cannot be read ({safe(error.strerror or str(error))}): check its permissions."
        ) from None
    except NoRecordsError:
        raise InputError(
            f"{name} holds no JSON: give a file of CloudTrail records (a record, "
            '{"Records": [...]}, the output of lookup-events, or JSON lines; also as .gz).'
        ) from None
