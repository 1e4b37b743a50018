"""Which CloudTrail Lake event data stores hold an account's sends.

AWS: ListEventDataStores gives no more than ARN and name any more, so GetEventDataStore is asked
for each store's status and selectors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sestrail_tui.account.discovery.fallback import FoundElsewhere
from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.account.page_tokens import PageTokens
from sestrail_tui.account.selectors.coverage import coverage
from sestrail_tui.account.selectors.event_selectors import EventSelectors
from sestrail_tui.account.selectors.send_kinds import IDENTITY
from sestrail_tui.core.errors import LogGroupMissing, SourceError, UsageError
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from sestrail_tui.account.selectors.coverage import Coverage
    from sestrail_tui.account.session.clients import Clients

_ID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_ARN: Final = re.compile(r"arn:[^:]+:cloudtrail:([^:]+):([^:]*):eventdatastore/(.+)")
_STARTING: Final = ("CREATED", "STARTING_INGESTION")
"""AWS: GetEventDataStore API reference. It takes events in soon, or already."""
_PAGES: Final = 20
"""AWS allows ten stores a region."""


@dataclass(frozen=True, slots=True)
class EventDataStore:
    """An event data store to query, and why."""

    id: str
    """A UUID: what a query's FROM names."""
    region: str
    account: str = ""
    """The account that owns it; ``""`` where only the id is known."""
    name: str = ""
    """``""`` where only the id is known."""
    why: str = ""
    """What named it: ``--event-data-store``, ``CloudTrail Lake``."""

    @property
    def label(self) -> str:
        """What a person knows it by."""
        return self.name or self.id


class Details(msgspec.Struct, frozen=True, rename="pascal"):
    """What GetEventDataStore tells."""

    event_data_store_arn: str = ""
    name: str = ""
    status: str = "ENABLED"
    advanced_event_selectors: list[dict[str, Any]] = []
    created_timestamp: datetime | None = None

    @property
    def created_ms(self) -> int | None:
        """When it was made (ms UTC); `None` where AWS does not say."""
        made = self.created_timestamp
        return None if made is None else round(made.timestamp() * 1000)

    @property
    def coverage(self) -> Coverage:
        """Which sends its selectors take, whether it takes in anything at present or not."""
        return coverage(EventSelectors(advanced=tuple(self.advanced_event_selectors)))

    @property
    def lack(self) -> str:
        """Why it takes in no sends at present, and what fixes that; ``""`` where it takes some."""
        store = f"Event data store {safe(self.name)}"
        if self.status == "PENDING_DELETION":
            return (
                f"{store} is to be deleted ({self.status}): run `aws cloudtrail "
                f"restore-event-data-store --event-data-store {safe(self.event_data_store_arn)}`."
            )
        if self.status not in ("ENABLED", *_STARTING):
            return (
                f"{store} takes in no events ({safe(self.status)}): run `aws cloudtrail "
                "start-event-data-store-ingestion --event-data-store "
                f"{safe(self.event_data_store_arn)}`."
            )
        if self.coverage.takes == "none":
            return (
                f"{store} records no SES sends: give it a selector of data events of type "
                f"{IDENTITY} (`aws cloudtrail update-event-data-store`)."
            )
        return ""

    @property
    def unsettled(self) -> str:
        """Why nobody can tell whether it takes in sends yet; ``""`` where that is known.

        AWS documents no moment from which on a store in such a state takes events in.
        """
        if self.status not in _STARTING:
            return ""
        return (
            f"Event data store {safe(self.name)} is being started ({self.status}): whether it "
            "takes in sends already is not known. Look again in a few minutes."
        )

    @property
    def left_out(self) -> str:
        """Which sends are not among those that it takes in; ``""`` where all or none are."""
        found = self.coverage
        if found.takes != "some":
            return ""
        return (
            f"Event data store {safe(self.name)} records some SES sends only. "
            f"{' '.join(found.notes)}"
        )


def named_store(text: str, region: str) -> EventDataStore:
    """Read what a person typed: an ARN, which names its region, or an id in ``region``.

    Raises `UsageError`.
    """
    found = _ARN.fullmatch(text)
    region, account, name = found.groups() if found else (region, "", text)
    if _ID.fullmatch(name) is None:
        raise UsageError(
            f"{safe(text)} is neither the id nor the ARN of an event data store: "
            "`aws cloudtrail list-event-data-stores` shows them."
        )
    return EventDataStore(name, region, account, why="--event-data-store")


async def details(clients: Clients, store: str, region: str, label: str, login: str) -> Details:
    """Ask for a store, by id or ARN. Raises `SourceError`."""
    call = CallName("cloudtrail:GetEventDataStore", region, f"event data store {label}", login)
    try:
        client = await clients.client("cloudtrail", region)
        answer = await client.get_event_data_store(EventDataStore=store)
        return msgspec.convert(answer, Details)
    except Exception as error:
        raise to_source_error(error, call) from error


async def find_stores(clients: Clients, regions: tuple[str, ...], login: str) -> FoundElsewhere:
    """Return the stores that take in sends, and what is known of the others."""
    listed, failures = await every_store(clients, regions, login)
    lacks = tuple(said for _, told in listed if (said := told.lack or told.left_out))
    return FoundElsewhere(tuple(store for store, told in listed if not told.lack), lacks, failures)


async def every_store(
    clients: Clients, regions: tuple[str, ...], login: str
) -> tuple[tuple[tuple[EventDataStore, Details], ...], tuple[SourceError, ...]]:
    """Return every store and what is told of it, and why there may be others."""
    found: list[tuple[EventDataStore, Details]] = []
    failures: list[SourceError] = []
    for region in regions:
        try:
            listed = await _listed(clients, region, login)
        except SourceError as error:
            failures.append(error)
            continue
        for arn, name in listed:
            try:
                told = await details(clients, arn, region, name, login)
            except LogGroupMissing:
                continue  # deleted since it was listed
            except SourceError as error:
                failures.append(error)
                continue
            if match := _ARN.fullmatch(arn):
                store = EventDataStore(match[3], region, match[2], name, "CloudTrail Lake")
                found.append((store, told))
    return tuple(found), tuple(failures)


async def _listed(clients: Clients, region: str, login: str) -> list[tuple[str, str]]:
    """Give ARN and name of every store of a region; none where AWS has no CloudTrail Lake."""
    listed: list[tuple[str, str]] = []
    tokens = PageTokens(f"The list of event data stores in {region}", _PAGES)
    more: dict[str, str] = {}
    try:
        client = await clients.client("cloudtrail", region)
        while True:
            answer = await client.list_event_data_stores(**more)
            listed += [
                (str(store["EventDataStoreArn"]), str(store.get("Name", "")))
                for store in answer.get("EventDataStores", ())
            ]
            token = tokens.take(answer.get("NextToken"))
            if token is None:
                break
            more = {"NextToken": token}
    except Exception as error:
        if _has_no_lake(error):
            return []
        raise to_source_error(
            error, CallName("cloudtrail:ListEventDataStores", region, login=login)
        ) from error
    return listed


def _has_no_lake(error: Exception) -> bool:
    """Return whether AWS says that the region has no CloudTrail Lake (China has none).

    AWS: ListEventDataStores API reference, UnsupportedOperationException.
    """
    response: dict[str, Any] = getattr(error, "response", None) or {}
    return str((response.get("Error") or {}).get("Code")).startswith("UnsupportedOperation")
