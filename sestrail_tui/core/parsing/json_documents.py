"""The JSON documents in bytes that come in pieces, however they follow each other.

Lines, documents without anything between them, lists, wrappings of many documents, log lines with a
document at their end: all in one pass, in time that grows as the bytes do, and in bounded memory.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Final, NamedTuple

import msgspec

from sestrail_tui.core.parsing.json_nesting import Nesting, Verdict

RECORD_START: Final = b'{"eventVersion":'
"""How CloudTrail begins a record."""
LONGEST: Final = 16 << 20
"""Bytes of a document or an element of a list that are held; CloudTrail's records have 1 MB."""
_HELD: Final = 1 << 20
"""Bytes that are held of what is no document."""
_DEEPEST: Final = 6
_BOM: Final = b"\xef\xbb\xbf"
_BETWEEN: Final = re.compile(rb"(?:[ \t\r\n,\x1e]|\xef\xbb\xbf)*+")
"""Blanks, byte order marks of files that were joined, commas, the separator of RFC 7464."""
_NULS: Final = re.compile(rb"\x00*+")
_IN_TEXT: Final = re.compile(rb'[\n\x00"{]')
_IN_BROKEN: Final = re.compile(rb'[\n\x00]|\{[ \t]{0,8}"(?:eventVersion|Records)"')
"""Behind what is broken only what begins like a record, or a log file, is one."""
_LONGEST_START: Final = 32
_NEXT_DOCUMENT: Final = re.compile(rb'\n[{\[]|.\{[ \t]{0,8}"(?:eventVersion|Records)"', re.DOTALL)
_IS_RECORD: Final = re.compile(rb'"(?:eventName|class_uid)"\s*:')
_BEFORE_LINES: Final = re.compile(rb'\d{4}-\d\d-\d\dT[\d:.+Z-]+ [^ "{]+')
"""What ``aws logs tail --format json`` puts before the lines of a record."""
_SEARCHED: Final = re.compile(rb'SEARCHEDLOGSTREAMS\t[^"{]*')
"""What ``aws logs filter-log-events --output text`` ends with."""
_TRAILING: Final = re.compile(r"trailing characters \(byte (\d+)\)")
_BLANKS: Final = b" \t\r\n"
_validate: Final = msgspec.json.Decoder(msgspec.Raw).decode


class PieceKind(Enum):
    """What a piece of the input is."""

    DOCUMENT = "a whole JSON document"
    BROKEN = "JSON that breaks off, or is longer than is held"
    TEXT = "a line that is no JSON"
    CUT = "JSON that the input ends within, or a wrapping that is not closed"
    HOLE = "NUL bytes, which stand where nothing was written"


class DocumentPiece(NamedTuple):
    """A piece of the input; ``size`` is its length, of which ``data`` may be the beginning."""

    kind: PieceKind
    data: bytes
    size: int


class _Mode(Enum):
    BETWEEN = "between documents"
    DOCUMENT = "within one"
    BEHIND_LIST = "within a wrapping, behind its list"
    LINE = "within a line that is no JSON"


class JsonDocuments:
    """Feed it bytes and take the pieces; `end` gives the last ones."""

    def __init__(self, longest: int = LONGEST, *, strict: bool = True) -> None:
        """``strict``: look for whole documents by a strict reader first, which is faster."""
        self._longest = longest
        self._strict = strict
        self._buffer = bytearray()
        self._start = self._at = 0
        """Where the piece at hand begins in the buffer, and where to look next."""
        self._held = bytearray()
        self._gone = 0
        """Of the piece at hand: its beginning, and how many bytes of it left the buffer."""
        self._mode = _Mode.BETWEEN
        self._kind = PieceKind.TEXT
        """Of the line at hand."""
        self._prefix: bytes | None = None
        """The text before the document at hand in its line; ``None``: it stands alone."""
        self._is_behind = False
        """Whether the line at hand is what follows a document in a log line."""
        self._nesting = Nesting()
        self._nested_to = 0
        """Up to here there is no whole document from the place at hand on."""
        self._lists: list[bool] = []
        """The lists that documents are taken from, by whether an object holds each."""
        self._has_left_lists = False
        """Whether brackets may come that close what was given up."""
        self._awaits_document = False
        """Whether a line said that a document follows."""
        self._credit = 1 << 16
        """Bytes that may be looked at again, so that second looks never take over."""
        self._ended = False
        self._pieces: list[DocumentPiece] = []

    @property
    def idle(self) -> bool:
        """Whether it is between documents, so that a line may be looked at by other means."""
        is_within = self._lists or self._buffer or self._awaits_document
        return self._mode is _Mode.BETWEEN and not is_within

    def feed(self, data: bytes) -> list[DocumentPiece]:
        """Return the pieces that are whole by now."""
        self._buffer += data
        self._credit += len(data)
        return self._run()

    def end(self) -> list[DocumentPiece]:
        """Return what is left, and a ``CUT`` last where the input ended within JSON."""
        self._ended = True
        pieces = self._run()
        is_open = self._lists or self._mode is _Mode.BEHIND_LIST or self._awaits_document
        if is_open and not (pieces and pieces[-1].kind is PieceKind.CUT):
            pieces.append(DocumentPiece(PieceKind.CUT, b"", 0))
        return pieces

    def _run(self) -> list[DocumentPiece]:
        steps = {
            _Mode.BETWEEN: self._between,
            _Mode.DOCUMENT: self._document,
            _Mode.BEHIND_LIST: self._behind_list,
            _Mode.LINE: self._line,
        }
        while steps[self._mode]():
            pass
        del self._buffer[: self._start]
        self._at -= self._start
        self._nested_to = max(0, self._nested_to - self._start)
        self._start = 0
        pieces, self._pieces = self._pieces, []
        return pieces

    def _between(self) -> bool:
        """Pass over what stands between documents; say whether there is more to do."""
        buffer = self._buffer
        at = _BETWEEN.match(buffer, self._at).end()  # type: ignore[union-attr]
        self._start = self._at = at
        if at == len(buffer) or (not self._ended and _BOM.startswith(bytes(buffer[at : at + 3]))):
            return False
        byte = bytes(buffer[at : at + 1])
        if byte == b"\x00":
            self._start = self._at = _NULS.match(buffer, at).end()  # type: ignore[union-attr]
            self._pieces.append(DocumentPiece(PieceKind.HOLE, b"", self._at - at))
        elif byte == b"]" and self._lists:
            self._start = self._at = at + 1
            self._mode = _Mode.BEHIND_LIST if self._lists.pop() else _Mode.BETWEEN
            self._nesting = Nesting.behind_list()
        elif byte in (b"{", b"[") or self._lists:
            self._begin()
        else:
            self._begin_line(PieceKind.TEXT)
        return True

    def _begin(self, prefix: bytes | None = None) -> None:
        """Begin a document at the place; where it is whole already, take it at once."""
        self._prefix = prefix
        self._start = self._at
        strict = self._strict and self._at >= self._nested_to
        end = _end_of(self._buffer, self._at) if strict else None
        if end is None:
            self._nesting, self._mode = Nesting(), _Mode.DOCUMENT
        else:
            self._at = end
            self._finish()

    def _document(self) -> bool:
        verdict, self._at = self._nesting.advance(self._buffer, self._at)
        self._nested_to = max(self._nested_to, self._at)
        if verdict is Verdict.BROKEN or (verdict is Verdict.OPEN and self._ended):
            self._break()
        elif verdict is Verdict.DONE:
            self._finish()
        elif verdict is Verdict.LIST and self._may_enter_list():
            self._lists.append(len(self._nesting.open) > 1)
            self._start, self._mode = self._at, _Mode.BETWEEN
        elif verdict is Verdict.OPEN:
            if self._gone or self._at - self._start > self._longest:
                self._hold()
            return False
        return True

    def _may_enter_list(self) -> bool:
        """Whether a list that begins is to be taken apart while it is read."""
        if self._gone or len(self._lists) >= _DEEPEST:
            return False
        if len(self._nesting.open) == 1:
            return not self._lists
        return _IS_RECORD.search(self._buffer, self._start, self._at) is None

    def _finish(self) -> None:
        """Emit the document that ends at the place."""
        is_whole = not self._gone
        self._mode = _Mode.BETWEEN
        self._give(PieceKind.DOCUMENT if is_whole else PieceKind.BROKEN)
        if self._prefix is not None:
            self._begin_line(PieceKind.TEXT, is_behind=True)

    def _behind_list(self) -> bool:
        verdict, self._at = self._nesting.advance(self._buffer, self._at)
        self._start = self._at
        if verdict is Verdict.BROKEN:  # the wrapping breaks off, and something else begins
            self._lists.append(True)
            self._leave_lists()
            self._mode = _Mode.BETWEEN
        elif verdict is Verdict.LIST:
            self._lists.append(True)
            self._mode = _Mode.BETWEEN
        elif verdict is Verdict.DONE:
            self._mode = _Mode.BETWEEN
        return verdict is not Verdict.OPEN

    def _break(self) -> None:
        """Give up the document at hand: its line is broken, and the next may be whole."""
        again = self._at - self._start
        self._leave_lists()
        self._begin_line(PieceKind.BROKEN)
        if self._prefix:
            self._held[:0] = self._prefix
            self._gone += len(self._prefix)
        self._prefix = None
        self._credit -= again
        if self._ended and _NEXT_DOCUMENT.search(self._buffer, self._start) is None:
            self._at = len(self._buffer)  # all that is left belongs to it
        elif self._credit > 0 and again:
            self._at = self._start + 1
        else:
            self._at = self._start + again

    def _leave_lists(self) -> None:
        """Expect no end of the lists that are open: brackets may be missing, or too many."""
        if self._lists:
            self._lists.clear()
            self._has_left_lists = True
            self._pieces.append(DocumentPiece(PieceKind.CUT, b"", 0))

    def _begin_line(self, kind: PieceKind, *, is_behind: bool = False) -> None:
        self._mode, self._kind, self._is_behind = _Mode.LINE, kind, is_behind

    def _line(self) -> bool:
        """Look for the end of a line, or for a document within it."""
        is_text = self._kind is PieceKind.TEXT
        found = (_IN_TEXT if is_text else _IN_BROKEN).search(self._buffer, self._at)
        if found is None:
            # The beginning of a record may have come in part.
            back = 0 if self._ended else _LONGEST_START
            self._at = max(self._at, len(self._buffer) - back)
            if self._ended:
                self._end_line(PieceKind.TEXT if is_text else PieceKind.CUT)
            elif self._gone or self._at - self._start > _HELD:
                self._hold()
            return False
        self._at = found.start()
        sign = found[0][:1]
        if sign in b"\n\x00":
            self._end_line(self._kind)
        elif sign == b'"':  # no log line, but what is left of something
            self._kind = PieceKind.BROKEN
        elif is_text:
            self._hold()
            prefix = bytes(self._held)
            self._forget()
            self._begin(prefix)
        else:
            self._end_line(self._kind)
            self._begin()
        return True

    def _end_line(self, kind: PieceKind) -> None:
        """Emit the line up to the place, unless it is what follows a document in a log line."""
        self._mode = _Mode.BETWEEN
        if self._is_behind and kind is PieceKind.TEXT:
            self._forget()
            self._start = self._at
        else:
            self._give(kind)

    def _hold(self) -> None:
        """Let the piece up to the place leave the buffer, but for its beginning."""
        if (room := _HELD - len(self._held)) > 0:
            self._held += self._buffer[self._start : min(self._at, self._start + room)]
        self._gone += self._at - self._start
        self._start = self._at

    def _forget(self) -> None:
        self._held.clear()
        self._gone = 0

    def _give(self, kind: PieceKind) -> None:
        """Emit the piece that ends at the place."""
        if self._gone:
            self._hold()
            data, size = bytes(self._held), self._gone
            self._forget()
        else:
            data, size = bytes(self._buffer[self._start : self._at]), self._at - self._start
            self._start = self._at
        data = data.strip(_BLANKS)
        if kind is PieceKind.TEXT and self._is_of_no_interest(data):
            return
        self._awaits_document = False
        if data or kind is PieceKind.CUT:
            self._pieces.append(DocumentPiece(kind, data, size))

    def _is_of_no_interest(self, line: bytes) -> bool:
        """Whether a line belongs to what is given, or was given up, beside it."""
        if self._at < len(self._buffer) and _BEFORE_LINES.fullmatch(line):
            self._awaits_document = True
            return True
        closes_only = self._has_left_lists and not line.strip(b"]}, \t")
        return closes_only or _SEARCHED.fullmatch(line) is not None


def _end_of(buffer: bytearray, start: int) -> int | None:
    """Find the end of the document by a strict reader, 20 times faster; ``None``: it knows none.

    msgspec says where what follows a document begins, in the words that `_TRAILING` reads; the
    tests know if it ever says it otherwise, and then this is only slower.
    """
    with memoryview(buffer) as whole, whole[start:] as rest:
        try:
            _validate(rest)
        except msgspec.DecodeError as error:
            found = _TRAILING.search(str(error))
            if found is None:
                return None
            end = start + int(found[1]) - 1
        except (UnicodeDecodeError, RecursionError):
            return None
        else:
            end = len(buffer)
    while buffer[end - 1] in _BLANKS:
        end -= 1
    return end
