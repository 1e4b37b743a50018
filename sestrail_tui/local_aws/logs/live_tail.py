"""StartLiveTail: what a session sends, second by second.

AWS: StartLiveTail API reference; "CloudWatch Logs quotas"; user guide, "View log events in near
real time with Live Tail". An update comes every second, empty where nothing matched, with at most
500 log events; ``sampled`` says that more matched. A log event has no id there. 15 sessions an
account, each of three hours. For a reader that is too slow 10 updates or 5,000 log events are
kept, and the oldest dropped without a word.
"""

from __future__ import annotations

import uuid
from collections import deque
from dataclasses import dataclass, field
from functools import partial
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.logs.api import (
    compiled,
    find_group,
    refuse_infrequent,
    refused,
    stream_test,
)
from sestrail_tui.local_aws.logs.filter_pattern import PatternError
from sestrail_tui.local_aws.server.answer import AwsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sestrail_tui.local_aws.account.account import AwsAccount
    from sestrail_tui.local_aws.logs.log_group import LogEvent, StoredLogGroup
    from sestrail_tui.local_aws.server.answer import ApiCall

SESSIONS: Final = 15
SESSION_S: Final = 3 * 3600
UPDATE_EVENTS: Final = 500
WAITING_UPDATES: Final = 10
WAITING_EVENTS: Final = 5_000

Update = dict[str, Any]


@dataclass(slots=True, eq=False)
class LiveTailSession:
    """One open session; ``start`` is its first event."""

    start: dict[str, Any]
    groups: dict[str, StoredLogGroup]
    """By ARN."""
    wanted: Callable[[LogEvent], bool]
    opened_s: float
    """On the clock that never runs backwards."""
    _coming: list[tuple[int, int, str, LogEvent]] = field(default_factory=list)
    """What matched and was not sent: a heap by the moment from which it can be read."""
    _watchers: list[tuple[StoredLogGroup, Callable[[LogEvent], None]]] = field(default_factory=list)

    def watch(self, now: int) -> None:
        """Take in what becomes readable after ``now`` (ms UTC)."""
        for arn, group in self.groups.items():
            for one in group.events:
                if one.ingestion > now and self.wanted(one):
                    self._coming.append((one.ingestion, one.number, arn, one))
            watcher = partial(self._take, arn)
            group.watchers.append(watcher)
            self._watchers.append((group, watcher))
        heapify(self._coming)

    def leave(self) -> None:
        """Take in no more."""
        for group, watcher in self._watchers:
            group.watchers.remove(watcher)
        self._watchers.clear()

    def _take(self, arn: str, one: LogEvent) -> None:
        if self.wanted(one):
            heappush(self._coming, (one.ingestion, one.number, arn, one))

    def update(self, now: int, most: int = UPDATE_EVENTS) -> Update:
        """Give what became readable since the last update, ``most`` of it; the rest is lost."""
        results = []
        while self._coming and self._coming[0][0] <= now:
            _, _, arn, one = heappop(self._coming)
            results.append(result(arn, one))
        return {
            "sessionMetadata": {"sampled": len(results) > most},
            "sessionResults": results[:most],
        }


@dataclass(slots=True)
class PendingUpdates:
    """Updates that the reader did not take yet: the latest ones."""

    updates: deque[Update] = field(default_factory=deque)

    def put(self, update: Update) -> None:
        """Add one, and drop the oldest of too many."""
        self.updates.append(update)
        while len(self.updates) > WAITING_UPDATES or (
            len(self.updates) > 1
            and sum(len(one["sessionResults"]) for one in self.updates) > WAITING_EVENTS
        ):
            self.updates.popleft()

    def take(self) -> Iterator[Update]:
        """Give all of them, the oldest first."""
        while self.updates:
            yield self.updates.popleft()


def result(arn: str, one: LogEvent) -> dict[str, Any]:
    """Give a log event as Live Tail words it."""
    return {
        "logStreamName": one.stream,
        "logGroupIdentifier": arn,
        "message": one.message,
        "timestamp": one.timestamp,
        "ingestionTime": one.ingestion,
    }


def open_session(account: AwsAccount, call: ApiCall) -> LiveTailSession:
    """Begin a session, or raise `AwsError`."""
    params = call.params
    groups = {arn: asked_group(account, call.region, arn) for arn in params["logGroupIdentifiers"]}
    by_stream = [name for name in ("logStreamNames", "logStreamNamePrefixes") if name in params]
    if len(by_stream) > 1 or (by_stream and len(groups) > 1):
        raise refused("Log streams can be chosen by names or by prefixes, of one log group.")
    if len(account.sessions) >= SESSIONS:
        raise AwsError("LimitExceededException", f"You have reached the limit of {SESSIONS}.")
    session = LiveTailSession(
        session_start(params),
        groups,
        wanted_of(params),
        account.clock.monotonic(),
    )
    session.watch(account.clock.now_ms())
    account.sessions.append(session)
    return session


def close_session(account: AwsAccount, session: LiveTailSession) -> None:
    """End a session."""
    session.leave()
    account.sessions.remove(session)


def asked_group(account: AwsAccount, region: str, arn: str) -> StoredLogGroup:
    """Give the log group of an ARN; a name, or an ARN that ends with ``:*``, is refused."""
    if not arn.startswith("arn:"):
        raise refused(f"{arn} is not a valid log group ARN.")
    group = find_group(account, region, arn)
    refuse_infrequent(group, "StartLiveTail")
    return group


def wanted_of(params: Mapping[str, Any]) -> Callable[[LogEvent], bool]:
    """Tell which log events are asked for."""
    try:
        matches = compiled(params.get("logEventFilterPattern", ""))
    except PatternError as error:
        raise refused(str(error)) from None
    prefixes = tuple(params.get("logStreamNamePrefixes", ("",)))
    in_stream = (
        stream_test(params)
        if "logStreamNames" in params
        else lambda stream: stream.startswith(prefixes)
    )
    return lambda one: in_stream(one.stream) and matches(one.message)


def session_start(params: Mapping[str, Any]) -> dict[str, Any]:
    """Word the first event: what was asked for, and ids. What was left out is left out."""
    return {"requestId": str(uuid.uuid4()), "sessionId": str(uuid.uuid4()), **params}
