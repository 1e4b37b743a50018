"""The doctor's questions on CloudTrail Lake: which event data stores there are, and their state."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sestrail_tui.account.report import Finding, Level
from sestrail_tui.core.errors import SourceError
from sestrail_tui.doctor.checks import Checks
from sestrail_tui.places.lake.access import NAME, TITLE
from sestrail_tui.places.lake.event_data_stores import Details
from sestrail_tui.places.lake.judge import judge_store, judge_unknown
from sestrail_tui.places.lake.store_facts import StoreFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.account.aws_cli import AwsCli
    from sestrail_tui.doctor.facts.answer import Answer
    from sestrail_tui.doctor.facts.asker import Asker
    from sestrail_tui.doctor.facts.facts import Facts

_NO_STATEMENT: Final = "SELECT eventJson FROM {store} WHERE"
"""SQL that cannot be read, so that nothing is scanned and billed."""


@dataclass(frozen=True, slots=True)
class LakeFacts:
    """`PlaceFacts` of event data stores."""

    stores: Answer[tuple[StoreFacts, ...]] = ()
    records_sends = True

    @property
    def _stores(self) -> tuple[StoreFacts, ...]:
        return () if isinstance(self.stores, SourceError) else self.stores

    @property
    def takes_sends(self) -> bool:
        """Whether a store takes in sends, or may well."""
        return any(
            isinstance(store.details, SourceError) or not store.details.lack
            for store in self._stores
        )

    @property
    def unknown(self) -> str:
        """What is said where the stores could not be listed."""
        unlisted = isinstance(self.stores, SourceError)
        return "an event data store of CloudTrail Lake does" if unlisted else ""

    def answers(self) -> Iterator[object]:
        """Return every answer."""
        if isinstance(self.stores, SourceError):
            yield self.stores
        for store in self._stores:
            yield from (store, store.details, store.query)

    def on_the_way(self, facts: Facts, aws: AwsCli) -> Iterator[Finding]:
        """Judge each store."""
        if isinstance(self.stores, SourceError):
            yield judge_unknown(facts, self.stores, aws)
        for store in self._stores:
            yield from judge_store(facts, store, aws)

    def besides(self, _facts: Facts, _aws: AwsCli) -> Iterator[Finding]:
        """Say that none is needed."""
        if self.stores == ():
            says = "There is no event data store; none is needed."
            yield Finding(NAME, TITLE, Level.GOOD, says)


async def ask_stores(asker: Asker, region: str) -> LakeFacts:
    """Ask which event data stores there are, and about each."""

    async def do(cloudtrail: Any) -> list[tuple[str, str]]:
        answer = await cloudtrail.list_event_data_stores()
        return [
            (str(store["EventDataStoreArn"]), str(store.get("Name", "")))
            for store in answer.get("EventDataStores", ())
        ]

    listed = await asker.ask("cloudtrail", region, "cloudtrail:ListEventDataStores", do)
    if isinstance(listed, SourceError):
        return LakeFacts(listed)
    stores = await asyncio.gather(*(_ask_store(asker, region, *store) for store in listed))
    return LakeFacts(tuple(stores))


async def _ask_store(asker: Asker, region: str, arn: str, name: str) -> StoreFacts:
    target = f"event data store {name}"

    async def get(cloudtrail: Any) -> dict[str, Any]:
        answer: dict[str, Any] = await cloudtrail.get_event_data_store(EventDataStore=arn)
        return answer

    answer = await asker.ask("cloudtrail", region, "cloudtrail:GetEventDataStore", get, target)
    if isinstance(answer, SourceError):
        return StoreFacts(arn, name, answer)
    details = msgspec.convert(answer, Details)

    async def query(cloudtrail: Any) -> object:
        statement = _NO_STATEMENT.format(store=arn.rpartition("/")[2])
        return await cloudtrail.start_query(QueryStatement=statement)

    return StoreFacts(
        arn,
        name,
        details,
        tuple(answer.get("AdvancedEventSelectors", ())),
        None
        if details.lack
        else await asker.may("cloudtrail", region, "cloudtrail:StartQuery", query, target),
    )


CHECKS: Final = Checks(ask_stores)
