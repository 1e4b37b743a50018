"""Every source under every fault: shown = delivered, once, and the state named the cause."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.account.session import clients
from sestrail_tui.follow.retry.pacing import Pacers
from sestrail_tui.local_aws.storage import moto_stores
from sestrail_tui.places.options import Options
from sestrail_tui.places.reader import Claims, ReadingStart
from sestrail_tui.places.registry import PLACES
from tests.fault_table import PROPERTY, Tried
from tests.follow.virtual_time import LoopClock, in_virtual_time
from tests.places.matrix.cells import CALLS, CELLS, NOT, SOURCES, UNTRIED, Cell, operations
from tests.places.matrix.delivery import COUNT
from tests.places.matrix.run import run, warm_session
from tests.places.matrix.worlds import WORLDS

if TYPE_CHECKING:
    from collections.abc import Callable

FAULTS = tuple(dict.fromkeys(cell.fault for cell in CELLS))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load service models once; look into the queue once a second."""
    monkeypatch.setattr(clients, "warm_session", warm_session)
    monkeypatch.setattr(moto_stores, "SECONDS", 1.0)


@pytest.mark.parametrize("cell", CELLS, ids=[cell.id for cell in CELLS])
def test_shown_is_delivered_once_and_the_cause_is_named(
    cell: Cell, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    for name, value in cell.patch.items():
        monkeypatch.setattr(name, value)
    told = in_virtual_time(run(cell, CELLS.index(cell)))
    said = told.of_fault(cell)
    state, sentence = (said.state.value, said.sentence) if said else ("not said", "")
    shown = f"{len(told.shown)} of {COUNT}, {max(told.shown.values(), default=0)}x at most"
    tried = Tried(cell.fault, cell.source, cell.call, state, sentence, shown)
    record_property(PROPERTY, tried.cells)
    assert told.shown == Counter({f"id-{number}": 1 for number in range(COUNT)})
    assert said is not None, [(one.state.value, one.sentence) for one in told.healths]
    assert told.well or cell.lasting, "it is live again"


def test_every_place_that_is_followed_is_in_the_matrix_with_all_its_calls() -> None:
    start = ReadingStart(Options(), 0, None, LoopClock(), Pacers(LoopClock()), Claims())
    followed = {
        place.name
        for place in PLACES
        if place.access.permissions and (place.flags or place.reader(start))
    }
    assert {world.place for world in WORLDS.values()} == followed
    for source in SOURCES:
        assert {*CALLS[source]} == {*operations(source)} - {*UNTRIED}, source


def test_each_source_meets_each_fault_or_it_is_said_why_not(
    record_property: Callable[[str, object], None],
) -> None:
    met = {(cell.fault, cell.source) for cell in CELLS}
    for fault in FAULTS:
        for source in SOURCES:
            assert ((fault, source) in met) != ((fault, source) in NOT), (fault, source)
    for (fault, source), why in NOT.items():
        record_property(PROPERTY, Tried(fault, source, "", "", f"cannot be: {why}", "").cells)
