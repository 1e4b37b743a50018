"""One Live Tail session, typed (AWS: StartLiveTail API reference).

An update comes every second, empty while nothing matches: a session that is silent for longer is
dead. aiobotocore ends its loop without a word where the connection ends in an orderly way, even in
the middle of a frame: an end without an error is one of a kind, and nothing to rely on.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import urlsplit

from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.error_codes import InvalidParameterError
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.account.partitions import has_live_tail
from sestrail_tui.core.errors import SourceError, Throttled, Unreachable
from sestrail_tui.filters.pushdown.filter_pattern import SES_PATTERN
from sestrail_tui.follow.source import Message

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from sestrail_tui.account.session.clients import Clients

_OPENING_S: Final = 30
_SILENT_S: Final = 15
_NEVER: Final = frozenset(
    {"InvalidOperationException", "UnknownOperationException", "NotImplementedException"}
)


class NoLiveTailError(SourceError):
    """There is no Live Tail here, now or later."""


class SessionLimit(Throttled):
    """The account has as many sessions as it may have."""


class SessionTimedOut(Unreachable):
    """The session reached its three hours."""


@dataclass(frozen=True, slots=True)
class Update:
    """What a session brought in one second; the first, empty, says that it has begun."""

    messages: tuple[tuple[str, Message], ...] = ()
    """Each with its log group's name or ARN."""
    sampled: bool = False
    """Whether some of what matched was left out."""


class OpenSession(Protocol):
    """Opens sessions."""

    def __call__(self, arns: Sequence[str]) -> AsyncGenerator[Update, None]:
        """Return a session's updates until it ends, one way or another.

        ``arns`` are 1 to 10 log groups, without ``:*`` at the end. Raises `SourceError`.
        """


class StartLiveTail:
    """`OpenSession` over aiobotocore, in one region."""

    def __init__(self, clients: Clients, region: str, pattern: str, login: str) -> None:
        self._clients = clients
        self._region = region
        self._pattern = pattern
        self._call = CallName("logs:StartLiveTail", region, login=login)

    async def __call__(self, arns: Sequence[str]) -> AsyncGenerator[Update, None]:
        """Return one session's updates."""
        if not has_live_tail(self._region):
            raise NoLiveTailError(f"AWS has no Live Tail in {self._region}.")
        call = _named(self._call, arns)
        stream = await self._open(arns, call)
        try:
            async with aclosing(aiter(stream)) as events:
                while (event := await _next(events)) is not None:
                    yield _update(event)
        except Exception as error:
            raise self._words(error, call) from error
        finally:
            stream.close()

    async def _open(self, arns: Sequence[str], call: CallName) -> Any:
        try:
            return await self._start(arns, call)
        except InvalidParameterError as error:
            if self._pattern == SES_PATTERN:
                raise NoLiveTailError(error.message) from error
            self._pattern = SES_PATTERN
        return await self._open(arns, call)

    async def _start(self, arns: Sequence[str], call: CallName) -> Any:
        host = ""
        try:
            client = await self._clients.client("logs", self._region)
            host = live_tail_host(client.meta)
            async with asyncio.timeout(_OPENING_S):
                answer = await client.start_live_tail(
                    logGroupIdentifiers=list(arns), logEventFilterPattern=self._pattern
                )
        except Exception as error:
            said = self._words(error, call)
            if type(said) is Unreachable and host:
                said = Unreachable(f"{said.message} Live Tail has a host of its own: {host}.")
            raise said from error
        return answer["responseStream"]

    def _words(self, error: Exception, call: CallName) -> SourceError:
        detail = getattr(error, "response", {}).get("Error", {})
        match detail.get("Code"):
            case "SessionTimeoutException":
                return SessionTimedOut("A Live Tail session has reached its three hours.")
            case "LimitExceededException":
                return SessionLimit(
                    f"{call}: the account has as many Live Tail sessions open as it may "
                    "(LimitExceededException; AWS's default is 15)."
                )
            case code if code in _NEVER:
                return NoLiveTailError(f"{call} cannot be used here ({code}).")
        return to_source_error(error, call)


def live_tail_host(meta: Any) -> str:
    """Return the host of Live Tail by a client's ``meta``; ``""`` where it is no other.

    The prefix is that of StartLiveTail in botocore's model; the rest is the client's own host, in
    any partition, dual-stack or FIPS.
    """
    if not meta.config.inject_host_prefix:
        return ""
    prefix = meta.service_model.operation_model("StartLiveTail").endpoint["hostPrefix"]
    return f"{prefix}{urlsplit(meta.endpoint_url).hostname}"


def _named(call: CallName, arns: Sequence[str]) -> CallName:
    """Name what a session is over."""
    name = arns[0].split(":", 6)[-1]
    return replace(
        call, target=f"log group {name}" if len(arns) == 1 else f"{len(arns)} log groups"
    )


async def _next(events: AsyncGenerator[dict[str, Any], None]) -> dict[str, Any] | None:
    async with asyncio.timeout(_SILENT_S):
        return await anext(events, None)


def _update(event: dict[str, Any]) -> Update:
    update = event.get("sessionUpdate")
    if update is None:
        return Update()
    return Update(
        tuple(
            (
                result.get("logGroupIdentifier", ""),
                Message(
                    result.get("message", "").encode("utf-8", "surrogatepass"),
                    result.get("ingestionTime"),
                ),
            )
            for result in update.get("sessionResults", ())
        ),
        bool(update.get("sessionMetadata", {}).get("sampled")),
    )
