"""Whether sends were recorded, since a moment, into what one connection reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sestrail_tui.account.aws_cli import AwsCli
from sestrail_tui.account.discovery.event_data_stores import details
from sestrail_tui.account.discovery.sends_recorded import sends_recorded
from sestrail_tui.core.errors import SourceError
from sestrail_tui.core.safe_text import safe
from sestrail_tui.core.units import time_text
from sestrail_tui.follow.protocol import Recording

if TYPE_CHECKING:
    from sestrail_tui.account.discovery.buckets import TrailBucket
    from sestrail_tui.account.discovery.event_data_stores import EventDataStore
    from sestrail_tui.account.discovery.log_groups import LogGroup
    from sestrail_tui.account.discovery.sends_recorded import SendsRecorded
    from sestrail_tui.account.session.clients import Clients


@dataclass(frozen=True, slots=True)
class RecordingCheck:
    """Asks what fills the places that are read.

    One place that every send is recorded into is enough: others may be filled with other events.
    """

    clients: Clients
    places: tuple[LogGroup | TrailBucket, ...]
    stores: tuple[EventDataStore, ...]
    account: str
    login: str
    profile: str = ""

    async def __call__(self, since_ms: int) -> Recording:
        """Ask; never raises `SourceError`."""
        found = await sends_recorded(
            self.clients,
            self.places,
            account=self.account,
            login=self.login,
            aws=AwsCli(self.profile),
        )
        told = [_of_place(place, one, since_ms) for place, one in found.items()]
        told += [await self._of_store(store, since_ms) for store in self.stores]
        if Recording() in told:
            return Recording()
        return Recording(
            tuple(dict.fromkeys(lack for one in told for lack in one.lacks)),
            tuple(dict.fromkeys(why for one in told for why in one.unknown)),
            nothing=bool(told) and all(one.nothing for one in told),
            command=next((one.command for one in told if one.command), ""),
        )

    async def _of_store(self, store: EventDataStore, since_ms: int) -> Recording:
        try:
            found = await details(self.clients, store.id, store.region, store.label, self.login)
        except SourceError as error:
            return Recording(unknown=(error.message,))
        if lack := found.lack or found.left_out:
            return Recording(lacks=(lack,), nothing=bool(found.lack))
        if found.unsettled:
            return Recording(unknown=(found.unsettled,))
        made_ms = found.created_ms
        if made_ms is not None and made_ms > since_ms:
            what = f"Event data store {safe(store.label)} was made"
            return Recording(lacks=(f"{what} only at {time_text(made_ms)}.",))
        return Recording()


def _of_place(place: LogGroup | TrailBucket, told: SendsRecorded, since_ms: int) -> Recording:
    match told.takes:
        case "unknown":
            return Recording(unknown=(told.sentence,))
        case "all" if told.region not in ("", place.region):
            only = f"Only sends in {safe(told.region)} are recorded into what is read."
            return Recording(lacks=(only,))
        case "all" if told.since_ms is not None and told.since_ms > since_ms:
            return Recording(
                lacks=(f"What is read records sends only since {time_text(told.since_ms)}.",)
            )
        case "all":
            return Recording()
    nothing = told.takes in ("none", "undelivered")
    return Recording(lacks=(told.sentence,), nothing=nothing, command=told.command)
