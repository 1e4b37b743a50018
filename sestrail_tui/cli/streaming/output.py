"""Writing records to stdout, in one of the forms."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.errors import OutputError
from sestrail_tui.core.safe_text import in_json
from sestrail_tui.writers.format_names import Format
from sestrail_tui.writers.writer import FORMS, Writing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from sestrail_tui.core.record import Record

__all__ = ["Format", "RecordWriter", "end_in_time"]

_END_S: Final = 0.3
"""Of the second within which a command that was told to end has ended."""


class RecordWriter:
    """Writes records in one form to a binary stream; every write is flushed.

    Bytes as delivered, unless the stream is a terminal: there JSON is escaped where it would act.
    Raises BrokenPipeError when the reader has left, `OutputError` where no more can be written.
    """

    def __init__(self, stream: BinaryIO, form: Format) -> None:
        self._stream = stream
        self._writing = Writing(FORMS[form])
        self._is_terminal = stream.isatty()
        self._lock = Lock()

    def write(self, records: Sequence[Record]) -> None:
        """Write more records; what stands before the first is written even over none.

        Nothing is written after the end.
        """
        with self._lock:
            if not self._writing.ended:
                self._put(self._writing.some(records))

    def end(self) -> None:
        """Write what stands after the last record, once."""
        with self._lock:
            if not self._writing.ended:
                self._put(self._writing.end())

    def _put(self, data: bytes) -> None:
        if self._is_terminal:
            data = _seen(data)
        try:
            self._stream.write(data)
            self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            reason = error.strerror or str(error)
            raise OutputError(f"stdout cannot be written to ({reason}): make room.") from None


async def end_in_time(writer: RecordWriter) -> None:
    """Make what was written whole, unless nobody takes it soon: told to end, one waits no longer.

    Raises as `RecordWriter` does.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(_END_S):
            await asyncio.to_thread(writer.end)


def _seen(data: bytes) -> bytes:
    lines = data.decode("utf-8", "backslashreplace").split("\n")
    return "\n".join(map(in_json, lines)).encode()
