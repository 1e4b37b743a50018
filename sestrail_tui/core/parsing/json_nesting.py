"""Where a JSON document ends, in bytes that come in pieces: each byte is looked at once.

Only the grammar of brackets, commas and strings is followed, so that the end is found also of what
a strict reader refuses (a lone surrogate, NaN). A newline or NUL within a string breaks a document:
JSON has neither there, and a line that was cut off is found out by it.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Final


class Verdict(Enum):
    """What the bytes so far are."""

    OPEN = "more is to come"
    LIST = "the first document of a list begins here"
    DONE = "the document is whole"
    BROKEN = "this is no JSON"


class _Expect(Enum):
    KEY = "a name"
    FIRST_KEY = "a name, or the end of an object"
    COLON = "a colon"
    VALUE = "a value"
    FIRST = "a value, or the end of a list"
    NEXT = "a comma, or the end of what is open"


LIST_KEYS: Final = ("Records", "Events", "events", "logEvents", "results", "Messages")
"""Names under which tools give many documents in one; `record_formats` says which tools."""

_BLANK: Final = re.compile(rb"[ \t\r\n]*+")
_STRING: Final = re.compile(rb'[^"\\\n\x00]*+(?:\\[^\n\x00][^"\\\n\x00]*+)*+')
_WORD: Final = re.compile(rb"[-+.\w]*+")
_WORD_START: Final = b"-+.0123456789tfnN"
"""Of numbers, ``true``, ``false``, ``null`` and ``NaN``."""
_LIST_OF: Final = re.compile(rb'"(?:%s)"\s*:\s*\Z' % b"|".join(key.encode() for key in LIST_KEYS))
_BEFORE_LIST: Final = 64
"""Bytes in which the name of a list and the blanks after it are looked for."""
_QUOTE, _BACKSLASH, _COMMA, _COLON = b'"\\,:'
_OBJECT, _OBJECT_END, _ARRAY, _ARRAY_END = b"{}[]"
_ENDS: Final = {_OBJECT: _OBJECT_END, _ARRAY: _ARRAY_END}


class Nesting:
    """How deep in a document a place is, and what may follow; begun before its first byte."""

    def __init__(self) -> None:
        self.open = bytearray()
        """The brackets that are open, from the outermost on."""
        self._expect = _Expect.VALUE
        self._in_string = False
        self._in_word = False
        self._list_began = False

    @classmethod
    def behind_list(cls) -> Nesting:
        """Return the place behind a list that an object holds."""
        nesting = cls()
        nesting.open.append(_OBJECT)
        nesting._expect = _Expect.NEXT
        return nesting

    def advance(self, data: bytes | bytearray, at: int) -> tuple[Verdict, int]:
        """Go on at ``at``; give the verdict and up to where the bytes were used.

        After ``LIST`` it can go on as if there had been no word of it. Of a broken document the
        place is that of the byte that cannot be there.
        """
        size = len(data)
        while True:
            if self._in_string or self._in_word:
                verdict, at = self._through_scalar(data, at)
                if verdict is not None:
                    return verdict, at
            at = _BLANK.match(data, at).end()  # type: ignore[union-attr]
            if at == size:
                return Verdict.OPEN, at
            verdict = self._take(data, at)
            if verdict in (Verdict.BROKEN, Verdict.LIST):
                return verdict, at
            at += 1
            if verdict is Verdict.DONE:
                return verdict, at

    def _through_scalar(self, data: bytes | bytearray, at: int) -> tuple[Verdict | None, int]:
        """Go to the end of a string, a number or a name; give a verdict where there is one."""
        size = len(data)
        if self._in_string:
            at = _STRING.match(data, at).end()  # type: ignore[union-attr]
            if at == size or (data[at] == _BACKSLASH and at + 1 == size):
                return Verdict.OPEN, at
            if data[at] != _QUOTE:
                return Verdict.BROKEN, at
            at += 1
            self._expect = _Expect.COLON if self._expect is _Expect.KEY else _Expect.NEXT
        else:
            at = _WORD.match(data, at).end()  # type: ignore[union-attr]
            if at == size:
                return Verdict.OPEN, at
        self._in_string = self._in_word = False
        return None if self.open else Verdict.DONE, at

    def _take(self, data: bytes | bytearray, at: int) -> Verdict:
        """Take one byte that is no blank."""
        byte = data[at]
        expect = self._expect
        if expect is _Expect.NEXT:
            if byte == _COMMA:
                self._expect = _Expect.KEY if self.open[-1] == _OBJECT else _Expect.VALUE
                return Verdict.OPEN
            return self._close(byte)
        if expect is _Expect.COLON:
            self._expect = _Expect.VALUE
            return Verdict.OPEN if byte == _COLON else Verdict.BROKEN
        if expect in (_Expect.KEY, _Expect.FIRST_KEY):
            if byte == _QUOTE:
                self._in_string, self._expect = True, _Expect.KEY
                return Verdict.OPEN
            return self._close(byte) if expect is _Expect.FIRST_KEY else Verdict.BROKEN
        return self._value(data, at)

    def _value(self, data: bytes | bytearray, at: int) -> Verdict:
        byte = data[at]
        began, self._list_began = self._list_began, False
        if byte in _ENDS:
            if began:
                return Verdict.LIST
            self._list_began = byte == _ARRAY and self._may_hold_documents(data, at)
            self.open.append(byte)
            self._expect = _Expect.FIRST_KEY if byte == _OBJECT else _Expect.FIRST
            return Verdict.OPEN
        if byte == _ARRAY_END and self._expect is _Expect.FIRST:
            return self._close(byte)
        if byte == _QUOTE:
            self._in_string, self._expect = True, _Expect.VALUE
            return Verdict.OPEN
        self._expect = _Expect.NEXT
        if byte in _WORD_START:
            self._in_word = True
            return Verdict.OPEN
        return Verdict.BROKEN

    def _may_hold_documents(self, data: bytes | bytearray, at: int) -> bool:
        if not self.open:
            return True
        before = data[max(0, at - _BEFORE_LIST) : at]
        return self.open == b"{" and _LIST_OF.search(before) is not None

    def _close(self, byte: int) -> Verdict:
        if not self.open or byte != _ENDS[self.open[-1]]:
            return Verdict.BROKEN
        del self.open[-1]
        self._expect = _Expect.NEXT
        return Verdict.OPEN if self.open else Verdict.DONE
