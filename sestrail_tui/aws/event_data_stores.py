"""Which CloudTrail Lake event data stores hold an account's sends.

AWS: ListEventDataStores gives no more than ARN and name any more, so GetEventDataStore is asked
for each store's status and selectors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from sestrail_tui.aws.call import Call
from sestrail_tui.aws.errors import to_source_error
from sestrail_tui.cloudtrail.safe_text import safe
from sestrail_tui.errors import AccessDenied, SourceError, UsageError

if TYPE_CHECKING:
    from sestrail_tui.aws.clients import Clients

_ID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_ARN: Final = re.compile(r"arn:[^:]+:cloudtrail:([^:]+):([^:]*):eventdatastore/(.+)")
_PAGES: Final = 20
"""AWS allows ten stores a region; a list that does not end is left."""
_SES: Final = "ses.amazonaws.com"
_IDENTITY: Final = "AWS::SES::EmailIdentity"


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


class FieldSelector(msgspec.Struct, frozen=True, rename="pascal"):
    """One field of a selector, as far as it decides on sends."""

    field: str = ""
    equals: list[str] = []


class Selector(msgspec.Struct, frozen=True, rename="pascal"):
    """One advanced event selector: all its fields have to hold."""

    field_selectors: list[FieldSelector] = []

    @property
    def takes_sends(self) -> bool:
        """Whether sends of some email identity pass (AWS records them as ``readOnly: true``)."""
        fields = {one.field: one.equals for one in self.field_selectors}
        return (
            "Data" in fields.get("eventCategory", ())
            and _IDENTITY in fields.get("resources.type", ())
            and "false" not in fields.get("readOnly", ())
            and (not fields.get("eventSource") or _SES in fields["eventSource"])
        )


class Details(msgspec.Struct, frozen=True, rename="pascal"):
    """What GetEventDataStore tells."""

    event_data_store_arn: str = ""
    name: str = ""
    status: str = "ENABLED"
    advanced_event_selectors: list[Selector] = []

    @property
    def lack(self) -> str:
        """Why it takes in no sends at present, and what mends that; ``""`` where it does."""
        store = f"Event data store {safe(self.name)}"
        if self.status == "PENDING_DELETION":
            return (
                f"{store} is to be deleted ({self.status}): run `aws cloudtrail "
                f"restore-event-data-store --event-data-store {safe(self.event_data_store_arn)}`."
            )
        if self.status not in ("ENABLED", "CREATED", "STARTING_INGESTION"):
            return (
                f"{store} takes in no events ({safe(self.status)}): run `aws cloudtrail "
                "start-event-data-store-ingestion --event-data-store "
                f"{safe(self.event_data_store_arn)}`."
            )
        if not any(one.takes_sends for one in self.advanced_event_selectors):
            return (
                f"{store} records no SES sends: give it a selector of data events of type "
                f"{_IDENTITY} (`aws cloudtrail update-event-data-store`)."
            )
        return ""


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
    call = Call("cloudtrail:GetEventDataStore", region, f"event data store {label}", login)
    try:
        client = await clients.client("cloudtrail", region)
        answer = await client.get_event_data_store(EventDataStore=store)
        return msgspec.convert(answer, Details)
    except Exception as error:
        raise to_source_error(error, call) from error


async def find_stores(
    clients: Clients, regions: tuple[str, ...], login: str
) -> tuple[tuple[EventDataStore, ...], tuple[str, ...]]:
    """Give the stores that take in sends, and a sentence on each other and on each refusal.

    Anything but a refusal is kept quiet: few accounts have CloudTrail Lake, and few regions.
    """
    listed, refusals = await every_store(clients, regions, login)
    lacks = [told.lack for _, told in listed if told.lack]
    return tuple(store for store, told in listed if not told.lack), (*lacks, *refusals)


async def every_store(
    clients: Clients, regions: tuple[str, ...], login: str
) -> tuple[tuple[tuple[EventDataStore, Details], ...], tuple[str, ...]]:
    """Give every store and what is told of it, and a sentence on each refusal."""
    found: list[tuple[EventDataStore, Details]] = []
    notes: list[str] = []
    for region in regions:
        try:
            for arn, name in await _listed(clients, region, login):
                told = await details(clients, arn, region, name, login)
                if match := _ARN.fullmatch(arn):
                    store = EventDataStore(match[3], region, match[2], name, "CloudTrail Lake")
                    found.append((store, told))
        except AccessDenied as error:
            notes.append(error.message)
        except SourceError:
            continue
    return tuple(found), tuple(notes)


async def _listed(clients: Clients, region: str, login: str) -> list[tuple[str, str]]:
    """Give ARN and name of every store of a region."""
    listed: list[tuple[str, str]] = []
    more: dict[str, str] = {}
    try:
        client = await clients.client("cloudtrail", region)
        for _ in range(_PAGES):
            answer = await client.list_event_data_stores(**more)
            listed += [
                (str(store["EventDataStoreArn"]), str(store.get("Name", "")))
                for store in answer.get("EventDataStores", ())
            ]
            if not answer.get("NextToken"):
                break
            more = {"NextToken": answer["NextToken"]}
    except Exception as error:
        raise to_source_error(
            error, Call("cloudtrail:ListEventDataStores", region, login=login)
        ) from error
    return listed
