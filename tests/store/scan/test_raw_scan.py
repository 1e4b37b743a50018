"""Reading records in slices, from another thread, while the store moves on."""

from __future__ import annotations

import threading

import pytest

from sestrail_tui.filters.match import matches
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.store.columns.blocks import is_plain
from sestrail_tui.store.store import Store
from sestrail_tui.store.view import View
from tests.store.samples import records

SENDS = records(1000)
NEEDLE = parse("ASIAEXAMPLE00007")
"""Of an access key: in the JSON alone."""


def expected(first: int, end: int) -> list[int]:
    return [row for row in range(first, end) if matches(NEEDLE, SENDS[row % 1000])]


def test_the_newest_are_read_first_and_progress_is_told() -> None:
    store = Store()
    store.append(SENDS)
    view = View(store)
    view.read_at_once_s = 0
    view.set_filter(NEEDLE)
    assert 0 < view.scan.progress < 0.1
    shares = []
    while not view.scan.step(0):
        view.settle()
        shares.append(view.scan.progress)
        read = int(view.scan.open_rows.max()) + 1
        assert sorted(view.rows().tolist()) == expected(read, 1000)
    view.settle()
    assert shares == sorted(shares)
    assert view.scan.progress == 1
    assert sorted(view.rows().tolist()) == expected(0, 1000)


def test_a_scan_that_is_left_finds_nothing_more() -> None:
    store = Store()
    store.append(SENDS)
    view = View(store)
    view.read_at_once_s = 0
    view.set_filter(NEEDLE)
    left = view.scan
    view.set_filter(parse("config:config-1"))
    assert left.step(0)
    assert view.scan.done
    assert view.scan is not left


def test_threads_may_read_while_the_store_appends_and_lets_go() -> None:
    store = Store(cap=2000)
    view = View(store)
    view.read_at_once_s = 0
    view.set_filter(NEEDLE)
    ended = threading.Event()
    failures: list[BaseException] = []

    def read() -> None:
        try:
            while not ended.is_set() or not view.scan.done:
                view.scan.step(0.001)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for first in range(0, 6000, 250):
        view.extend(store.append(SENDS[first % 1000 : first % 1000 + 250]))
        view.settle()
    ended.set()
    for thread in threads:
        thread.join()
    view.settle()
    assert not failures
    assert sorted(view.rows().tolist()) == expected(store.first_row, 6000)


@pytest.mark.parametrize(("text", "found"), [("recipientaccountid", 1000), ("no-such-text", 0)])
def test_what_the_bytes_tell_is_not_decoded(
    monkeypatch: pytest.MonkeyPatch, text: str, found: int
) -> None:
    plain = [send for send in SENDS * 2 if is_plain(send.raw)][:1000]
    store = Store()
    store.append(plain)
    decoded: list[int] = []
    monkeypatch.setattr(Store, "decoded", lambda _, row, __: decoded.append(row))
    view = View(store, parse(text))
    while not view.scan.step(1):
        pass
    view.settle()
    assert len(view) == found
    assert not decoded
