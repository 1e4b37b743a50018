"""The file that remembers a trail."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.account.recording.saved_states import SavedStates
from sestrail_tui.account.recording.state_file import SavedState
from sestrail_tui.core.errors import StateFileError
from tests.account.recording.world import trail

if TYPE_CHECKING:
    from pathlib import Path

TRAIL = trail()
BASIC = {"EventSelectors": [{"ReadWriteType": "All"}]}
MEMORY = SavedState(TRAIL.trail_arn, 5, BASIC, BASIC, False)


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    memories = SavedStates(tmp_path / "a" / "logging")
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
    memories = SavedStates(tmp_path)
    other = trail(account="999999999999")
    assert memories.path(TRAIL) != memories.path(other)
    memories.keep(other, MEMORY)
    with pytest.raises(StateFileError, match="it is about arn:aws:cloudtrail"):
        memories.recall(other)
    assert [one.trail_arn for one in memories.trails()] == [other.trail_arn]
