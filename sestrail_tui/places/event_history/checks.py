"""The doctor's question on event history: whether it may be looked into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.account.iam.resource_arns import ResourceArns
from sestrail_tui.doctor.checks import Checks
from sestrail_tui.doctor.findings.judge_uses import allowing_use, judge_use
from sestrail_tui.places.event_history.access import ACCESS, NAME, TITLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.account.aws_cli import AwsCli
    from sestrail_tui.account.report import Finding
    from sestrail_tui.doctor.facts.answer import Answer
    from sestrail_tui.doctor.facts.asker import Asker
    from sestrail_tui.doctor.facts.facts import Facts

_MEANS: Final = "Without it changes to identities and configuration sets are not shown."


@dataclass(frozen=True, slots=True)
class EventHistoryFacts:
    """`PlaceFacts` of event history, which never holds a send."""

    allowed: Answer[bool]
    records_sends = False
    takes_sends = False
    unknown = ""

    def answers(self) -> tuple[object, ...]:
        """Return the one answer."""
        return (self.allowed,)

    def on_the_way(self, _facts: Facts, _aws: AwsCli) -> Iterator[Finding]:
        """Judge nothing: no send passes it."""
        return iter(())

    def besides(self, facts: Facts, aws: AwsCli) -> Iterator[Finding]:
        """Judge whether it may be used."""
        resources = ResourceArns(facts.region, facts.account)
        fix = allowing_use(facts, NAME, ACCESS.permissions, resources, aws)
        yield judge_use(NAME, TITLE, self.allowed, _MEANS, fix)


async def ask_event_history(asker: Asker, region: str) -> EventHistoryFacts:
    """Ask for one event."""

    async def do(cloudtrail: Any) -> bool:
        await cloudtrail.lookup_events(
            LookupAttributes=[
                {"AttributeKey": "EventSource", "AttributeValue": "ses.amazonaws.com"}
            ],
            MaxResults=1,
        )
        return True

    return EventHistoryFacts(await asker.ask("cloudtrail", region, "cloudtrail:LookupEvents", do))


CHECKS: Final = Checks(ask_event_history)
