from __future__ import annotations

from typing import Any

import pytest
from rich.cells import cell_len

from sestrail_tui.filters.columns import COLUMNS
from sestrail_tui.store.store import Store
from sestrail_tui.tui.table.columns import place
from sestrail_tui.tui.table.row_text import Times, row_runs
from tests.tui.hosting import HOSTILE
from tests.tui.world import NOW_MS, detail, record


def line(width: int = 140, **more: Any) -> str:
    store = Store()
    store.append([record(1, **more)])
    return "".join(run.text for run in row_runs(store, 0, place(width), Times("utc"), NOW_MS))


@pytest.mark.parametrize("width", [20, 40, 79, 118, 200])
def test_a_row_fills_its_line(width: int) -> None:
    assert cell_len(line(width)) == width


def test_an_accepted_send() -> None:
    text = line()
    assert text.startswith("20:02:52  SendEmail v1")
    assert " 4m12s " in text


def test_what_is_absent_is_said() -> None:
    assert "(none)" in line(config="")


def test_a_refused_send_shows_its_code() -> None:
    assert "MessageRejected" in line(error="MessageRejected")


def test_a_console_session_with_a_second_factor_has_both_flags() -> None:
    assert line(console=True).rstrip().endswith("console mfa")


def test_a_change_has_a_sign() -> None:
    change = {"managementEvent": True, "eventCategory": "Management", "name": "DeleteIdentity"}
    assert "◆ DeleteIdentity" in line(200, **change)


@pytest.mark.parametrize("column", [c.attribute for c in COLUMNS.values() if c.attribute])
def test_hostile_text_stays_text_in_every_column(column: str) -> None:
    raw = detail(1, time_ms=NOW_MS)
    raw |= {
        "userAgent": HOSTILE,
        "errorCode": HOSTILE if column == "error" else None,
        "eventName": HOSTILE if column == "call" else "SendEmail",
        "awsRegion": HOSTILE,
        "recipientAccountId": HOSTILE,
    }
    raw["userIdentity"] |= {"userName": HOSTILE}
    raw["requestParameters"] |= {"source": HOSTILE, "configurationSetName": HOSTILE}
    text = line(240, **{key: value for key, value in raw.items() if key != "eventTime"})
    assert cell_len(text) == 240
    assert text.isprintable()
    assert "\u202e" not in text
