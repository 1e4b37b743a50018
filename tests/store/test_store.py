"""What a store says of itself, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.record import Record
from sestrail_tui.store.columns import dictionary
from sestrail_tui.store.columns.columns import INDEX_OF
from sestrail_tui.store.stats.rate import Lag
from sestrail_tui.store.store import Store
from tests.store.samples import records


def test_a_cap_below_a_block_is_refused() -> None:
    with pytest.raises(ValueError, match="64 records at least; its cap was 10"):
        Store(10)


def test_an_empty_store() -> None:
    store = Store()
    assert (len(store), store.first_row, store.end_row, store.evicted) == (0, 0, 0, 0)
    assert store.counts("config_set") == []
    assert store.lag() is None
    with pytest.raises(KeyError):
        store.record(0)
    assert store.append([]).evicted == 0


def test_the_oldest_arrivals_are_let_go_in_whole_blocks() -> None:
    store = Store(cap=100)
    changes = [store.append(records(90)), store.append(records(50)), store.append(records(500))]
    assert [change.evicted for change in changes] == [0, 64, 512]
    assert (store.evicted, store.first_row, len(store)) == (576, 576, 64)
    assert [(change.first, change.end) for change in changes] == [(0, 90), (90, 140), (140, 640)]
    for ask in (store.raw, store.record, store.time_ms, store.lag_ms, store.order_ms):
        with pytest.raises(KeyError):
            ask(575)
    assert store.record(576).time_ms is not None


def test_times_no_column_can_hold_are_unknown() -> None:
    store = Store()
    store.append([decode(b"{}", delivered_ms=10**30), decode(b"{}", delivered_ms=5)])
    assert [store.delivered_ms(row) for row in (0, 1)] == [None, 5]
    assert [store.time_ms(row) for row in (0, 1)] == [None, None]
    assert store.timeline.rows.tolist() == [0, 1]


def test_rate_and_lag_are_of_deliveries() -> None:
    store = Store()
    sends = records(100)
    store.append(sends)
    store.append([decode(b"{}")])
    newest = max(send.delivered_ms or 0 for send in sends)
    assert sum(store.rate_series(newest, 60, 5)) == 100
    assert store.rate(newest, 300) == pytest.approx(1 / 3)
    lag = store.lag()
    assert lag is not None
    assert 240_000 <= lag.median_ms <= 301_000
    assert lag == Lag(lag.median_ms, sends[-1].lag_ms or 0)


def test_a_value_with_several_codes_is_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary, "_LOOKED_UP", 8)
    store = Store()
    names = [f"set-{number}" for number in range(50)]
    for name in [*names, *names, "set-7"]:
        store.append([Record(raw=b"{}", config_set=name)])
    assert store.columns.dictionaries[INDEX_OF["config_set"]].several
    counts = [("set-7", 3), *((name, 2) for name in sorted(names) if name != "set-7")]
    assert store.counts("config_set") == counts
    assert store.counts("config_set", store.groups(np.arange(101))) == counts


def test_counts_over_some_rows_in_any_order() -> None:
    store = Store()
    sends = records(200)
    store.append(sends)
    rows = np.array([150, 3, 4])
    counts = dict(store.counts("config_set", store.groups(rows)))
    assert sum(counts.values()) == 3
    assert all(sends[row].config_set in counts for row in rows.tolist())
    assert sum(count for _, count in store.counts("config_set")) == 200


def test_more_distinct_values_than_a_byte_can_tell_apart() -> None:
    store = Store()
    agents = [f"agent {number % 700}" for number in range(3000)]
    store.append([decode(b'{"userAgent": "%s"}' % agent.encode()) for agent in agents])
    assert [store.value(row, "agent") for row in range(3000)] == agents
    assert len(store.counts("agent")) == 700
