from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.timestamps import parse_time


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("2025-02-27T09:54:31Z", 1740650071000),
        ("2025-02-27T09:54:31.25Z", 1740650071250),
        ("2025-02-27T09:54:31.250999999Z", 1740650071251),
        ("20131102T010628Z", 1383354388000),
        ("2025-02-27 09:54:31", 1740650071000),
        ("2025-02-27T10:54:31+01:00", 1740650071000),
        ("1740650071000", 1740650071000),
        ("1740650071", 1740650071000),
        ("", None),
        (None, None),
        ("yesterday", None),
        ("2025-02-30T00:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", -62135647200000),
        ("9" * 400, None),
    ],
)
def test_times(text: str | None, ms: int | None) -> None:
    assert parse_time(text) == ms


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_time_comes_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    ms = parse_time(moment.isoformat())
    assert ms is not None
    assert (moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1000 == pytest.approx(ms)


@given(st.text())
def test_any_text(text: str) -> None:
    parse_time(text)
