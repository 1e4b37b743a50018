"""An account as its buckets, queues, users and roles need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sestrail_tui.local_aws.account.account import BaseAccount

if TYPE_CHECKING:
    import asyncio

    from sestrail_tui.local_aws.storage.log_files import LogFiles


class StorageAccount(BaseAccount, Protocol):
    """An account as its buckets, queues, users and roles need it."""

    @property
    def files(self) -> LogFiles | None:
        """The log files of a trail that delivers to its bucket."""

    @property
    def delivery_role(self) -> str:
        """The ARN of the role that the trail writes to its log group with."""

    @property
    def furnished(self) -> asyncio.Event:
        """Whether moto knows the account's bucket, users and roles."""
