"""The answer about one range: the log files that Athena names, read from the bucket."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sestrail_tui.follow.history.answer import AnswerPart
from sestrail_tui.follow.history.billed_query import BilledQuery, Ledger
from sestrail_tui.follow.source import Message
from sestrail_tui.places.athena.query import Rows, athena_query
from sestrail_tui.places.athena.statement import statement
from sestrail_tui.places.log_files.damage import Damages
from sestrail_tui.places.log_files.layout import minute_of
from sestrail_tui.places.log_files.log_file import LogFile

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Sequence

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.core.errors import SourceError
    from sestrail_tui.filters.syntax.tree import Node
    from sestrail_tui.places.athena.calls import AthenaCalls
    from sestrail_tui.places.athena.catalog import CatalogTable
    from sestrail_tui.places.athena.table import TablePlace
    from sestrail_tui.places.log_files.log_file_reader import LogFileReader, Outcome


@dataclass(frozen=True, slots=True)
class AthenaReading:
    """What the answers of one question share."""

    table: CatalogTable
    calls: AthenaCalls
    place: TablePlace
    reader: LogFileReader
    region: str
    """Where the bucket is called first."""
    clock: Clock
    ledger: Ledger = field(default_factory=Ledger)
    damages: Damages = field(default_factory=Damages)
    refused: list[SourceError] = field(default_factory=list)
    """Why some files may not be read."""


class AthenaAnswer:
    """Asks for the files of a range (``eventTime``, ms UTC), then reads them, oldest first."""

    def __init__(self, reading: AthenaReading, node: Node, bounds: tuple[int, int]) -> None:
        self._reading = reading
        self._node = node
        self._bounds = bounds
        self._query: BilledQuery[Rows] | None = None
        self._paths: dict[str, None] = {}
        self._files: Sequence[LogFile] | None = None
        self._outcomes: AsyncGenerator[Outcome, None] | None = None
        self._read = 0

    async def part(self) -> AnswerPart | None:
        """Look after the query, or read the next file."""
        if self._files is None:
            return await self._look()
        reader = self._reading.reader
        if self._outcomes is None:
            self._outcomes = reader.read(self._files)
        before = reader.calls
        try:
            outcome = await anext(self._outcomes, None)
        except BaseException:
            self._outcomes = None  # begun anew it goes on with the files not read yet
            raise
        finally:
            self._reading.ledger.calls += reader.calls - before
        if outcome is None:
            return None
        self._read += 1
        self._reading.damages.note(outcome)
        if outcome.refused is not None:
            self._reading.refused.append(outcome.refused)
        contents = outcome.contents
        messages = tuple(Message(raw, outcome.file.delivered_ms) for raw in contents.records)
        return AnswerPart(messages, min(1.0, self._read / len(self._files)), contents.others)

    async def close(self) -> None:
        """End what still runs."""
        if self._outcomes is not None:
            await self._outcomes.aclose()
        if self._query is not None:
            await self._query.cancel()

    async def _look(self) -> AnswerPart:
        reading = self._reading
        if self._query is None:
            values = await reading.place.values()
            sql = statement(reading.table, self._node, *self._bounds, values)
            name = reading.table.name
            self._query = athena_query(reading.calls, sql, name, reading.ledger, reading.clock)
        rows = await self._query.step()
        self._paths |= dict.fromkeys(rows or ())
        if self._query.ended:
            self._files = await asyncio.to_thread(files, tuple(self._paths), reading.region)
        return AnswerPart((), 0.0)


def files(paths: Iterable[str], region: str) -> list[LogFile]:
    """Return the files of ``s3://bucket/key`` texts, the oldest first; other rows are none."""
    found = []
    for path in paths:
        bucket, _, key = path.removeprefix("s3://").partition("/")
        if path.startswith("s3://") and key:
            found.append(LogFile(bucket, key, region=region))
    return sorted(found, key=lambda file: (minute_of(file.key) or 0, file.key))
