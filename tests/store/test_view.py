"""A store and a view of it against the plainest model: a list, filtered and sorted each time."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.filters.match import matches
from sestrail_tui.filters.syntax.tree import Node, conjuncts, every_one
from sestrail_tui.store.columns import columns, dictionary
from sestrail_tui.store.store import Store
from sestrail_tui.store.view import View
from tests.examples import examples
from tests.store.trees import GUIDS, trees

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.core.record import Record


sends = st.builds(
    lambda time, who, config, agent, event_id, message_id, extra: json.dumps(
        {
            "eventSource": "ses.amazonaws.com",
            "eventName": "SendEmail",
            "eventCategory": "Data",
            "eventTime": time,
            "userIdentity": {"type": "IAMUser", "userName": who},
            "requestParameters": {"configurationSetName": config, "fromEmailAddress": "a@x.org"},
            "userAgent": agent,
            "eventID": event_id,
            "additionalEventData": {"sesMessageId": message_id},
            "deep": extra,
        },
        ensure_ascii=extra != "é",
    ).encode("utf-8", "surrogatepass"),
    st.sampled_from([None, *(f"2025-02-27T09:54:{second:02}Z" for second in range(8))]),
    st.sampled_from(["ann", "bob", "ci-1", "ci-2"]),
    st.sampled_from([None, "hoge", "Hoge-2"]),
    st.sampled_from(["Boto3/1.43.4", "aws-cli/2.23.4"]),
    st.sampled_from([*GUIDS, GUIDS[0].upper(), "x-1", None]),
    st.sampled_from([None, "0100-a", "0100-B", "0100-b"]),
    st.sampled_from(["needle", "NEEDLE", "né\u00e9dle", "é", "a\\substring", "\u212a", None]),
)

deliveries = st.lists(
    st.builds(
        lambda raw, source, delivered: decode(raw, source=source, delivered_ms=delivered),
        sends | st.sampled_from([b"no json, substring", b"{}", b'{"eventID": 7}']),
        st.sampled_from(["logs", "substring.json"]),
        st.sampled_from([None, 1_740_650_071_000, 1_740_650_372_000]),
    ),
    max_size=40,
)


def time_of(record: Record) -> float:
    moment = record.time_ms if record.time_ms is not None else record.delivered_ms
    return float("-inf") if moment is None else moment


class StoreAndView(RuleBasedStateMachine):
    """Appends, filters, orders, pauses and lets go, at random."""

    @initialize(cap=st.sampled_from([64, 100, 1000]), tree=trees)
    def begin(self, cap: int, tree: Node) -> None:
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(columns, "SEGMENT_ROWS", 128)
        self.patch.setattr(dictionary, "_LISTED", 8)
        self.patch.setattr(View, "read_at_once_s", 0)
        self.cap = cap
        self.model: list[Record] = []
        self.store = Store(cap)
        self.view = View(self.store, tree)
        self.seen = 0

    def teardown(self) -> None:
        self.patch.undo()

    @property
    def first(self) -> int:
        return self.store.first_row

    def expected(self) -> list[int]:
        held = range(self.first, max(self.first, self.seen))
        rows = [row for row in held if matches(self.view.node, self.model[row])]
        if self.view.order == "time":
            rows.sort(key=lambda row: (time_of(self.model[row]), row))
        return rows

    def place(self, row: int) -> tuple[float, int]:
        return (time_of(self.model[row]) if self.view.order == "time" else row, row)

    def finish(self) -> None:
        """Drive the scan to its end; whatever it finds, what is in focus stays there."""
        focus = self.view.focus
        while not self.view.scan.step(0):
            self.view.settle()
        self.view.settle()
        assert focus is None or self.view.focus == focus

    @contextmanager
    def keeping_focus(self) -> Iterator[None]:
        """The focus stays on its record while that is shown, else it goes to the nearest."""
        before = self.view.focus
        yield
        focus, shown = self.view.focus, self.view.rows().tolist()
        if before is None:
            return
        if before in self.expected():
            assert focus == before
        elif self.view.scan.done and shown:
            after = [row for row in shown if self.place(row) > self.place(before)]
            assert focus == (after or [shown[-1]])[0]
        else:
            assert (focus in shown) if shown else focus is None
        self.finish()

    @rule(records=deliveries, times=st.integers(1, 5))
    def append(self, records: list[Record], times: int) -> None:
        for _ in range(times):
            with self.keeping_focus():
                self.model += records
                change = self.store.append(records)
                assert change.first == len(self.model) - len(records)
                assert change.end == len(self.model)
                if not self.view.held:
                    self.seen = len(self.model)
                self.view.extend(change)

    @rule(records=deliveries, times=st.integers(1, 5))
    def append_unseen(self, records: list[Record], times: int) -> None:
        """The view is told later, or never: what the next append says holds for all before it."""
        for _ in range(times):
            self.model += records
            self.store.append(records)

    @rule(tree=trees)
    def filter(self, tree: Node) -> None:
        with self.keeping_focus():
            self.view.set_filter(tree)

    @rule(tree=trees)
    def filter_and_leave_open(self, tree: Node) -> None:
        self.view.set_filter(tree)

    @rule(tree=trees)
    def narrow(self, tree: Node) -> None:
        with self.keeping_focus():
            self.view.set_filter(every_one([*conjuncts(self.view.node), tree]))

    @rule(order=st.sampled_from(["time", "arrival"]))
    def reorder(self, order: str) -> None:
        with self.keeping_focus():
            self.view.set_order("time" if order == "time" else "arrival")

    @rule()
    def hold(self) -> None:
        self.view.held = True

    @rule()
    def release(self) -> None:
        with self.keeping_focus():
            self.view.held = False
            self.seen = len(self.model)
            self.view.extend(self.store.append([]))

    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        if len(self.view):
            self.view.focus = self.view.row(data.draw(st.integers(0, len(self.view) - 1)))

    @invariant()
    def cap_is_kept(self) -> None:
        assert self.store.end_row == len(self.model)
        assert self.store.evicted == self.first
        assert len(self.store) <= self.cap
        assert self.first % 64 == 0
        assert len(self.store) > self.cap - 64 or not self.first

    @invariant()
    def rows_are_those_that_match(self) -> None:
        self.view.settle()
        if not self.view.scan.done:
            assert set(self.view.rows().tolist()) <= set(self.expected())
            return
        shown = self.view.rows().tolist()
        assert shown == self.expected()
        for index, row in enumerate(shown):
            assert self.view.index_of(row) == index
            assert self.view.nearest(row) == index

    @invariant()
    def values_are_those_of_the_records(self) -> None:
        for row in range(self.first, len(self.model)):
            record = self.model[row]
            assert self.store.raw(row) == record.raw
            assert self.store.record(row) == record
            assert self.store.lag_ms(row) == record.lag_ms
            assert self.store.value(row, "principal") == record.principal

    @invariant()
    def counts_are_exact(self) -> None:
        held = self.model[self.first :]
        for column in ("config_set", "tags", "source"):
            assert dict(self.store.counts(column)) == Counter(getattr(r, column) for r in held)
            shown = [self.model[row] for row in self.view.rows().tolist() if row >= self.first]
            (facet,) = self.view.facets([column])
            assert dict(facet) == Counter(getattr(r, column) for r in shown)
            assert facet == sorted(facet, key=lambda pair: (-pair[1], pair[0]))


TestStoreAndView = StoreAndView.TestCase
TestStoreAndView.settings = settings(
    max_examples=examples(40), stateful_step_count=25, phases=[Phase.generate]
)
