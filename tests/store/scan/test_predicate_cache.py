"""A column of very many values: no more are asked about at once than a frame has room for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.filters.match import matches
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.store.columns.dictionary import Dictionary
from sestrail_tui.store.scan import predicate_cache
from sestrail_tui.store.scan.predicate_cache import Budget, PredicateCache
from sestrail_tui.store.store import Store
from sestrail_tui.store.view import View

if TYPE_CHECKING:
    from sestrail_tui.core.record import Record

ROOM = 40


def sends(first: int, count: int) -> list[Record]:
    """Return sends, each of a user of its own, some in words that need a second evaluate."""
    return [
        decode(
            json.dumps(
                {
                    "eventSource": "ses.amazonaws.com",
                    "eventName": "SendEmail",
                    "eventCategory": "Data",
                    "userIdentity": {"type": "IAMUser", "userName": f"user-{number}"},
                    "userAgent": "Boto3/1.43",
                }
            ).encode()
        )
        for number in range(first, first + count)
    ]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note how many values each budget let through."""
    granted: list[int] = []
    take = Budget.take

    def noted(self: Budget, wanted: int) -> int:
        granted.append(take(self, wanted))
        return granted[-1]

    monkeypatch.setattr(Budget.__init__, "__defaults__", (ROOM,))
    monkeypatch.setattr(Budget, "take", noted)
    return granted


@pytest.mark.parametrize(
    "text",
    ["principal:user-1*", "-principal:user-1*", "principal:user-7 call:SendEmail", "user-2", "*99"],
)
def test_the_rest_is_found_by_and_by_and_all_the_same(asked: list[int], text: str) -> None:
    store, node = Store(), parse(text)
    records = sends(0, 500)
    store.append(records)
    view = View(store)
    view.read_at_once_s = 0.0
    asked.clear()
    view.set_filter(node)
    assert sum(asked) <= 2 * ROOM, "once when it is made ready, once when it is asked"
    late = sends(500, 300)
    view.extend(store.append(late))
    while not view.scan.done:
        view.scan.step(1)
    view.settle()
    wanted = [row for row, one in enumerate([*records, *late]) if matches(node, one)]
    assert sorted(view.rows().tolist()) == wanted


def test_what_fits_is_told_by_the_columns_alone(asked: list[int]) -> None:
    store = Store()
    store.append(sends(0, ROOM // 2))
    view = View(store, parse("principal:user-1*"))
    assert view.scan.done
    assert view.scan.progress == 1.0


def test_answers_go_on_where_they_stopped() -> None:
    dictionary = Dictionary()
    for number in range(100):
        dictionary[f"v{number}"]
    told: list[str] = []

    def test(value: str) -> bool:
        told.append(value)
        return value.endswith("9")

    some = PredicateCache(dictionary, test, Budget(30))
    assert (len(told), some.complete, some.never) == (30, False, False)
    for _ in range(3):
        some.refresh(Budget(30))
    assert len(told) == len(set(told)) == 100
    assert some.complete
    assert predicate_cache.AT_ONCE < 50_000
