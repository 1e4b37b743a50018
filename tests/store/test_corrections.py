from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.store.store import Store

if TYPE_CHECKING:
    from sestrail_tui.core.record import Record


def guid(number: int) -> str:
    return f"{number:08x}-80c2-4dad-913a-cb3a4d5ef73a"


def record(number: int, corrects: str = "") -> Record:
    told: dict[str, Any] = {"eventSource": "ses.amazonaws.com", "eventID": guid(number)}
    if corrects:
        told["addendum"] = {"reason": "UPDATED_DATA", "originalEventID": corrects}
    return decode(json.dumps(told).encode())


def test_a_correction_and_what_it_corrects_find_each_other() -> None:
    store = Store()
    store.append([record(1), record(2), record(3, guid(1))])
    links = store.corrections
    assert links.any
    assert (links.is_correction(2), links.is_correction(0)) == (True, False)
    assert (links.original(2), links.of(0), links.of(1)) == (0, (2,), ())


def test_the_correction_may_come_first_or_alone() -> None:
    store = Store()
    store.append([record(3, guid(1)), record(4, guid(99)), record(5, "no guid")])
    assert store.corrections.original(0) is None
    store.append([record(1)])
    assert store.corrections.original(0) == 3
    assert store.corrections.of(3) == (0,)
    assert store.corrections.is_correction(1)
    assert store.corrections.original(1) is None
    assert not store.corrections.is_correction(2)


def test_one_that_names_itself_corrects_nothing_else() -> None:
    store = Store()
    store.append([record(1, guid(1))])
    assert store.corrections.of(0) == ()
    assert store.corrections.original(0) is None


def test_what_is_let_go_is_forgotten() -> None:
    store = Store(64)
    store.append([record(1, guid(200)), *(record(number) for number in range(2, 65))])
    store.append([record(number) for number in range(65, 129)])
    store.append([record(200)])
    assert store.first_row >= 64
    assert not store.corrections.any
    assert store.corrections.of(store.end_row - 1) == ()
