"""A day in small: whatever lives as long as the screen holds no more in the end than in between."""

from __future__ import annotations

from collections.abc import Iterator, Sized
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.follow.dedupe import seen_content
from sestrail_tui.follow.dedupe.seen_event_ids import SeenEventIds
from tests.benchmarks.day import Following, following

if TYPE_CHECKING:
    import pytest

CAP: Final = 128
ROOM: Final = 1024
"""What arrays hold ready."""
BOUNDS: Final = {
    ".store._rate._seconds": 7200,
    ".meter._delays": 1000,
    ".position.seen._spans[]._packed._keys": 700,
    ".position.seen._spans[]._packed._starts": 257,
}
"""What has a bound of its own that half an hour does not reach."""
ROOMS: Final = (str, bytes, type(None))
OUTSIDE: Final = {"clock", "_clock", "log_group", "_read", "last", "times"}
"""Attributes that belong to the simulation, or hold no history."""


def containers(
    thing: Any, path: str = "", known: set[int] | None = None
) -> Iterator[tuple[str, int]]:
    """Yield every container below an object, by its path, with its length."""
    known = set() if known is None else known
    if isinstance(thing, ROOMS) or id(thing) in known:
        return
    known.add(id(thing))
    if isinstance(thing, Sized) and not isinstance(thing, type) and hasattr(thing, "__iter__"):
        yield path, len(thing)
    if isinstance(thing, dict):
        below = [(f"{path}[]", value) for value in list(thing.values())[:3]]
    elif isinstance(thing, list | tuple) and len(thing) < 64:
        below = [(f"{path}[]", value) for value in thing]
    elif type(thing).__module__.startswith("sestrail_tui") or not path:
        names = {*getattr(thing, "__dict__", ()), *getattr(type(thing), "__slots__", ())}
        below = [
            (f"{path}.{name}", getattr(thing, name))
            for name in sorted(names - OUTSIDE)
            if hasattr(thing, name) and not callable(getattr(thing, name))
        ]
    else:
        return
    for name, value in below:
        yield from containers(value, name, known)


def largest(one: Following) -> dict[str, int]:
    """Give the length of the largest container of each path."""
    found: dict[str, int] = {}
    for path, length in containers(one):
        found[path] = max(length, found.get(path, 0))
    return found


async def test_nothing_that_follows_grows_with_what_it_followed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(seen_content.SeenContent.__init__, "__defaults__", (100, 1))
    one = following(CAP, rate=1, every_s=20.0)
    middle: dict[str, int] = {}
    async for _ in one.hours(0.45, 700.0):
        middle = middle or largest(one)
    end = largest(one)
    assert one.shown > 12 * CAP
    assert one.lost == 0
    assert len(one.store) <= CAP + 64
    assert len(end) > 40, "the walk sees what there is"
    for path in (".store.copies._rows_of", ".store.copies._id_of", ".view._order._keys"):
        assert end[path] <= 2 * CAP + ROOM, path
    grown = {
        path: (middle.get(path, 0), length)
        for path, length in end.items()
        if length > max(1.3 * middle.get(path, 0), BOUNDS.get(path, 200))
    }
    assert not grown


async def test_no_sweep_reaches_behind_what_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen_content.SeenContent.__init__, "__defaults__", (100, 1))
    one = following(CAP, rate=1, every_s=20.0)
    one.position.seen = SeenEventIds(most=50)
    async for _ in one.hours(0.8):
        pass
    assert one.position.seen.since_ms is not None
    assert one.lost == 0
    assert one.twice == 0


async def test_what_no_sweep_reads_again_is_forgotten() -> None:
    one = following(CAP, rate=1, every_s=60.0)
    one.position._sweep_plan = ((60.0, 900_000),)
    async for _ in one.hours(1.0):
        pass
    assert 900 <= len(one.position.seen) < 900 + 600 + 300, "15 minutes, and what is left of ten"
    assert one.lost == one.twice == 0
