"""The forms in which records are written: to stdout, to a file, to a clipboard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from sestrail_tui.writers import markdown
from sestrail_tui.writers.csv import csv_header, csv_line
from sestrail_tui.writers.lines import jsonl_line, text_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sestrail_tui.core.record import Record
    from sestrail_tui.writers.format_names import Format


@dataclass(frozen=True, slots=True)
class Form:
    """A form: what stands before, between and after the records, and how one is written."""

    suffix: str
    """How a file's name ends in this form."""
    line: Callable[[Record], bytes]
    head: bytes = b""
    between: bytes = b""
    tail: bytes = b""
    detail: Callable[[Record], bytes] | None = None
    """What is said of one of the records at the end."""

    def whole(self, records: Iterable[Record], about: Record | None = None) -> bytes:
        """Return records from head to tail; ``about`` as for `Writing`."""
        writing = Writing(self, about)
        return writing.some(records) + writing.end()


class Writing:
    """Records on their way into one file or stream: bytes for some of them, then for the end.

    ``about`` is the record to tell in detail; else it is the first one refused, or the first.
    """

    def __init__(self, form: Form, about: Record | None = None) -> None:
        self._form = form
        self._about = about
        self._asked_for = about is not None
        self._head = form.head
        self._between = b""
        self.ended = False

    def some(self, records: Iterable[Record]) -> bytes:
        """Return the bytes of more records; the first time after the head, even over none."""
        parts, self._head = [self._head], b""
        for record in records:
            parts += [self._between, self._form.line(record)]
            self._between = self._form.between
            if not self._asked_for and (self._about is None or record.error):
                self._about, self._asked_for = record, bool(record.error)
        return b"".join(parts)

    def end(self) -> bytes:
        """Return what follows the last record, or, over none, head and tail."""
        self.ended = True
        head, self._head = self._head, b""
        about = b""
        if self._form.detail is not None and self._about is not None:
            about = self._form.detail(self._about)
        return head + about + self._form.tail


def _jsonl(record: Record) -> bytes:
    return jsonl_line(record) + b"\n"


def _json(record: Record) -> bytes:
    """Return the very bytes; those that are no strict JSON become a string, so that the file is."""
    try:
        msgspec.json.decode(record.raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return msgspec.json.encode(record.raw.decode("utf-8", "backslashreplace"))
    return record.raw


def _lines(write: Callable[[Record], str]) -> Callable[[Record], bytes]:
    """Make a line of bytes of a line of text."""
    return lambda record: (write(record) + "\n").encode("utf-8", "backslashreplace")


FORMS: Final[dict[Format, Form]] = {
    "jsonl": Form("jsonl", _jsonl),
    "json": Form("json", _json, b'{"Records":[\n', b",\n", b"\n]}\n"),
    "csv": Form("csv", _lines(csv_line), f"{csv_header()}\n".encode()),
    "text": Form("txt", _lines(text_line)),
    "markdown": Form(
        "md",
        _lines(markdown.row),
        f"{markdown.header()}\n".encode(),
        detail=_lines(markdown.detail),
    ),
}
"""By the name that ``--output`` has for them."""

BY_SUFFIX: Final = {form.suffix: form for form in FORMS.values()}
