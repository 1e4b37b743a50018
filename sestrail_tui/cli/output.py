"""Writing records to stdout as jsonl, text or csv."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from sestrail_tui.cloudtrail.lines import csv_header, csv_line, jsonl_line, text_line
from sestrail_tui.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import BinaryIO

    from sestrail_tui.cloudtrail.record import Record

Format = Literal["jsonl", "text", "csv"]


class RecordWriter:
    """Writes records in one format to a binary stream; every write is flushed.

    Raises BrokenPipeError when the reader has left, `OutputError` where no more can be written.
    """

    def __init__(self, stream: BinaryIO, form: Format) -> None:
        self._stream = stream
        self._line: Callable[[Record], bytes] = _LINES[form]
        self._header = csv_header().encode() + b"\n" if form == "csv" else b""

    def write(self, records: Sequence[Record]) -> None:
        """Write one line for each record; csv starts with its header, even over no record."""
        lines = b"".join(self._line(record) + b"\n" for record in records)
        try:
            self._stream.write(self._header + lines)
            self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            reason = error.strerror or str(error)
            raise OutputError(f"stdout cannot be written to ({reason}): make room.") from None
        self._header = b""


_LINES: Final[dict[Format, Callable[[Record], bytes]]] = {
    "jsonl": jsonl_line,
    "text": lambda record: text_line(record).encode("utf-8", "backslashreplace"),
    "csv": lambda record: csv_line(record).encode("utf-8", "backslashreplace"),
}
