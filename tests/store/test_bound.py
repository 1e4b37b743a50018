"""A store that was filled many times over holds what its cap asks for, whatever the values are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.store.columns.blocks import BLOCK_ROWS
from sestrail_tui.store.store import Store
from sestrail_tui.store.view import View

if TYPE_CHECKING:
    from sestrail_tui.core.record import Record

CAP = 256
HELD = CAP + BLOCK_ROWS


def sends(first: int, count: int) -> list[Record]:
    """Return sends that have no value in common; every second is a copy of the one before."""
    return [
        decode(
            msgspec.json.encode(
                {
                    "eventID": f"{number:08x}-0000-4000-8000-{number:012x}",
                    "eventSource": "ses.amazonaws.com",
                    "eventName": f"Send{number}",
                    "userAgent": f"agent {number}",
                    "sourceIPAddress": f"address {number}",
                    "userIdentity": {"type": "IAMUser", "userName": f"user-{number}"},
                    "errorCode": f"Code{number}",
                    "errorMessage": f"message {number}",
                    "requestParameters": {
                        "fromEmailAddress": f"{number}@example.com",
                        "configurationSetName": f"set-{number}",
                        "emailTags": [{"name": "order", "value": str(number)}],
                    },
                    "sharedEventID": f"{number // 2:08x}-0000-4000-8000-{number // 2:012x}",
                    "addendum": {"originalEventID": f"{number:08x}-0000-4000-9000-{number:012x}"},
                }
            ),
            source=f"log group {number}",
            delivered_ms=1_760_000_000_000 + number * 1000,
        )
        for number in range(first, first + count)
    ]


def test_no_values_are_kept_of_rows_that_were_let_go() -> None:
    store = Store(CAP)
    view = View(store, parse("user-1"))
    for first in range(0, 12 * CAP, 96):
        view.extend(store.append(sends(first, 96)))
        view.settle()
    assert len(store) <= HELD
    for dictionary in store.columns.dictionaries:
        assert len(dictionary) <= HELD
        assert len(dictionary.values_by_code) <= HELD + 96, "freed codes are given again"
        assert len(dictionary.rows) <= 4 * HELD
    assert max(map(len, store.columns.dictionaries)) > CAP / 2, "the values are of their own"
    for held in (store.blocks._places, store.columns.segments, store.timeline, view):
        assert len(held) <= HELD
    copies, corrections = store.copies, store.corrections
    for indexed in (copies._rows_of, copies._id_of, corrections._by_original):
        assert 0 < len(indexed) <= HELD
    for listed in (copies._later, copies._first):
        assert 0 < len(listed) <= 2 * HELD
    assert len(store.timeline._keys) <= 2 * HELD + 1024 + 96
