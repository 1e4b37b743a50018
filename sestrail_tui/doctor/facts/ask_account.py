"""Questions about the account: who calls, SES, and the stack of `logging on --create`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sestrail_tui.account.page_tokens import PageTokens
from sestrail_tui.account.recording.stack.logging_stack import (
    TARGET,
    describe_stack,
    with_resources,
)
from sestrail_tui.account.session.credentials import open_session
from sestrail_tui.core.errors import SourceError
from sestrail_tui.doctor.facts.facts import CallerFacts, SesAccount, SesIdentity

if TYPE_CHECKING:
    from sestrail_tui.account.recording.stack.logging_stack import LoggingStack
    from sestrail_tui.doctor.facts.answer import Answer
    from sestrail_tui.doctor.facts.asker import Asker

_PAGES: Final = 5


async def ask_caller(asker: Asker, region: str) -> Answer[CallerFacts]:
    """Ask who calls."""

    async def do(sts: Any) -> dict[str, Any]:
        answer: dict[str, Any] = await sts.get_caller_identity()
        return answer

    identity = await asker.ask("sts", region, "sts:GetCallerIdentity", do)
    if isinstance(identity, SourceError):
        return identity
    return CallerFacts(str(identity.get("Account", "")), str(identity.get("Arn", "")))


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


async def ask_stack(asker: Asker, region: str) -> Answer[LoggingStack | None]:
    """Ask for the stack that `logging on --create` created, and what it holds."""
    found = await asker.ask(
        "cloudformation", region, "cloudformation:DescribeStacks", describe_stack, TARGET
    )
    if found is None or isinstance(found, SourceError):
        return found

    async def do(formation: Any) -> LoggingStack:
        return await with_resources(formation, found)

    return await asker.ask(
        "cloudformation", region, "cloudformation:DescribeStackResources", do, TARGET
    )


@cache
def regions_of_ses() -> tuple[str, ...]:
    """Return the regions where botocore knows SES to be; the first time it blocks on files."""
    session = open_session(None)
    return tuple(
        region
        for where in session.get_available_partitions()
        for region in session.get_available_regions("sesv2", partition_name=where)
    )
