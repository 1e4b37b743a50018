"""Files and stdin as a feed."""

from __future__ import annotations

import asyncio
import errno
import os
import stat
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from sestrail_tui.core.errors import InputError, NotSetUp
from sestrail_tui.core.parsing.unpacking import NotUnpackedError, UnpackingError
from sestrail_tui.filters.pushdown.raw import raw_test
from sestrail_tui.follow.dedupe.seen_content import SeenContent
from sestrail_tui.follow.feed import Bounds, MergedFeed
from sestrail_tui.places.files.reading import begins_like_json
from sestrail_tui.places.files.shortfalls import Shortfall, no_json, shortfall_sentence, unusable
from sestrail_tui.places.files.source import FileSource, InputFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.filters.syntax.tree import Node
    from sestrail_tui.follow.history.engine import FoundEngines
    from sestrail_tui.follow.protocol import Feed

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
        self._seen = SeenContent()
        self._sources: tuple[FileSource, ...] | None = None

    def check(self) -> None:
        """Look for every file, once (blocking). Raises `InputError` where none can be read."""
        if self._sources is None:
            self._sources = tuple(self._find())

    @property
    def refused(self) -> bool:
        """Whether nothing of any file could be read; known at the end."""
        return all(source.refused for source in self._sources or ())

    async def open(self) -> Feed:
        """Look for every file and give the feed. Raises `InputError`."""
        await asyncio.to_thread(self.check)
        sources = self._sources or ()
        label = sources[0].name if len(sources) == 1 else f"{len(self._paths):,} files"
        return MergedFeed(sources, label, self._seen, bounds=self._bounds)

    def _find(self) -> Iterator[FileSource]:
        """Yield a source of all files, and one of each pipe, which may be long in coming."""
        files: list[InputFile] = []
        pipes: list[InputFile] = []
        missing: list[Shortfall] = []
        for path in self._paths:
            if path == STDIN and self._stdin is not None:
                pipes.append(InputFile("stdin", partial(_open_stdin, self._stdin)))
                continue
            try:
                about = path.stat()
                _check_kind(path, about.st_mode)
                if stat.S_ISREG(about.st_mode):
                    files.append(InputFile(str(path), partial(_open, path), about.st_size))
                else:  # a pipe or device, as in <(command)
                    pipes.append(InputFile(str(path), partial(_open, path)))
            except OSError as error:
                missing.append(unusable(path, error))
        if not files and not pipes:
            raise InputError(shortfall_sentence(missing, len(missing)))
        if len(self._paths) == len(files) == 1:
            _check_content(self._paths[0])
        if files or missing:
            yield FileSource(files, self._test, missing)
        yield from (FileSource([pipe], self._test) for pipe in pipes)

    def login(self) -> None:
        """Do nothing: files need no login."""

    async def history(self) -> FoundEngines:
        """Say that there is none. Raises `NotSetUp`."""
        raise NotSetUp("Files have no past to ask for: open more of them, or follow an account.")


def _open(path: Path) -> BinaryIO:
    return path.open("rb", buffering=0)


def _open_stdin(descriptor: int) -> BinaryIO:
    return os.fdopen(os.dup(descriptor), "rb", buffering=0)


def _check_kind(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not os.access(path, os.R_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _check_content(path: Path) -> None:
    """Look at a file's beginning. Raises `InputError` where that is no JSON."""
    try:
        with _open(path) as file:
            found = None if begins_like_json(file) else no_json(str(path))
    except NotUnpackedError as error:
        found = Shortfall(str(path), str(error), is_refused=True)
    except UnpackingError:
        return  # reading it gives what precedes the damage
    except OSError as error:
        found = unusable(path, error)
    if found is not None:
        raise InputError(shortfall_sentence([found], 1))
