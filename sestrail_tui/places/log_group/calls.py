"""One log group's FilterLogEvents call, typed (AWS: FilterLogEvents API reference)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.error_codes import InvalidParameterError
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.account.session.typed_body import TypedBody
from sestrail_tui.filters.pushdown.filter_pattern import SES_PATTERN
from sestrail_tui.follow.sweeps.pages import EventPage

if TYPE_CHECKING:
    from sestrail_tui.account.discovery.log_groups import LogGroup
    from sestrail_tui.account.session.clients import Clients

_WHOLE_ANSWER_S: Final = 60
"""A page comes within seconds; a connection that trickles longer is given up."""
_BIG_BODY: Final = 2 << 20
"""Bytes that take longer to decode than a frame; AWS's pages stay below 1 MB."""
PAGES: Final = TypedBody("FilterLogEvents", EventPage, _BIG_BODY)


class FilterLogEvents:
    """`ReadPage` over aiobotocore."""

    def __init__(
        self,
        clients: Clients,
        group: LogGroup,
        pattern: str,
        account: str,
        login: str,
        *,
        timeout_s: float = _WHOLE_ANSWER_S,
    ) -> None:
        self._clients = clients
        self._timeout_s = timeout_s
        self._group = group
        self._pattern = pattern
        self._call = CallName(
            "logs:FilterLogEvents", group.region, f"log group {group.name}", login
        )
        # A name serves everywhere; only another account's group has to be named by its ARN.
        elsewhere = group.arn and account and group.account != account
        self._target = (
            {"logGroupIdentifier": group.arn} if elsewhere else {"logGroupName": group.name}
        )

    async def __call__(self, start_ms: int, end_ms: int | None, token: str | None) -> EventPage:
        """Return one page; a pattern AWS cannot read is replaced by that of all SES records."""
        try:
            return await self._read(start_ms, end_ms, token)
        except InvalidParameterError:
            if token is not None or self._pattern == SES_PATTERN:
                raise
            self._pattern = SES_PATTERN
        return await self._read(start_ms, end_ms, token)

    async def _read(self, start_ms: int, end_ms: int | None, token: str | None) -> EventPage:
        asked: dict[str, Any] = {
            **self._target,
            "startTime": max(start_ms, 0),
            "filterPattern": self._pattern,
        }
        if end_ms is not None:
            asked["endTime"] = end_ms
        if token is not None:
            asked["nextToken"] = token
        try:
            client = await self._clients.client("logs", self._group.region)
            PAGES.register(client)
            async with asyncio.timeout(self._timeout_s):
                return PAGES.of(await client.filter_log_events(**asked))
        except Exception as error:
            raise to_source_error(error, self._call) from error
