"""Bytes come back as they went in, wherever they are kept."""

from __future__ import annotations

import random

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.store.columns import blocks as module
from sestrail_tui.store.columns.blocks import BLOCK_ROWS, Blocks


@given(
    st.lists(st.lists(st.binary(max_size=30), max_size=150), max_size=4),
    st.randoms(use_true_random=False),
)
def test_every_row_is_byte_exact(batches: list[list[bytes]], chance: random.Random) -> None:
    blocks = Blocks()
    held: list[bytes] = []
    for batch in batches:
        blocks.append(batch)
        held += batch
        rows = list(range(len(held)))
        chance.shuffle(rows)
        assert all(blocks.raw(row) == held[row] for row in rows)


def test_rows_beyond_the_recent_blocks_and_the_first_arena(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_RECENT", 2)
    monkeypatch.setattr(module, "_ARENA", 4096)
    chance = random.Random(1)
    held = [chance.randbytes(chance.randrange(40)) for _ in range(20 * BLOCK_ROWS)]
    held[70] = chance.randbytes(10_000)  # a block larger than an arena
    blocks = Blocks()
    blocks.append(held)
    assert [blocks.raw(row) for row in range(len(held))] == held


def test_a_row_let_go_is_gone_and_its_neighbours_are_not() -> None:
    blocks = Blocks()
    blocks.append([str(row).encode() for row in range(3 * BLOCK_ROWS + 5)])
    blocks.evict(0)
    with pytest.raises(KeyError):
        blocks.raw(0)
    assert blocks.raw(BLOCK_ROWS) == b"64"
    assert blocks.raw(3 * BLOCK_ROWS + 4) == b"196"
    with pytest.raises(KeyError):
        blocks.read(99, zstandard.ZstdDecompressor())


def test_a_block_that_another_thread_holds_is_not_changed_when_it_is_sealed() -> None:
    blocks = Blocks()
    blocks.append([b"a"] * 10)
    read = blocks.read(0, zstandard.ZstdDecompressor())
    blocks.append([b"b"] * 100)
    assert read[:10] == [b"a"] * 10
