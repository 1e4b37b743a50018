"""The two SQS calls that following a queue takes, typed (AWS: SQS API reference)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, Protocol

import msgspec

from sestrail_tui.aws.call import Call
from sestrail_tui.aws.errors import to_source_error
from sestrail_tui.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.aws.buckets import Queue
    from sestrail_tui.aws.clients import Clients

LONGEST_WAIT_S: Final = 20
"""AWS: long polling."""
_MOST: Final = 10
_VISIBILITY_S: Final = 300
"""A message comes again after so long, where it was not deleted."""
_WHOLE_ANSWER_S: Final = LONGEST_WAIT_S + 20


class QueueMessage(msgspec.Struct, frozen=True, rename="pascal"):
    """One message; ``receipt_handle`` is what deletes it."""

    message_id: str = ""
    receipt_handle: str = ""
    body: str = ""


class ReceiveMessages(Protocol):
    """Waits for messages of one queue."""

    async def __call__(self, wait_s: int) -> list[QueueMessage]:
        """Give up to ten messages, none when none came for ``wait_s``. Raises `SourceError`."""


class DeleteMessages(Protocol):
    """Deletes messages of one queue."""

    async def __call__(self, messages: Sequence[QueueMessage]) -> None:
        """Delete up to ten messages; one that stays comes again. Raises `SourceError`."""


class SqsReceive:
    """`ReceiveMessages` over aiobotocore."""

    def __init__(self, clients: Clients, queue: Queue, login: str) -> None:
        self._clients = clients
        self._queue = queue
        self._call = Call("sqs:ReceiveMessage", queue.region, f"queue {queue.name}", login)

    async def __call__(self, wait_s: int) -> list[QueueMessage]:
        """Make one long poll."""
        try:
            client = await self._clients.client("sqs", self._queue.region)
            async with asyncio.timeout(_WHOLE_ANSWER_S):
                answer: dict[str, Any] = await client.receive_message(
                    QueueUrl=self._queue.url,
                    MaxNumberOfMessages=_MOST,
                    WaitTimeSeconds=wait_s,
                    VisibilityTimeout=_VISIBILITY_S,
                )
            return msgspec.convert(answer.get("Messages", []), list[QueueMessage])
        except Exception as error:
            raise to_source_error(error, self._call) from error


class SqsDelete:
    """`DeleteMessages` over aiobotocore."""

    def __init__(self, clients: Clients, queue: Queue, login: str) -> None:
        self._clients = clients
        self._queue = queue
        self._call = Call("sqs:DeleteMessage", queue.region, f"queue {queue.name}", login)

    async def __call__(self, messages: Sequence[QueueMessage]) -> None:
        """Delete them in one call."""
        entries = [
            {"Id": str(number), "ReceiptHandle": message.receipt_handle}
            for number, message in enumerate(messages)
        ]
        try:
            client = await self._clients.client("sqs", self._queue.region)
            async with asyncio.timeout(_WHOLE_ANSWER_S):
                answer = await client.delete_message_batch(
                    QueueUrl=self._queue.url, Entries=entries
                )
        except Exception as error:
            raise to_source_error(error, self._call) from error
        if failed := answer.get("Failed"):
            code = failed[0].get("Code", "an error without a code")
            raise SourceError(
                f"{self._call} did not delete {len(failed)} messages ({code}); they are read again."
            )
