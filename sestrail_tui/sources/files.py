"""One file, or stdin, as a source that ends."""

from __future__ import annotations

import os
from contextlib import aclosing, closing
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, Final

from sestrail_tui.cloudtrail.safe_text import safe
from sestrail_tui.sources.file_reading import DamagedError, NoRecordsError, Slice, read_slices
from sestrail_tui.sources.in_thread import iterate_in_thread
from sestrail_tui.sources.source import Batch, Health, Message, State

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator

    from sestrail_tui.filters.pushdown.raw import RawTest

_NEVER: Final = "What came after the file was written; nothing is read from AWS."


class FileSource:
    """`Source` of a file's records; ``open_file`` is called in the thread that reads.

    Records that ``test`` refuses are read, and not given.
    """

    def __init__(
        self,
        name: str,
        open_file: Callable[[], BinaryIO],
        test: RawTest | None = None,
    ) -> None:
        self.name = name
        self._open_file = open_file
        self._test = test
        self._total = 0

    async def follow(self) -> AsyncGenerator[Batch | Health, None]:
        """Yield the records and the share of bytes read, then how it ended."""
        health = Health(self.name, State.CATCHING_UP, never_shows=_NEVER)
        yield health
        sentence, state = "", State.ENDED
        try:
            async with aclosing(iterate_in_thread(self._slices)) as slices:
                async for part in slices:
                    if part.records:
                        yield Batch(self.name, tuple(Message(raw, None) for raw in part.records))
                    health = replace(
                        health,
                        records=health.records + part.read,
                        progress=part.bytes_read / self._total if self._total else None,
                    )
                    yield health
        except NoRecordsError:
            state = State.REFUSED
            sentence = f"{safe(self.name)} holds no JSON: give a file of CloudTrail records."
        except DamagedError as error:
            sentence = (
                f"{safe(self.name)} is damaged or cut short ({safe(str(error))}): the "
                f"{health.records:,} records before that are shown. Get the file again."
            )
        except OSError as error:
            state = State.REFUSED if not health.records else State.ENDED
            sentence = (
                f"{safe(self.name)} cannot be read ({safe(error.strerror or str(error))}); "
                f"{health.records:,} records before that are shown."
            )
        if not sentence and not health.records:
            sentence = f"{safe(self.name)} holds no records."
        yield replace(health, state=state, sentence=sentence, progress=None)

    def _slices(self) -> Iterator[Slice]:
        with closing(self._open_file()) as file:
            self._total = os.fstat(file.fileno()).st_size  # 0 for a pipe
            yield from read_slices(file, self._test)
