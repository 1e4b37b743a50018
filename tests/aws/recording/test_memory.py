"""The file that remembers a trail."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from sestrail_tui.aws.recording.memory import Memories, Memory
from tests.aws.recording.conftest import trail

if TYPE_CHECKING:
    from pathlib import Path

TRAIL = trail()
MEMORY = Memory(TRAIL.trail_arn, 5, {"EventSelectors": [{"ReadWriteType": "All"}]}, {}, False)


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    memories = Memories(tmp_path / "a" / "logging")
    assert memories.recall(TRAIL) is None
    memories.keep(TRAIL, MEMORY)
    path = memories.path(TRAIL)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert memories.recall(TRAIL) == MEMORY
    memories.forget(TRAIL)
    memories.forget(TRAIL)
    assert memories.recall(TRAIL) is None


def test_trails_of_one_name_have_files_of_their_own(tmp_path: Path) -> None:
    memories = Memories(tmp_path)
    other = trail(account="999999999999")
    assert memories.path(TRAIL) != memories.path(other)
    memories.keep(other, MEMORY)
    assert memories.recall(other) is None  # it speaks of another trail


def test_a_broken_file_counts_as_none(tmp_path: Path) -> None:
    memories = Memories(tmp_path)
    memories.path(TRAIL).write_text('{"trail": 1')
    assert memories.recall(TRAIL) is None
