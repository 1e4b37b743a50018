"""The alert rules: each checks one send after the other, and says what is out of the ordinary."""

from __future__ import annotations

import ipaddress
import statistics
from collections import Counter, deque
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Final, Protocol

from sestrail_tui.alerts.recent_values import RecentValues

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sestrail_tui.alerts.rule_names import RuleName
    from sestrail_tui.alerts.settings import AlertSettings
    from sestrail_tui.core.record import Record

MINUTE_MS: Final = 60_000
_PREFIX: Final = {4: 24, 6: 48}
"""How many bits of an address are its network: what one provider or office usually has."""
_BASELINE: Final = 30
"""Minutes before a minute over which the usual number of sends is taken."""
_KNOWN_MINUTES: Final = 5
"""With fewer minutes to compare with, nothing is a jump."""
_REMEMBERED: Final = 50_000
"""Principals, and networks: who sent before so many others is forgotten, and new again."""
_QUIET_MINUTES: Final = 10
"""After a jump: how long it is the same one."""


@dataclass(frozen=True, slots=True)
class Alert:
    """What a rule says of a send; its text may hold what a caller chose and is not safe."""

    rule: RuleName
    row: int
    """The row of the send."""
    sentence: str


class Rule(Protocol):
    """Checks sends in the order in which they are read."""

    name: ClassVar[RuleName]
    mark: ClassVar[str]
    """What a row's flags say; empty where they say it already."""

    def check(self, send: Record) -> str:
        """Learn from a send; return the alert's sentence, or ``""`` where it is nothing special."""


class FirstPrincipal:
    """A principal that has not sent before, among those that sent last."""

    name: ClassVar[RuleName] = "principal"
    mark: ClassVar[str] = "new principal"

    def __init__(self, seen: Iterable[str] = (), limit: int = _REMEMBERED) -> None:
        self._principals = RecentValues(limit, seen)

    def check(self, send: Record) -> str:
        """Compare with the principals that are remembered."""
        if not send.principal or not self._principals.add(send.principal):
            return ""
        return f"First send seen of {send.principal}{_limits(self._principals, 'principals')}"


class FirstNetwork:
    """A source network that no send came from before, among those that sends came from last."""

    name: ClassVar[RuleName] = "network"
    mark: ClassVar[str] = "new network"

    def __init__(self, addresses: Iterable[str] = (), limit: int = _REMEMBERED) -> None:
        self._networks = RecentValues(limit, map(network_of, addresses))

    def check(self, send: Record) -> str:
        """Compare with the networks that are remembered."""
        network = network_of(send.ip)
        if not network or not self._networks.add(network):
            return ""
        sender = send.principal or "an unnamed principal"
        return f"First send seen from {network}, by {sender}{_limits(self._networks, 'networks')}"


def _limits(values: RecentValues, kind: str) -> str:
    """Say of a first time that it may not be one."""
    return f", among the latest {values.limit:,} {kind}" if values.has_evicted else ""


class ErrorShare:
    """Many of the latest sends were refused; alerts again only once the share has halved."""

    name: ClassVar[RuleName] = "errors"
    mark: ClassVar[str] = "refusals"

    def __init__(self, settings: AlertSettings) -> None:
        self._share = settings.error_share
        self._latest: deque[bool] = deque(maxlen=settings.error_window)
        self._refused = 0
        self._has_alerted = False

    def check(self, send: Record) -> str:
        """Take the share over the window, once it is full."""
        latest = self._latest
        if len(latest) == latest.maxlen:
            self._refused -= latest[0]
        latest.append(bool(send.error))
        self._refused += bool(send.error)
        share = self._refused / len(latest)
        if len(latest) < (latest.maxlen or 0) or share < self._share:
            self._has_alerted = self._has_alerted and share > self._share / 2
            return ""
        if self._has_alerted:
            return ""
        self._has_alerted = True
        return f"{self._refused} of the latest {len(latest)} sends were refused: {send.error}"


class VolumeJump:
    """Many more sends in a minute (of ``eventTime``) than in the minutes before it."""

    name: ClassVar[RuleName] = "volume"
    mark: ClassVar[str] = "volume"

    def __init__(self, settings: AlertSettings, minutes: Mapping[int, int] | None = None) -> None:
        self._factor = settings.volume_factor
        self._least = settings.volume_least
        self.minutes: Counter[int] = Counter(minutes)
        """Sends by minute since the epoch."""
        self._last_jump = -_QUIET_MINUTES

    def check(self, send: Record) -> str:
        """Count the send's minute, and compare it with the median of those before."""
        if send.time_ms is None:
            return ""
        minute = send.time_ms // MINUTE_MS
        self.minutes[minute] += 1
        if len(self.minutes) > 8 * _BASELINE:
            self._forget()
        count = self.minutes[minute]
        if count < self._least or abs(minute - self._last_jump) < _QUIET_MINUTES:
            return ""
        before = range(max(minute - _BASELINE, min(self.minutes)), minute)
        if len(before) < _KNOWN_MINUTES:
            return ""
        baseline = statistics.median(self.minutes[each] for each in before)
        if count < self._factor * max(baseline, 1):
            return ""
        self._last_jump = minute
        at = datetime.fromtimestamp(minute * 60, UTC).strftime("%H:%M UTC")
        return f"{count} sends in the minute of {at}, where {baseline:g} are usual"

    def _forget(self) -> None:
        for minute in sorted(self.minutes)[: -4 * _BASELINE]:
            del self.minutes[minute]


class NoConfigSet:
    """A send whose request names no configuration set; a header or a default may have named one."""

    name: ClassVar[RuleName] = "no-config"
    mark: ClassVar[str] = "no set"

    def check(self, send: Record) -> str:
        """Return a sentence where no configuration set is named."""
        return "" if send.config_set else f"{_who(send)} named no configuration set in the request"


class ConsoleSend:
    """A send signed with credentials of a console session: a person, or a stolen session."""

    name: ClassVar[RuleName] = "console"
    mark: ClassVar[str] = ""

    def check(self, send: Record) -> str:
        """Return a sentence where CloudTrail says that the credentials are a console session's."""
        if send.console != "yes":
            return ""
        return f"{_who(send)} sent with a console session's credentials"


def _who(send: Record) -> str:
    return send.principal or "Somebody"


@lru_cache(maxsize=65_536)
def network_of(ip: str) -> str:
    """Return the network of an address (a /24, a /48), or the AWS service that stands in its place.

    AWS: ``sourceIPAddress`` may be a service's DNS name ("CloudTrail record contents").
    """
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ip
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped or address
    return str(ipaddress.ip_network((address, _PREFIX[address.version]), strict=False))
