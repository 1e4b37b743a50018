"""StartLiveTail: what a session sends, second by second.

AWS: StartLiveTail API reference; "CloudWatch Logs quotas"; user guide, "View log events in near
real time with Live Tail". An update comes every second, empty where nothing matched, with at most
500 log events; ``sampled`` says that more matched. A log event has no id there. 15 sessions an
account, each of three hours. For a reader that is too slow 10 updates or 5,000 log events are
kept, and the oldest dropped without a word.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.logs.api import (
    compiled,
    find_group,
    refuse_infrequent,
    refused,
    stream_test,
)
from sestrail_tui.local_aws.logs.live_tail_session import LiveTailSession
from sestrail_tui.local_aws.logs.patterns.filter_pattern import PatternError
from sestrail_tui.local_aws.wire.answer import AwsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sestrail_tui.local_aws.logs.account import LogsAccount
    from sestrail_tui.local_aws.logs.log_group import LogEvent, StoredLogGroup
    from sestrail_tui.local_aws.wire.answer import ApiCall

SESSIONS: Final = 15


def open_session(account: LogsAccount, call: ApiCall) -> LiveTailSession:
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


def close_session(account: LogsAccount, session: LiveTailSession) -> None:
    """End a session."""
    session.leave()
    account.sessions.remove(session)


def asked_group(account: LogsAccount, region: str, arn: str) -> StoredLogGroup:
    """Return the log group of an ARN; a name, or an ARN that ends with ``:*``, is refused."""
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
