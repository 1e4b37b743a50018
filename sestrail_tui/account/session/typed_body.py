"""Bodies of answers, decoded by msgspec on botocore's ``before-parse`` event.

botocore walks each response along its service model, which takes half the time of a follow
loop; its ``before-parse`` event may take the body over. Signing, endpoints and errors stay
botocore's: only the body of a 200 answer is read here, and one that msgspec refuses (a lone
surrogate) is left to botocore's own parser.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final, Generic, TypeVar

import msgspec

T = TypeVar("T", bound=msgspec.Struct)
_SERVICE: Final = "cloudwatch-logs"
_KEY: Final = "sestrailBody"


class TypedBody(Generic[T]):
    """The bodies of CloudWatch Logs' ``operation``, as structs of ``kind``.

    One of more than ``big`` bytes takes longer to decode than a frame, and is in a thread.
    """

    def __init__(self, operation: str, kind: type[T], big: int, *, strict: bool = True) -> None:
        """``strict`` is msgspec's, for an answer that botocore parsed."""
        self.operation = operation
        self._kind = kind
        self._big = big
        self._strict = strict
        self._decode = msgspec.json.Decoder(kind).decode

    def register(self, client: Any) -> None:
        """Decode the operation's bodies for ``client`` from now on; again changes nothing."""
        event = f"before-parse.{_SERVICE}.{self.operation}"
        # botocore ignores a second handler under the same id, of another event, too.
        client.meta.events.register(event, self._take_over, unique_id=f"sestrail {event}")

    async def _take_over(
        self, response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_rest: Any
    ) -> None:
        """Decode a body in botocore's place."""
        body, decode = response_dict["body"], self._decode
        if response_dict["status_code"] != 200:
            return
        try:
            big = len(body) > self._big
            found = await asyncio.to_thread(decode, body) if big else decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return
        customized_response_dict[_KEY] = found
        response_dict["body"] = b"{}"

    def of(self, answer: dict[str, Any]) -> T:
        """Return the body of an answer, whoever parsed it."""
        found = answer.get(_KEY)
        if isinstance(found, self._kind):
            return found
        return msgspec.convert(answer, self._kind, strict=self._strict)
