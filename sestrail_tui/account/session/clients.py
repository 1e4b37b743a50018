"""aiobotocore clients: imported and their service models loaded in a thread, closed together."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urlsplit
from urllib.request import getproxies

from sestrail_tui.account.errors import proxy_answers
from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.proxy_answers import refuse_other_answers
from sestrail_tui.account.errors.setup_errors import to_setup_error
from sestrail_tui.account.loopback import is_loopback
from sestrail_tui.account.partitions import is_aws_host
from sestrail_tui.account.session.clock_skew import ANSWERED, CALLED
from sestrail_tui.account.traffic import ANSWER, count_answer

if TYPE_CHECKING:
    from sestrail_tui.account.session.clock_skew import Skew
    from sestrail_tui.account.session.credentials import Credentials

Service = Literal[
    "logs", "cloudtrail", "sts", "s3", "sqs", "sesv2", "athena", "cloudformation"
]  # fmt: skip

_SERVICES: Final[tuple[Service, ...]] = ("logs", "cloudtrail", "sts")
_CONNECT_TIMEOUT_S: Final = 10
_READ_TIMEOUT_S: Final = 30
_CONNECTIONS: Final = 32
"""Per client: a Live Tail session holds one for hours."""


class Clients:
    """Every client of one connection, made when first asked for.

    ``endpoint_url`` replaces AWS's own endpoints; without it AWS_ENDPOINT_URL and the config
    file are honoured, as by any AWS SDK. botocore makes one attempt: the sources retry, inside
    the quota and where the header can say so.
    """

    def __init__(
        self,
        credentials: Credentials,
        profile: str | None = None,
        endpoint_url: str | None = None,
        skew: Skew | None = None,
    ) -> None:
        """``skew`` is told of the time of every answer."""
        self.credentials = credentials
        self._profile = profile
        self._endpoint_url = endpoint_url
        self._skew = skew
        self._session: Any = None
        self._made: dict[tuple[Service, str], Any] = {}
        self._stack = AsyncExitStack()
        self._lock = asyncio.Lock()

    async def client(self, service: Service, region: str) -> Any:
        """Return the client of ``service`` in ``region``. Raises `SourceError`."""
        async with self._lock:
            if (service, region) not in self._made:
                client = await self._make(service, region)
                if not _is_of_aws(client.meta.endpoint_url):
                    # StartLiveTail goes to ``stream-logs...``; no other host has such a neighbour.
                    client.meta.config.inject_host_prefix = False
                client.meta.events.register(ANSWER, count_answer)
                client.meta.events.register(proxy_answers.EVENT, refuse_other_answers)
                if self._skew is not None:
                    client.meta.events.register(CALLED, self._skew.called)
                    client.meta.events.register(ANSWERED, self._skew.answered)
                self._made[service, region] = client
            return self._made[service, region]

    async def close(self) -> None:
        """Close every connection."""
        self._made.clear()
        await self._stack.aclose()
        # asyncio closes a TLS transport in the next turns of the loop.
        await asyncio.sleep(0)

    async def _make(self, service: Service, region: str) -> Any:
        try:
            if self._session is None:
                self._session = await asyncio.to_thread(warm_session, self._profile)
                self._session.register_component("credential_provider", _Provider(self.credentials))
            if service not in _SERVICES:  # these are wanted by few
                await asyncio.to_thread(self._session.warm_up_loader_caches, service)
            client = await self._create(service, region)
            if is_loopback(client.meta.endpoint_url) and getproxies():
                client = await self._create(service, region, proxies={})
        except Exception as error:
            call = CallName(f"opening {service}", region)
            raise to_setup_error(error, call, self._session, service) from error
        return client

    async def _create(self, service: Service, region: str, **settings: Any) -> Any:
        from aiobotocore.config import AioConfig  # noqa: PLC0415

        config = AioConfig(
            connect_timeout=_CONNECT_TIMEOUT_S,
            read_timeout=_READ_TIMEOUT_S,
            retries={"mode": "standard", "total_max_attempts": 1},
            user_agent_extra="sestrail",
            max_pool_connections=_CONNECTIONS,
            **settings,
        )
        client = self._session.create_client(
            service, region_name=region, endpoint_url=self._endpoint_url, config=config
        )
        return await self._stack.enter_async_context(client)


def _is_of_aws(url: str) -> bool:
    return is_aws_host(urlsplit(url).hostname or "")


class _Provider:
    """Stands where aiobotocore keeps its own chain."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    async def load_credentials(self) -> Credentials:
        return self._credentials


def warm_session(profile: str | None) -> Any:
    """Import aiobotocore and read every file its clients will want (a third of a second)."""
    from aiobotocore.session import AioSession  # noqa: PLC0415

    session = AioSession(profile=profile)
    for service in _SERVICES:
        session.warm_up_loader_caches(service)
    return session
