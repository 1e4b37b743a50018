from __future__ import annotations

from sestrail_tui.store.store import Store
from sestrail_tui.tui.table.columns import place
from sestrail_tui.tui.table.widths import Widest
from tests.tui.world import record


def test_the_widest_value_so_far_is_known() -> None:
    store = Store()
    widest = Widest(store)
    assert widest.measure()["config"] == 0
    store.append([record(1, config="billing"), record(2, config="ab")])
    assert widest.measure()["config"] == len("billing")
    store.append([record(3, config="設定セット一二三四")])
    assert widest.measure()["config"] == 18
    store.append([record(4, config="x")])
    assert widest.measure()["config"] == 18


def test_a_value_in_the_place_of_one_that_was_let_go_is_measured() -> None:
    store = Store(64)
    widest = Widest(store)
    for number in range(4):
        store.append([record(at, config=f"set-{number}") for at in range(64)])
        widest.measure()
    store.append([record(at, config="a-very-long-set") for at in range(64)])
    assert widest.measure()["config"] == len("a-very-long-set")


def test_room_that_values_do_not_need_goes_to_those_that_do() -> None:
    plain = {one.column.id: one.width for one in place(120)}
    fitted = {one.column.id: one.width for one in place(120, widest={"flags": 0, "config": 7})}
    assert fitted["config"] < plain["config"]
    assert fitted["from"] > plain["from"]
