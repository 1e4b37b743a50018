"""What a trail was like before SES sends were switched on: a small file for each trail.

Only its owner can read it. `off` does without it where it is lost: see `plan_off`.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from sestrail_tui.account.discovery.trails import Trail
from sestrail_tui.account.partitions import partition
from sestrail_tui.account.recording.leases import Leases
from sestrail_tui.account.recording.state_file import read_memory
from sestrail_tui.core.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.account.recording.state_file import SavedState

_PARTS: Final = 3
_STRANGE: Final = re.compile(r"[^A-Za-z0-9._-]+")


class SavedStates:
    """The files of a folder, one for each trail."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, trail: Trail) -> Path:
        """Return the file of a trail."""
        _, _, rest = trail.trail_arn.partition(":cloudtrail:")
        return self._folder / f"{_STRANGE.sub('_', rest or trail.name)}.json"

    def recall(self, trail: Trail) -> SavedState | None:
        """Return what is written down of a trail, ``None`` for nothing. Raises `StateFileError`."""
        return read_memory(self.path(trail), trail.trail_arn)

    def trails(self) -> Iterator[Trail]:
        """Yield the trails that something is written down of, as far as their names tell."""
        for path in sorted(self._folder.glob("*.json")):
            parts = path.stem.split("_", 2)
            if len(parts) == _PARTS and parts[2].startswith("trail_"):
                region, account, name = parts[0], parts[1], parts[2].removeprefix("trail_")
                arn = f"arn:{partition(region)}:cloudtrail:{region}:{account}:trail/{name}"
                yield Trail(name=name, trail_arn=arn, home_region=region)

    def leases(self, trail: Trail) -> Leases:
        """Return the leases of a trail."""
        return Leases(self.path(trail).with_suffix(".leases"))

    def keep(self, trail: Trail, memory: SavedState) -> None:
        """Write it down, whole or not at all. Raises `OutputError`."""
        path = self.path(trail)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # mkstemp gives 0600
            number, name = tempfile.mkstemp(dir=self._folder, prefix=".new-")
            with os.fdopen(number, "wb") as file:
                file.write(msgspec.json.format(msgspec.json.encode(memory)) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except OSError as error:
            raise OutputError(
                f"What the trail is like now cannot be written down in {path} "
                f"({error.strerror or error}), so nothing was changed: make room there, or set "
                "XDG_STATE_HOME to another folder."
            ) from None

    def forget(self, trail: Trail) -> None:
        """Remove the file."""
        with contextlib.suppress(OSError):
            self.path(trail).unlink(missing_ok=True)
