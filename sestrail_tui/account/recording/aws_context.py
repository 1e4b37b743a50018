"""An account that can be asked: credentials settled, region and account known, clients at hand."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sestrail_tui.account.discovery.discover import account_id
from sestrail_tui.account.errors.error_classes import no_region
from sestrail_tui.account.session.clients import Clients
from sestrail_tui.account.session.credentials import settle
from sestrail_tui.core.errors import NotSetUp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sestrail_tui.account.session.credentials import Settled


@dataclass(frozen=True, slots=True)
class AwsContext:
    """What a command needs to call AWS."""

    clients: Clients
    settled: Settled
    region: str
    account: str
    """``""`` where AWS does not say."""
    profile: str = ""
    """The profile that was named; commands for the reader name it too."""


@asynccontextmanager
async def reach(profile: str | None, region: str | None) -> AsyncIterator[AwsContext]:
    """Settle credentials in a thread, and close the clients at the end. Raises `SourceError`."""
    settled = await asyncio.to_thread(settle, profile)
    where = region or settled.region
    if not where:
        raise NotSetUp(no_region())
    clients = Clients(settled.credentials, profile)
    try:
        account = await account_id(clients, where)
        yield AwsContext(clients, settled, where, account, profile or "")
    finally:
        await clients.close()
