from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.record import Record
from sestrail_tui.store.stats.counts import SendCounts
from sestrail_tui.store.store import Store

records = st.builds(
    Record,
    raw=st.just(b"{}"),
    kind=st.sampled_from(["send", "change"]),
    principal=st.sampled_from(["a", "b", ""]),
    ip=st.sampled_from(["1.2.3.4", "::1", ""]),
    time_ms=st.none() | st.integers(0, 600_000),
)


@given(st.lists(records, max_size=200), st.integers(0, 600_000))
def test_it_is_what_the_records_say(told: list[Record], since_ms: int) -> None:
    store = Store(cap=64)
    store.append(told)
    tally = SendCounts(store.columns, since_ms)
    for _ in tally.segments():
        pass
    sends = [record for record in told[store.first_row :] if record.kind == "send"]
    assert tally.principals == {record.principal for record in sends}
    assert tally.addresses == {record.ip for record in sends}
    times = [one.time_ms for one in sends if one.time_ms is not None and one.time_ms >= since_ms]
    assert tally.minutes == Counter(time // 60_000 for time in times)


def test_what_comes_while_it_counts_is_counted() -> None:
    store = Store()
    store.append([Record(b"", kind="send", principal="a")])
    tally = SendCounts(store.columns, 0)
    for _ in tally.segments():
        if len(store) < 3:
            store.append([Record(b"", kind="send", principal=f"b{len(store)}")])
    assert tally.principals == {"a", "b1", "b2"}
