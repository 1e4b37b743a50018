"""Files one after another, or stdin, as a source that ends."""

from __future__ import annotations

from collections import Counter
from contextlib import aclosing, closing
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from sestrail_tui.core.safe_text import safe
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.source import Batch, Message
from sestrail_tui.follow.tasks.in_thread import iterate_in_thread
from sestrail_tui.places.files.reading import FileReading
from sestrail_tui.places.files.shortfalls import Shortfall, no_json, shortfall_sentence

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator, Sequence

    from sestrail_tui.core.parsing.record_formats import NoRecord
    from sestrail_tui.filters.pushdown.raw import RawTest
    from sestrail_tui.follow.source import Post
    from sestrail_tui.places.files.reading import Slice

_NEVER: Final = "What came after the file was written; nothing is read from AWS."


class InputFile(NamedTuple):
    """A file to read; ``open`` is called in the thread that reads."""

    name: str
    open: Callable[[], BinaryIO]
    size: int = 0
    """Bytes; 0 where it is not known."""


class FileSource:
    """`Source` of the records of files; what ``unusable`` ones lack is said at the end.

    Records that ``test`` refuses are read, and not given.
    """

    def __init__(
        self,
        files: Sequence[InputFile],
        test: RawTest | None = None,
        unusable: Sequence[Shortfall] = (),
    ) -> None:
        self._count = len(files) + len(unusable)
        only = files[0].name if files else ""
        self.name = only if self._count == 1 else f"{self._count:,} files"
        self._files = files
        self._test = test
        self._shortfalls = list(unusable)
        self._left_out: Counter[NoRecord] = Counter()
        self._bytes = sum(file.size for file in files)
        self.refused = False
        """Whether none of them could be read at all; known at the end."""

    async def follow(self, _post: Post, /) -> AsyncGenerator[Batch | Health, None]:
        """Yield the records and the share of bytes read, then how it ended."""
        health = Health(self.name, State.CATCHING_UP, never_shows=_NEVER, in_parts=self._count > 1)
        yield health
        read = 0
        async with aclosing(iterate_in_thread(self._parts)) as parts:
            async for name, part, size in parts:
                if part.records:
                    messages = tuple(Message(raw, None) for raw in part.records)
                    yield Batch(self.name, messages, name)
                read += size
                progress = min(1.0, read / self._bytes) if self._bytes else None
                before = health.progress
                health = replace(health, records=health.records + part.read, progress=progress)
                if progress is None or before is None or int(before * 100) != int(progress * 100):
                    yield health
        left_out = tuple(what.said(count) for what, count in self._left_out.items())
        sentence = shortfall_sentence(self._shortfalls, self._count)
        if not sentence and not health.records:
            sentence = f"{safe(self.name)} {'holds' if self._count == 1 else 'hold'} no records."
        yield replace(
            health,
            state=self._state(),
            progress=None,
            sentence=sentence,
            left_out=left_out,
        )

    def _state(self) -> State:
        refused = sum(shortfall.is_refused for shortfall in self._shortfalls)
        self.refused = refused == self._count
        if self.refused:
            return State.REFUSED
        return State.INCOMPLETE if self._shortfalls else State.ENDED

    def _parts(self) -> Iterator[tuple[str, Slice, int]]:
        for file in self._files:
            yield from self._of_file(file)

    def _of_file(self, file: InputFile) -> Iterator[tuple[str, Slice, int]]:
        records = bytes_read = 0
        try:
            with closing(file.open()) as opened:
                reading = FileReading(opened, self._test)
                for part in reading.slices():
                    records += part.read
                    yield file.name, part, part.bytes_read - bytes_read
                    bytes_read = part.bytes_read
        except OSError as error:
            reason = error.strerror or str(error)
            self._shortfalls.append(Shortfall(file.name, reason, records, not records))
            return
        self._left_out += reading.left_out
        if reading.damage:
            self._shortfalls.append(
                Shortfall(file.name, reading.damage, records, reading.is_of_another_kind)
            )
        elif reading.is_text:
            self._shortfalls.append(no_json(file.name))
