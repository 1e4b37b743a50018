"""Writing records to stdout, in one of the forms."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from sestrail_tui.cloudtrail.formats import Format
from sestrail_tui.cloudtrail.forms import FORMS, Writing
from sestrail_tui.cloudtrail.safe_text import in_json
from sestrail_tui.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from sestrail_tui.cloudtrail.record import Record

__all__ = ["Format", "RecordWriter"]


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
        """Write more records; what stands before the first is written even over none."""
        with self._lock:
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


def _seen(data: bytes) -> bytes:
    lines = data.decode("utf-8", "backslashreplace").split("\n")
    return "\n".join(map(in_json, lines)).encode()
