"""Questions about the account: who calls, SES, event history, CloudTrail Lake."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sestrail_tui.account.discovery.event_data_stores import Details, EventDataStore
from sestrail_tui.account.page_tokens import PageTokens
from sestrail_tui.account.session.credentials import open_session
from sestrail_tui.core.errors import SourceError
from sestrail_tui.doctor.facts.facts import Answer, CallerFacts, SesAccount, SesIdentity, StoreFacts

if TYPE_CHECKING:
    from sestrail_tui.doctor.facts.asker import Asker

_PAGES: Final = 5
_NO_STATEMENT: Final = "SELECT eventJson FROM {store} WHERE"
"""SQL that cannot be read, so that nothing is scanned and billed."""


async def ask_caller(asker: Asker, region: str) -> Answer[CallerFacts]:
    """Ask who calls."""

    async def do(sts: Any) -> dict[str, Any]:
        answer: dict[str, Any] = await sts.get_caller_identity()
        return answer

    told = await asker.ask("sts", region, "sts:GetCallerIdentity", do)
    if isinstance(told, SourceError):
        return told
    return CallerFacts(str(told.get("Account", "")), str(told.get("Arn", "")))


async def ask_ses(asker: Asker, region: str) -> Answer[SesAccount]:
    """Ask whether SES sends here."""

    async def do(ses: Any) -> SesAccount:
        return msgspec.convert(await ses.get_account(), SesAccount, strict=False)

    return await asker.ask("sesv2", region, "ses:GetAccount", do)


async def ask_identities(asker: Asker, region: str) -> Answer[tuple[SesIdentity, ...]]:
    """Ask as whom SES sends here; of very many identities the first some hundred."""

    async def do(ses: Any) -> tuple[SesIdentity, ...]:
        found: list[SesIdentity] = []
        tokens = PageTokens(f"The list of identities in {region}")
        more: dict[str, str] = {}
        for _ in range(_PAGES):
            answer = await ses.list_email_identities(**more)
            found += msgspec.convert(answer.get("EmailIdentities", []), list[SesIdentity])
            token = tokens.take(answer.get("NextToken"))
            if token is None:
                break
            more = {"NextToken": token}
        return tuple(found)

    return await asker.ask("sesv2", region, "ses:ListEmailIdentities", do)


async def ask_history(asker: Asker, region: str) -> Answer[bool]:
    """Ask for one event of the event history."""

    async def do(cloudtrail: Any) -> bool:
        await cloudtrail.lookup_events(
            LookupAttributes=[
                {"AttributeKey": "EventSource", "AttributeValue": "ses.amazonaws.com"}
            ],
            MaxResults=1,
        )
        return True

    return await asker.ask("cloudtrail", region, "cloudtrail:LookupEvents", do)


async def ask_stores(asker: Asker, region: str) -> Answer[tuple[StoreFacts, ...]]:
    """Ask which event data stores there are, and about each."""

    async def do(cloudtrail: Any) -> list[tuple[str, str]]:
        answer = await cloudtrail.list_event_data_stores()
        return [
            (str(one["EventDataStoreArn"]), str(one.get("Name", "")))
            for one in answer.get("EventDataStores", ())
        ]

    listed = await asker.ask("cloudtrail", region, "cloudtrail:ListEventDataStores", do)
    if isinstance(listed, SourceError):
        return listed
    return tuple(await asyncio.gather(*(_ask_store(asker, region, *one) for one in listed)))


async def _ask_store(asker: Asker, region: str, arn: str, name: str) -> StoreFacts:
    target = f"event data store {name}"

    async def get(cloudtrail: Any) -> dict[str, Any]:
        answer: dict[str, Any] = await cloudtrail.get_event_data_store(EventDataStore=arn)
        return answer

    told = await asker.ask("cloudtrail", region, "cloudtrail:GetEventDataStore", get, target)
    if isinstance(told, SourceError):
        return StoreFacts(arn, name, told)
    details = msgspec.convert(told, Details)
    store = EventDataStore(arn.rpartition("/")[2], region, arn.split(":")[4], name)

    async def query(cloudtrail: Any) -> object:
        return await cloudtrail.start_query(QueryStatement=_NO_STATEMENT.format(store=store.id))

    return StoreFacts(
        arn,
        name,
        details,
        tuple(told.get("AdvancedEventSelectors", ())),
        (store,),
        None
        if details.lack
        else await asker.may("cloudtrail", region, "cloudtrail:StartQuery", query, target),
    )


@cache
def regions_of_ses() -> tuple[str, ...]:
    """Give the regions where botocore knows SES to be; the first time it blocks on files."""
    session = open_session(None)
    return tuple(
        region
        for where in session.get_available_partitions()
        for region in session.get_available_regions("sesv2", partition_name=where)
    )
