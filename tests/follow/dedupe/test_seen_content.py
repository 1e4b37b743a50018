"""The set of seen keys against Python's own, and what it costs."""

from __future__ import annotations

import random
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.follow.dedupe.seen_content import SeenContent

keys = st.integers(-(2**63), 2**63 - 1)


@given(st.lists(keys | st.integers(-3, 3) | st.sampled_from([4096, 8192, -4096]), max_size=200))
def test_it_is_a_set(added: list[int]) -> None:
    seen, model = SeenContent(), set[int]()
    for key in added:
        assert seen.add(key) == (key not in model)
        model.add(key)


def test_the_latest_generation_is_never_forgotten() -> None:
    seen = SeenContent(generation=10, kept=1)
    assert all(seen.add(key) for key in range(25))
    assert not any(seen.add(key) for key in range(10, 25))
    assert seen.add(0)


@given(st.lists(st.integers(-20, 20), max_size=200), st.integers(1, 9), st.integers(1, 4))
def test_as_many_generations_are_known_as_were_asked_for(
    added: list[int], generation: int, kept: int
) -> None:
    seen, known = SeenContent(generation, kept), list[int]()
    for key in added:
        if seen.add(key):
            assert key not in known[-generation * kept :]
            known.append(key)
        else:
            assert key in known[-generation * (kept + 1) :]
        assert not seen.add(key)


@pytest.mark.slow
def test_a_key_costs_about_nine_bytes() -> None:
    chance = random.Random(1)
    tracemalloc.start()
    try:
        seen = SeenContent()
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(120_000):
            seen.add(chance.getrandbits(64) - 2**63)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (after - before) / 120_000 < 12
