"""Partition bounds, judged by the SQL of the embedded AWS: no file of the range is left out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.follow.history.answer import DAY_MS
from sestrail_tui.local_aws.sql.tokens import Tokens
from sestrail_tui.local_aws.sql.where import condition
from sestrail_tui.places.athena.catalog import CatalogTable, Metadata, TableColumn
from sestrail_tui.places.athena.partitions import LATE_MS, among, partitions
from tests.follow.fakes import T0
from tests.places.athena.fake_athena import a_table

if TYPE_CHECKING:
    from collections.abc import Mapping

YEAR_MS = 366 * DAY_MS
BASE = "s3://b/p/AWSLogs/o-a1b2c3d4e5"


def numbered(kind: str, *, projected: bool) -> CatalogTable:
    """Give a table with keys for year, month and day."""
    keys = tuple(TableColumn(name, kind) for name in ("region", "year", "month", "day"))
    given = {"location": f"{BASE}/123456789012/CloudTrail/"}
    if projected:
        given |= {
            "projection.enabled": "true",
            "storage.location.template": (
                f"{BASE}/1/CloudTrail/${{region}}/${{year}}/${{month}}/${{day}}"
            ),
            **{f"projection.{name}.type": "integer" for name in ("year", "month", "day")},
        }
    return CatalogTable("us-east-1", "c", "d", Metadata("t", "", (), keys, given))


def holds(sql: str, row: Mapping[str, object]) -> bool:
    kinds = {name: "integer" if isinstance(held, int) else "varchar" for name, held in row.items()}
    tokens = Tokens(sql, kinds)
    found = condition(tokens)
    assert tokens.now.kind == "end"
    return found.holds(row) is True


@given(
    st.integers(0, YEAR_MS),
    st.integers(0, 90 * DAY_MS),
    st.integers(0, 90 * DAY_MS),
    st.integers(0, LATE_MS),
)
@pytest.mark.parametrize(
    ("form", "pattern"),
    [
        ("%Y/%m/%d", "yyyy/MM/dd"),
        ("%Y-%m-%d-%H", "yyyy-MM-dd-HH"),
        ("%Y%m", "yyyyMM"),
        ("%Y", "yyyy"),
    ],
)
def test_no_day_of_the_range_is_left_out(
    form: str, pattern: str, start: int, length: int, into: int, late: int
) -> None:
    first_ms = T0 + start
    at = datetime.fromtimestamp((first_ms + min(into, length) + late) / 1000, UTC)
    told = partitions(a_table(projection__day__format=pattern))

    assert told.by_day
    assert holds(told.days(first_ms, first_ms + length), {"day": at.strftime(form)})

    for projected in (True, False):
        numbers = {"year": at.year, "month": at.month, "day": at.day}
        sql = partitions(numbered("int", projected=projected)).days(first_ms, first_ms + length)
        assert holds(sql, dict(numbers))
        sql = partitions(numbered("string", projected=projected)).days(first_ms, first_ms + length)
        assert holds(sql, {name: str(held) for name, held in numbers.items()})
        assert holds(sql, {name: f"{held:02}" for name, held in numbers.items()})


@pytest.mark.parametrize("days", [-3, 3])
def test_days_far_from_the_range_are_not_scanned(days: int) -> None:
    at = datetime.fromtimestamp((T0 + days * DAY_MS) / 1000, UTC)
    told = partitions(a_table())
    assert not holds(told.days(T0, T0), {"day": at.strftime("%Y/%m/%d")})
    text = {"year": str(at.year), "month": str(at.month), "day": str(at.day)}
    assert not holds(partitions(numbered("string", projected=False)).days(T0, T0), text)


def test_keys_are_known_by_their_place() -> None:
    table = a_table(
        "s3://b/p/AWSLogs/o-a1b2c3d4e5/${region}/CloudTrail/${account}/${day}",
        projection__account__type="injected",
        projection__region__type="injected",
    )
    told = partitions(table)  # whoever named the keys mixed them up
    assert (told.account, told.region, told.day) == ("region", "account", "day")
    assert told.injected == ("account", "region")
    assert not told.unknown


def test_what_is_not_known_is_not_asked() -> None:
    assert not partitions(a_table("s3://b/AWSLogs/1/CloudTrail/us-east-1")).by_day
    odd = partitions(a_table(projection__day__format="dd-MM-yyyy"))
    assert not odd.by_day
    assert not odd.days(T0, T0)
    table = a_table("s3://b/${team}/AWSLogs/1/CloudTrail/us-east-1/${day}")
    with_team = Metadata(
        "logs",
        partition_keys=(TableColumn("team"), TableColumn("day")),
        parameters={**table.told.parameters, "projection.team.type": "injected"},
    )
    told = partitions(CatalogTable("us-east-1", "c", "d", with_team))
    assert told.unknown == ("team",)


def test_values_and_names_stay_texts() -> None:
    assert among('a"b', ["x' OR 1=1 --"]) == "\"a\"\"b\" IN ('x'' OR 1=1 --')"
