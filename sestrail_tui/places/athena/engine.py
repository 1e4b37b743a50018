"""Athena asked for older records: which log files may hold one; then those are read.

So the records are as CloudTrail delivered them, byte for byte, and any table over the log files
will do, whatever its columns: a table that cannot tell a field is only asked less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.account import prices
from sestrail_tui.core.errors import NotSetUp
from sestrail_tui.core.safe_text import safe
from sestrail_tui.core.units import size_text
from sestrail_tui.follow.history.answer import DAY_MS, HistorySource, even_ranges
from sestrail_tui.follow.history.engine import Estimate
from sestrail_tui.follow.retry.pacing import Pacer
from sestrail_tui.places.athena.answer import AthenaAnswer, AthenaReading
from sestrail_tui.places.athena.estimate import Weight, weigh
from sestrail_tui.places.athena.partitions import partitions
from sestrail_tui.places.athena.statement import statement
from sestrail_tui.places.athena.table import TablePlace
from sestrail_tui.places.log_files.calls import S3_RATE
from sestrail_tui.places.log_files.damage import NEVER
from sestrail_tui.places.log_files.log_file_reader import LogFileReader

if TYPE_CHECKING:
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.history.engine import Kind, Question
    from sestrail_tui.follow.retry.recovery import Renew
    from sestrail_tui.places.athena.calls import AthenaCalls
    from sestrail_tui.places.athena.catalog import CatalogTable
    from sestrail_tui.places.log_files.calls import GetObject, ListObjects

_LONGEST_MS: Final = 7 * DAY_MS
_MOST: Final = 30
"""Queries for one question."""


class AthenaEngine:
    """`Engine` over one table; ``regions`` limits what is looked into (all: empty).

    ``name`` is the table's among others.
    """

    kind: Kind = "athena"
    setup = ""

    def __init__(
        self,
        table: CatalogTable,
        calls: AthenaCalls,
        list_objects: ListObjects,
        get: GetObject,
        *,
        regions: tuple[str, ...],
        bucket_region: str,
        clock: Clock,
        renew: Renew | None = None,
        lack: str = "",
        name: str = "",
    ) -> None:
        self.name = f"Athena {name or table.name}"
        self.lack = lack
        keys = partitions(table)
        whole = (
            ""
            if keys.by_day
            else (" It has no partition by day that sestrail knows: each query scans all of it.")
        )
        self.covers = (
            f"The log files that Athena table {safe(table.name)} has, below "
            f"{safe(table.location.partition('${')[0])}. A record that was delivered more than six "
            f"hours after its call may be missed.{whole}"
        )
        self._table = table
        self._aws = calls
        self._list_objects = list_objects
        self._get = get
        self._place = TablePlace(table, list_objects, regions)
        self._bucket_region = bucket_region
        self._clock = clock
        self._renew = renew

    async def estimate(self, question: Question) -> Estimate:
        """Weigh the log files of the days asked for. Raises `SourceError`."""
        several = _ranges(question)
        values = await self._place.values()
        sql = statement(self._table, question.node, *several[0], values)
        folders = await self._place.folders()
        by_day = partitions(self._table).by_day
        weight = await weigh(self._list_objects, folders, question.first_ms, question.last_ms)
        sentence = _sentence(weight, len(several), by_day=by_day)
        if not by_day:
            return Estimate(sql, None, None, sentence)
        cost = len(several) * prices.athena_usd(weight.bytes // len(several))
        return Estimate(sql, weight.bytes, cost, sentence)

    def source(self, question: Question, name: str) -> HistorySource:
        """Return the source that asks ``question``."""
        return HistorySource(name, self._asked(question), NEVER, self._clock, self._renew)

    def _asked(self, question: Question) -> _AthenaQuestion:
        reader = LogFileReader(self._get, Pacer(S3_RATE, self._clock), self._clock)
        reading = AthenaReading(
            table=self._table,
            calls=self._aws,
            place=self._place,
            reader=reader,
            region=self._bucket_region,
            clock=self._clock,
        )
        return _AthenaQuestion(
            reading, [AthenaAnswer(reading, question.node, bounds) for bounds in _ranges(question)]
        )


class _AthenaQuestion:
    """One question: its queries, the files they name, and what they cost."""

    def __init__(self, reading: AthenaReading, answers: list[AthenaAnswer]) -> None:
        self._reading = reading
        self.answers = answers

    @property
    def calls(self) -> int:
        return self._reading.ledger.calls

    @property
    def scanned_bytes(self) -> int:
        return self._reading.ledger.scanned_bytes

    @property
    def cost_usd(self) -> float:
        return sum(map(prices.athena_usd, self._reading.ledger.scanned.values()))

    @property
    def refused(self) -> bool:
        return bool(self._reading.refused)

    @property
    def trouble(self) -> str:
        parts = list(self._reading.damages.sentence())
        if refused := self._reading.refused:
            more = f" The same goes for {len(refused) - 1} more." if len(refused) > 1 else ""
            parts.append(f"{refused[0].message}{more} All else is read.")
        return " ".join(parts)

    async def cancel(self) -> None:
        for answer in self.answers:
            await answer.close()


class MissingTable:
    """`Engine` that cannot be asked yet: a bucket of log files without a table, or its like."""

    kind: Kind = "athena"

    def __init__(self, place: str, lack: str, setup: str) -> None:
        self.name = f"Athena {place}"
        self.covers = f"The log files below {safe(place)}, once there is a table over them."
        self.lack = lack
        self.setup = setup

    async def estimate(self, question: Question) -> Estimate:  # noqa: ARG002 - nothing is asked
        """Say what it lacks."""
        raise NotSetUp(self.lack)

    def source(self, question: Question, name: str) -> HistorySource:  # noqa: ARG002
        """Say what it lacks."""
        raise NotSetUp(self.lack)


def _ranges(question: Question) -> list[tuple[int, int]]:
    return even_ranges(question.first_ms, question.last_ms, _LONGEST_MS, _MOST)


def _sentence(weight: Weight, queries: int, *, by_day: bool) -> str:
    amount = "1 query" if queries == 1 else f"{queries} queries"
    folders = f"{weight.folders:,} day folders" if weight.folders != 1 else "1 day folder"
    what = f"About {weight.files:,} log files in {folders} weigh {size_text(weight.bytes)}"
    if weight.sampled < weight.folders:
        what += f", judged by {weight.sampled} of the folders"
    if weight.cut:
        what += ", and more: some folders were not listed to their end"
    if not by_day:
        what += "; but the table has no partition by day: each query scans all its files, which"
        what += " sestrail does not weigh"
    return (
        f"{what}. {amount} at ${prices.ATHENA_USD_PER_TB:g} for each TB scanned, "
        f"{prices.ATHENA_LEAST_MB} MB at least for each (list price in us-east-1); S3 "
        "bills reading the files that are found."
    )
