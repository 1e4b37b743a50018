"""How an Athena table is cut into partitions, and the condition for those of some days. Pure.

What a partition key stands for is read off the place that it has in the location's template, as
CloudTrail lays out its folders; where AWS was told each partition by itself, off the key's name.
AWS: "Supported types for partition projection" and "Create the table for CloudTrail logs in Athena
using manual partitioning", Athena user guide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.fields.conditions.sql import literal
from sestrail_tui.places.log_files.layout import FOLLOWED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.places.athena.catalog import CatalogTable

EARLY_MS: Final = 15 * 60_000
"""Nobody vouches for the clocks of those who call."""
LATE_MS: Final = 6 * 3_600_000
"""How long after its call a record is looked for: its file lies in the folder of its delivery."""
_KEY: Final = re.compile(r"\$\{([^}]+)\}")
_FORMAT: Final = {"yyyy": "%Y", "MM": "%m", "dd": "%d", "HH": "%H"}
_WHOLE_FORMAT: Final = re.compile(r"yyyy(?:[/_.-]?MM(?:[/_.-]?dd(?:[/_.-]?HH)?)?)?")
"""Formats whose texts sort as the times do."""
_NUMBERS: Final = ("tinyint", "smallint", "int", "integer", "bigint")


@dataclass(frozen=True, slots=True)
class Partitions:
    """What a table's partition keys stand for; each is a key's name, or ``""``."""

    day: str = ""
    """A key whose value is a date, as `date_format` writes it."""
    date_format: str = ""
    """For ``strftime``."""
    numbered: tuple[str, str, str] | None = None
    """Keys of year, month and day."""
    account: str = ""
    region: str = ""
    injected: tuple[str, ...] = ()
    """Keys that every query has to give values for."""
    texts: frozenset[str] = frozenset()
    """Keys that hold texts, not numbers."""

    @property
    def by_day(self) -> bool:
        """Whether AWS can be told to look into some days only."""
        return bool(self.day or self.numbered)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The keys that need a value which nobody here knows."""
        return tuple(key for key in self.injected if key not in (self.account, self.region))

    def days(self, first_ms: int, last_ms: int) -> str:
        """Return the condition for records of a range (``eventTime``, ms UTC); ``""`` for all."""
        first, last = _moment(first_ms - EARLY_MS), _moment(last_ms + LATE_MS)
        if self.day:
            start, end = first.strftime(self.date_format), last.strftime(self.date_format)
            key = quoted(self.day)
            return f"{key} >= {literal(start)} AND {key} <= {literal(end)}"
        if self.numbered is None:
            return ""
        count = (last.date() - first.date()).days + 1
        every = [first.date() + timedelta(number) for number in range(count)]
        months = groupby(every, lambda one: (one.year, one.month))
        return " OR ".join(f"({self._of_month(list(days))})" for _, days in months)

    def _of_month(self, days: Sequence[date]) -> str:
        year, month, day = self.numbered or ("", "", "")
        return " AND ".join((
            self._among(year, [days[0].year]),
            self._among(month, [days[0].month]),
            self._among(day, [one.day for one in days]),
        ))  # fmt: skip

    def _among(self, key: str, numbers: Sequence[int]) -> str:
        if key not in self.texts:
            return f"{quoted(key)} IN ({', '.join(map(str, numbers))})"
        forms = dict.fromkeys(form for one in numbers for form in (f"{one:02}", str(one)))
        return among(key, tuple(forms))


def quoted(name: str) -> str:
    """Write a name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def among(key: str, values: Sequence[str]) -> str:
    """Return the condition that a key has one of some values."""
    return f"{quoted(key)} IN ({', '.join(map(literal, values))})"


def partitions(table: CatalogTable) -> Partitions:
    """Read what a table's partition keys stand for."""
    given = table.told.parameters
    types = {key.name: key.type.lower() for key in table.told.partition_keys}
    texts = frozenset(name for name, kind in types.items() if kind not in _NUMBERS)
    if given.get("projection.enabled", "").strip().lower() != "true":
        return _by_name(types, texts)
    kinds = {name: given.get(f"projection.{name}.type", "").strip().lower() for name in types}
    places = table.location.split("/")
    heart = next((at for at, part in enumerate(places) if part in FOLLOWED), -1)
    at = {found[1]: number for number, part in enumerate(places) if (found := _KEY.fullmatch(part))}
    by_place = {number: name for name, number in at.items()} if heart > 0 else {}
    date_key, date_format = _date_key(types, kinds, given)
    rest = [by_place.get(heart + 2 + number, "") for number in range(3)]
    numbered = (rest[0], rest[1], rest[2]) if all(rest) and date_key not in rest else None
    return Partitions(
        date_key,
        date_format,
        numbered,
        by_place.get(heart - 1, ""),
        by_place.get(heart + 1, ""),
        tuple(name for name, kind in kinds.items() if kind == "injected"),
        texts,
    )


def _date_key(
    types: dict[str, str], kinds: dict[str, str], given: dict[str, str]
) -> tuple[str, str]:
    for name, kind in kinds.items():
        written = given.get(f"projection.{name}.format", "")
        if kind == "date" and types[name] == "string" and _WHOLE_FORMAT.fullmatch(written):
            for sign, form in _FORMAT.items():
                written = written.replace(sign, form)
            return name, written
    return "", ""


def _by_name(types: dict[str, str], texts: frozenset[str]) -> Partitions:
    numbered = ("year", "month", "day") if {"year", "month", "day"} <= set(types) else None
    account = next((name for name in ("account", "account_id", "accountid") if name in types), "")
    region = "region" if "region" in types else ""
    return Partitions(numbered=numbered, account=account, region=region, texts=texts)


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(max(ms, 0) / 1000, UTC)
