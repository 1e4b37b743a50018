"""Leases of a trail: held by processes that run, and by no others."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.account.recording.leases import Leases
from sestrail_tui.core.errors import OutputError, SourceError
from tests.follow.fakes import JumpingClock

if TYPE_CHECKING:
    from pathlib import Path

_HOLDS = """
import asyncio, sys
from pathlib import Path
from sestrail_tui.account.recording.leases import Leases
from sestrail_tui.core.clock import SystemClock
lease = asyncio.run(Leases(Path(sys.argv[1])).take(7000, SystemClock()))
print("held", flush=True)
sys.stdin.read()
"""


async def test_one_is_needed_while_its_process_runs(tmp_path: Path) -> None:
    leases, clock = Leases(tmp_path / "new"), JumpingClock()
    own = await leases.take(5000, clock)
    assert leases.others(own) == ()
    assert leases.others() == (5000,)
    assert {one.stat().st_mode & 0o777 for one in (tmp_path / "new").iterdir()} == {0o600}
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    pipe = asyncio.subprocess.PIPE
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _HOLDS, str(tmp_path / "new"), stdin=pipe, stdout=pipe
    )
    assert other.stdout is not None
    assert await other.stdout.readline() == b"held\n"
    assert leases.others(own) == (7000,)
    own.release()
    own.release()
    other.kill()
    await other.communicate()
    assert leases.others() == ()
    assert [one.name for one in (tmp_path / "new").iterdir()] == ["lock"]


async def test_a_lease_that_cannot_be_read_is_one_all_the_same(tmp_path: Path) -> None:
    leases, clock = Leases(tmp_path), JumpingClock()
    lease = await leases.take(5000, clock)
    os.ftruncate(lease.descriptor, 3)
    assert leases.others() == (None,)
    lease.release()


async def test_only_one_switches_at_a_time(tmp_path: Path) -> None:
    leases, clock = Leases(tmp_path), JumpingClock()
    async with leases.alone(clock):
        with pytest.raises(SourceError, match="still switching"):
            await leases.take(5000, clock)
    (await leases.take(5000, clock)).release()


async def test_a_folder_that_takes_nothing_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(OutputError, match="nothing was changed"):
        await Leases(tmp_path / "taken" / "x").take(5000, JumpingClock())
