"""CloudTrail Lake asked for older records: the queries of the live source, over a range, once.

AWS tells nobody beforehand what a query scans; a bounded ``eventTime`` bounds it (AWS: "Managing
CloudTrail Lake costs").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.account.prices import CLOUDTRAIL_PRICES
from sestrail_tui.core.errors import AccessDenied, SourceError, Throttled
from sestrail_tui.core.safe_text import safe
from sestrail_tui.filters.pushdown.sql.lake import lake_condition
from sestrail_tui.follow.dedupe.recent_ids import RecentIds
from sestrail_tui.follow.history.answer import DAY_MS, AnswerPart, HistorySource, even_ranges
from sestrail_tui.follow.history.billed_query import Ledger
from sestrail_tui.follow.history.engine import Estimate
from sestrail_tui.follow.source import Message
from sestrail_tui.places.lake.calls import AwsLakeCalls, statement
from sestrail_tui.places.lake.connect import named_stores
from sestrail_tui.places.lake.event_data_stores import details, every_store
from sestrail_tui.places.lake.query import LakeQueryCalls, lake_query, where
from sestrail_tui.places.lake.source import NEVER, START_QUERY_RATE

if TYPE_CHECKING:
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.history.billed_query import BilledQuery
    from sestrail_tui.follow.history.engine import Engine, Kind, Question
    from sestrail_tui.follow.retry.pacing import Pacer
    from sestrail_tui.follow.retry.recovery import Renew
    from sestrail_tui.follow.sweeps.pages import PolledEvent
    from sestrail_tui.places.context import Engines, PlaceContext
    from sestrail_tui.places.lake.calls import LakeCalls
    from sestrail_tui.places.lake.event_data_stores import Details, EventDataStore

_LONGEST_MS: Final = DAY_MS
_MOST: Final = 30
"""Queries for one question."""
_REMEMBERED: Final = 50_000
_PRICE: Final = f"AWS bills what is scanned; for the price see {CLOUDTRAIL_PRICES}."
"""CloudTrail's documents say that queries are billed by the bytes scanned, and no amount."""


class LakeEngine:
    """`Engine` over one event data store; ``pacer`` is shared by all of a region."""

    kind: Kind = "lake"
    setup = ""

    def __init__(
        self,
        store: EventDataStore,
        calls: LakeCalls,
        *,
        pacer: Pacer,
        clock: Clock,
        renew: Renew | None = None,
        lack: str = "",
        note: str = "",
        name: str = "",
    ) -> None:
        self.name = f"Lake {name or store.label}"
        self.lack = lack
        self.covers = f"What event data store {safe(store.label)} has taken in and retains. {note}"
        self.covers = self.covers.strip()
        self._store = store
        self._aws = calls
        self._pacer = pacer
        self._clock = clock
        self._renew = renew

    async def estimate(self, question: Question) -> Estimate:
        """Tell the query, and that AWS does not tell more."""
        several = _ranges(question)
        queries = "1 query" if len(several) == 1 else f"{len(several)} queries, one a range,"
        return Estimate(
            statement(self._store.id, where(*several[0], lake_condition(question.node))),
            None,
            None,
            f"{queries} on CloudTrail Lake, which does not tell beforehand what it will scan. "
            f"{_PRICE} A shorter range scans less, a narrower filter does not.",
        )

    def source(self, question: Question, name: str) -> HistorySource:
        """Return the source that asks ``question``."""
        query = _LakeQuestion(self._store.label, self._aws, question, self._pacer, self._clock)
        return HistorySource(name, query, NEVER, self._clock, self._renew)


class _LakeQuestion:
    """One question: its queries, and what they cost."""

    trouble = ""
    refused = False

    def __init__(
        self, label: str, calls: LakeCalls, question: Question, pacer: Pacer, clock: Clock
    ) -> None:
        self._ledger = Ledger()
        self.answers: list[_LakeAnswer] = []
        seen, condition = RecentIds(_REMEMBERED), lake_condition(question.node)
        for bounds in _ranges(question):
            query = LakeQueryCalls(calls, label, *bounds, condition)
            billed = lake_query(query, label, self._ledger, clock)
            self.answers.append(_LakeAnswer(billed, bounds, pacer, seen))

    @property
    def calls(self) -> int:
        return self._ledger.calls

    @property
    def scanned_bytes(self) -> int:
        return self._ledger.scanned_bytes

    @property
    def cost_usd(self) -> None:
        """Nobody can tell: no document of AWS's names Lake's price."""

    async def cancel(self) -> None:
        for answer in self.answers:
            await answer.query.cancel()


class _LakeAnswer:
    """The pages of the query for one range."""

    def __init__(
        self,
        query: BilledQuery[list[PolledEvent]],
        bounds: tuple[int, int],
        pacer: Pacer,
        seen: RecentIds,
    ) -> None:
        self.query = query
        self._first_ms, self._last_ms = bounds
        self._pacer = pacer
        self._seen = seen

    async def part(self) -> AnswerPart | None:
        """Start the query, look how it does, or give a page."""
        query = self.query
        if query.ended:
            return None
        if not query.id:
            await self._pacer.turn()
        try:
            events = await query.step()
        except Throttled:
            self._pacer.throttled()
            raise
        self._pacer.answered()
        if events is None:
            return AnswerPart((), 0.0)
        new = [event for event in events if self._seen.add(event.event_id)]
        messages = tuple(Message(event.raw, None) for event in new)
        return AnswerPart(messages, self._share(events[-1:]))

    def _share(self, last: list[PolledEvent]) -> float:
        """Return how far into the range the page's last record is: they come oldest first."""
        if self.query.ended or not last:
            return 1.0 if self.query.ended else 0.0
        reached = (last[0].timestamp - self._first_ms) / (self._last_ms + 1 - self._first_ms)
        return min(1.0, max(0.0, reached))


def _ranges(question: Question) -> list[tuple[int, int]]:
    return even_ranges(question.first_ms, question.last_ms, _LONGEST_MS, _MOST)


async def find_lake(context: PlaceContext) -> Engines:
    """Find the event data stores: those that were named first, then every other."""
    clients, login = context.clients, context.settled.login
    named = named_stores(context)
    known: list[tuple[EventDataStore, Details | None]] = []
    notes: list[str] = []
    for store in named:
        try:
            facts = await details(clients, store.id, store.region, store.label, login)
        except AccessDenied:
            known.append((store, None))  # the queries may be allowed
        except SourceError as error:
            notes.append(error.message)
        else:
            known.append((store, facts))
    ids = {store.id for store in named}
    listed, failures = await every_store(clients, context.regions, login)
    known += [(store, facts) for store, facts in listed if store.id not in ids]
    notes += (error.message for error in failures)
    known.sort(key=lambda one: one[0].id not in ids and bool(one[1] and one[1].lack))
    several = len({store.region for store, _ in known}) > 1
    engines = (_engine(context, store, facts, several=several) for store, facts in known)
    return tuple(engines), tuple(notes)


def _engine(
    context: PlaceContext, store: EventDataStore, facts: Details | None, *, several: bool
) -> Engine:
    """Make an engine, with the region in its name where there are ``several``."""
    lack = facts.lack if facts else ""
    gone = lack if facts and facts.status == "PENDING_DELETION" else ""
    return LakeEngine(
        store,
        AwsLakeCalls(context.clients, store, context.settled.login),
        pacer=context.pacers.of("StartQuery", context.account, store.region, START_QUERY_RATE),
        clock=context.clock,
        renew=context.settled.credentials.renew,
        lack=gone,
        note="" if gone or not facts else lack or facts.left_out,
        name=f"{store.label} {store.region}" if several else store.label,
    )
