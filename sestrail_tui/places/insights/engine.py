"""CloudWatch Logs Insights as a history engine, over the log groups of a region."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sestrail_tui.account.discovery.log_classes import (
    DELIVERY,
    INFREQUENT_ACCESS,
    LogGroupDetails,
    described,
)
from sestrail_tui.account.discovery.log_groups import named, of_account
from sestrail_tui.core.errors import SourceError
from sestrail_tui.core.safe_text import safe
from sestrail_tui.filters.pushdown.insights import insights_filter
from sestrail_tui.places.flag_values import LOG_GROUPS
from sestrail_tui.places.insights.calls import AwsInsightsCalls
from sestrail_tui.places.insights.estimate import aws_estimate, estimated
from sestrail_tui.places.insights.pieces import QueryRange
from sestrail_tui.places.insights.query import Wanted
from sestrail_tui.places.insights.source import InsightsSource
from sestrail_tui.places.options import DELIVERY_ALLOWANCE_MS, bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.account.discovery.log_groups import LogGroup
    from sestrail_tui.follow.history.engine import Estimate, Kind, Question
    from sestrail_tui.follow.source import Source
    from sestrail_tui.places.context import Engines, PlaceContext

Groups = dict["LogGroup", LogGroupDetails | None]
"""Log groups, each with what AWS tells of it, ``None`` where it tells nothing."""

_GROUPS: Final = 50
"""AWS: StartQuery, "you can include up to 50 log groups"."""
_CALLS_PER_S: Final = 5.0
"""Our share of GetQueryResults' ten a second (AWS: CloudWatch Logs quotas)."""
_NEVER: Final = (
    "Sends from before SES data events were switched on for the trail; what the log group no "
    "longer retains."
)


class InsightsEngine:
    """`Engine` over 1 to 50 log groups of a region."""

    kind: Kind = "insights"
    lack = ""
    setup = ""

    def __init__(self, context: PlaceContext, groups: Groups, name: str) -> None:
        self.name = name
        self._context = context
        self._groups = groups
        self._region = next(iter(groups)).region
        infrequent = sum(
            one is not None and one.log_group_class == INFREQUENT_ACCESS for one in groups.values()
        )
        names = ", ".join(safe(group.name) for group in groups)
        which = f"Log group{'s' * (len(groups) > 1)} {names} in {self._region}"
        kind = ", of the class Infrequent Access" if infrequent == len(groups) else ""
        self.covers = f"{which}{kind}. Never: {_NEVER}"
        self._calls = AwsInsightsCalls(
            context.clients, list(groups), context.account, context.settled.login
        )

    async def estimate(self, question: Question) -> Estimate:
        """Tell what ``question`` would cost. Raises `SourceError`."""
        condition, span_s = insights_filter(question.node), self._span_s(question)
        text = Wanted(condition).text(QueryRange(*span_s), "sestrail")
        clock = self._context.clock
        told = await aws_estimate(self._calls, condition, span_s, clock)
        known = [one for one in self._groups.values() if one is not None]
        span_ms = span_s[0] * 1000, span_s[1] * 1000 + 999
        return estimated(text, told, known, span_ms, clock.now_ms(), region=self._region)

    @property
    def region(self) -> str:
        """The region of its log groups, which decides the price."""
        return self._region

    def source(self, question: Question, name: str) -> Source:
        """Return the source that asks ``question`` and ends."""
        context = self._context
        first_s, last_s = self._span_s(question)
        account = context.account
        return InsightsSource(
            name,
            self._calls,
            insights_filter(question.node),
            first_s,
            last_s,
            region=self._region,
            pacer=context.pacers.of("logs:GetQueryResults", account, self._region, _CALLS_PER_S),
            clock=context.clock,
            renew=context.settled.credentials.renew,
            never_shows=_NEVER,
        )

    def _span_s(self, question: Question) -> tuple[int, int]:
        """Return the seconds of delivery, which comes after the call, within which to look."""
        asked = replace(
            self._context.options,
            since_ms=question.first_ms,
            until_ms=question.last_ms,
            follow=False,
        )
        now_ms = self._context.clock.now_ms()
        first_ms, last_ms = bounds(asked, now_ms, DELIVERY_ALLOWANCE_MS)
        return first_ms // 1000, (now_ms if last_ms is None else last_ms) // 1000


async def find_insights(context: PlaceContext) -> Engines:
    """Find the log groups that were named or discovered, and what AWS tells of them.

    Raises `SourceError` where none could be looked for.
    """
    options = context.options
    notes: tuple[str, ...] = ()
    groups = tuple(
        group for text in options.flags.named(LOG_GROUPS) for group in named(text, context.regions)
    )
    if options.own_arns:
        groups, notes = of_account(groups, context.account)
    if not options.flags.named(LOG_GROUPS):
        found = await context.discover()
        groups, notes = found.log_groups, found.notes
    kept: Groups = {}
    for group in groups:
        told, note = await _told(context, group)
        if note:
            notes += (note,)
        else:
            kept[group] = told
    return tuple(insights_engines(context, kept)), notes


def insights_engines(context: PlaceContext, groups: Groups) -> list[InsightsEngine]:
    """Return the engines over some log groups: one for each region, or fifty of its groups."""
    regions = list(dict.fromkeys(group.region for group in groups))
    engines: list[InsightsEngine] = []
    for region in regions:
        here = [group for group in groups if group.region == region]
        for first in range(0, len(here), _GROUPS):
            part = here[first : first + _GROUPS]
            name = _name(part, "" if len(regions) == 1 else region, first)
            engines.append(InsightsEngine(context, {one: groups[one] for one in part}, name))
    return engines


def _name(groups: Sequence[LogGroup], region: str, first: int) -> str:
    what = groups[0].name if len(groups) == 1 else f"{len(groups)} log groups"
    number = f"({first // _GROUPS + 1})" if first else ""
    return " ".join(filter(None, ("Insights", what, region, number)))


async def _told(context: PlaceContext, group: LogGroup) -> tuple[LogGroupDetails | None, str]:
    """Ask what a log group is; give that, or why it is left out. Who may not ask goes without."""
    try:
        told = await described(context.clients, group, context.settled.login)
    except SourceError:
        return None, ""
    name = safe(group.name)
    if told is None and group.account in ("", context.account):
        return None, f"There is no log group {name} in {safe(group.region)}: check its name."
    if told is not None and told.log_group_class == DELIVERY:
        return None, f"Log group {name} is of the class Delivery, which Logs Insights cannot read."
    return told, ""
