"""Whether sends were recorded, since a moment, into what one connection reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sestrail_tui.account.aws_cli import AwsCli
from sestrail_tui.account.discovery.sends_recorded import sends_recorded
from sestrail_tui.core.safe_text import safe
from sestrail_tui.core.units import time_text
from sestrail_tui.follow.protocol import Recording

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sestrail_tui.account.discovery.buckets import TrailBucket
    from sestrail_tui.account.discovery.log_groups import LogGroup
    from sestrail_tui.account.discovery.sends_recorded import SendsRecorded
    from sestrail_tui.account.session.clients import Clients


@dataclass(frozen=True, slots=True)
class RecordingCheck:
    """Asks what fills the places that are read.

    One place that every send is recorded into is enough: others may be filled with other events.
    """

    clients: Clients
    destinations: tuple[LogGroup | TrailBucket, ...]
    """Those that trails fill."""
    others: tuple[Callable[[int], Awaitable[Recording]], ...]
    """What tells of each of the others, since a moment (ms UTC)."""
    account: str
    login: str
    profile: str = ""

    async def __call__(self, since_ms: int) -> Recording:
        """Ask; never raises `SourceError`."""
        found = await sends_recorded(
            self.clients,
            self.destinations,
            account=self.account,
            login=self.login,
            aws=AwsCli(self.profile),
        )
        recordings = [_of_place(place, sends, since_ms) for place, sends in found.items()]
        recordings += [await other(since_ms) for other in self.others]
        if Recording() in recordings:
            return Recording()
        return Recording(
            tuple(dict.fromkeys(lack for each in recordings for lack in each.lacks)),
            tuple(dict.fromkeys(why for each in recordings for why in each.unknown)),
            nothing=bool(recordings) and all(each.nothing for each in recordings),
            command=next((each.command for each in recordings if each.command), ""),
        )


def _of_place(place: LogGroup | TrailBucket, sends: SendsRecorded, since_ms: int) -> Recording:
    match sends.takes:
        case "unknown":
            return Recording(unknown=(sends.sentence,))
        case "all" if sends.region not in ("", place.region):
            only = f"Only sends in {safe(sends.region)} are recorded into what is read."
            return Recording(lacks=(only,))
        case "all" if sends.since_ms is not None and sends.since_ms > since_ms:
            return Recording(
                lacks=(f"What is read records sends only since {time_text(sends.since_ms)}.",)
            )
        case "all":
            return Recording()
    nothing = sends.takes in ("none", "undelivered")
    return Recording(lacks=(sends.sentence,), nothing=nothing, command=sends.command)
