"""How many bytes AWS answered, for whom: AWS bills those that leave the region, not the calls."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any, Final

ANSWER: Final = "before-parse"
"""botocore emits it with every answer, refusals too, in the task that made the call."""
_counter: ContextVar[ByteCounter | None] = ContextVar("byte_counter", default=None)


class ByteCounter:
    """The bytes answered to the task that began it, and to the tasks which that one begins."""

    def __init__(self) -> None:
        self.read = 0

    def begin(self) -> None:
        """Count for the current task from now on."""
        _counter.set(self)


def count_answer(response_dict: dict[str, Any], **_rest: object) -> None:
    """Count an answer's body (a handler of `ANSWER`); a stream's, where its length is told."""
    counter = _counter.get()
    if counter is None:
        return
    length = response_dict["headers"].get("content-length", "")
    body = response_dict["body"]
    if str(length).isdecimal():
        counter.read += int(length)
    elif isinstance(body, bytes):
        counter.read += len(body)
