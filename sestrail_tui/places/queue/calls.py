"""The SQS calls that reading a queue takes, typed (AWS: SQS API reference)."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, Protocol

import msgspec
import msgspec.structs

from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.core.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator, Sequence

    from sestrail_tui.account.discovery.buckets import Queue
    from sestrail_tui.account.session.clients import Clients

LONGEST_WAIT_S: Final = 20
"""AWS: long polling."""
MOST: Final = 10
"""Messages in one call."""
_WHOLE_ANSWER_S: Final = LONGEST_WAIT_S + 20


class _Counts(msgspec.Struct, frozen=True):
    """Attributes of a queue, as the texts that SQS gives them as."""

    not_visible: int = msgspec.field(name="ApproximateNumberOfMessagesNotVisible")
    delayed: int = msgspec.field(name="ApproximateNumberOfMessagesDelayed")


class QueueMessage(msgspec.Struct, frozen=True, rename="pascal"):
    """One message; ``receipt_handle`` is what deletes it, or gives it back."""

    message_id: str = ""
    receipt_handle: str = ""
    body: str = ""


class QueueCalls(Protocol):
    """What may be asked of one queue; every method raises `SourceError`."""

    async def receive(self, wait_s: int, hidden_s: int) -> list[QueueMessage]:
        """Give up to ten messages, none when none came for ``wait_s``.

        No other reader sees them for ``hidden_s`` seconds.
        """

    async def delete(self, messages: Sequence[QueueMessage]) -> None:
        """Delete messages; one that stays comes again."""

    async def hide(self, messages: Sequence[QueueMessage], seconds: int) -> None:
        """Hide received messages for so long from now on; 0 gives them back."""

    async def hidden(self) -> int:
        """Tell about how many messages no reader is given now: received by some, or delayed."""


class AwsQueueCalls:
    """`QueueCalls` over aiobotocore."""

    def __init__(self, clients: Clients, queue: Queue, login: str) -> None:
        self._clients = clients
        self._queue = queue
        self._login = login

    async def receive(self, wait_s: int, hidden_s: int) -> list[QueueMessage]:
        """Make one long poll."""
        async with self._client("sqs:ReceiveMessage") as client:
            answer: dict[str, Any] = await client.receive_message(
                QueueUrl=self._queue.url,
                MaxNumberOfMessages=MOST,
                WaitTimeSeconds=wait_s,
                VisibilityTimeout=hidden_s,
            )
            return msgspec.convert(answer.get("Messages", []), list[QueueMessage])

    async def delete(self, messages: Sequence[QueueMessage]) -> None:
        """Delete them, ten a call."""
        for some in _tens(messages):
            async with self._client("sqs:DeleteMessage") as client:
                answer = await client.delete_message_batch(
                    QueueUrl=self._queue.url, Entries=_entries(some)
                )
            self._check(answer, "sqs:DeleteMessage", "delete")

    async def hide(self, messages: Sequence[QueueMessage], seconds: int) -> None:
        """Change how long they are hidden, ten a call."""
        for some in _tens(messages):
            async with self._client("sqs:ChangeMessageVisibility") as client:
                answer = await client.change_message_visibility_batch(
                    QueueUrl=self._queue.url, Entries=_entries(some, VisibilityTimeout=seconds)
                )
            self._check(answer, "sqs:ChangeMessageVisibility", "change")

    async def hidden(self) -> int:
        """Add up what the queue's attributes say, which is right within about a minute."""
        async with self._client("sqs:GetQueueAttributes") as client:
            answer = await client.get_queue_attributes(
                QueueUrl=self._queue.url,
                AttributeNames=[one.encode_name for one in msgspec.structs.fields(_Counts)],
            )
            counts = msgspec.convert(answer.get("Attributes", {}), _Counts, strict=False)
        return counts.not_visible + counts.delayed

    def _check(self, answer: dict[str, Any], action: str, what: str) -> None:
        if failed := answer.get("Failed"):
            code = failed[0].get("Code", "an error without a code")
            raise SourceError(
                f"{self._call(action)} did not {what} {len(failed)} messages ({code}); they "
                "are read again."
            )

    def _call(self, action: str) -> CallName:
        queue = self._queue
        return CallName(action, queue.region, f"queue {queue.name}", self._login)

    @asynccontextmanager
    async def _client(self, action: str) -> AsyncGenerator[Any, None]:
        try:
            client = await self._clients.client("sqs", self._queue.region)
            async with asyncio.timeout(_WHOLE_ANSWER_S):
                yield client
        except Exception as error:
            raise to_source_error(error, self._call(action)) from error


def _tens(messages: Sequence[QueueMessage]) -> Iterator[Sequence[QueueMessage]]:
    return (messages[at : at + MOST] for at in range(0, len(messages), MOST))


def _entries(messages: Sequence[QueueMessage], **more: int) -> list[dict[str, Any]]:
    return [
        {"Id": str(number), "ReceiptHandle": message.receipt_handle, **more}
        for number, message in enumerate(messages)
    ]
