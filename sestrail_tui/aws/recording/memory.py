"""What a trail was like before SES sends were switched on: a small file for each trail.

Only its owner can read it. `off` does without it where it is lost: see `plan_off`.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sestrail_tui.aws.selectors.event_selectors import EventSelectors, read
from sestrail_tui.errors import OutputError

if TYPE_CHECKING:
    from sestrail_tui.aws.trails import Trail

_STRANGE: Final = re.compile(r"[^A-Za-z0-9._-]+")


class Memory(msgspec.Struct, frozen=True):
    """The state of one trail before and after the switching on."""

    trail: str
    """Its ARN."""
    at_ms: int
    """When it was switched on, ms UTC."""
    before: dict[str, Any]
    """What PutEventSelectors takes to have it as it was."""
    wrote: dict[str, Any]
    """What was put instead."""
    was_logging: bool = True

    @property
    def selectors_before(self) -> EventSelectors:
        """The selectors to put back."""
        return read(self.before)

    @property
    def selectors_written(self) -> EventSelectors:
        """The selectors that were put."""
        return read(self.wrote)


class Memories:
    """The files of a folder, one for each trail."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, trail: Trail) -> Path:
        """Give the file of a trail."""
        _, _, rest = trail.trail_arn.partition(":cloudtrail:")
        return self._folder / f"{_STRANGE.sub('_', rest or trail.name)}.json"

    def recall(self, trail: Trail) -> Memory | None:
        """Give what is remembered of a trail; a file that cannot be read counts as none."""
        try:
            memory = msgspec.json.decode(self.path(trail).read_bytes(), type=Memory)
        except (OSError, msgspec.DecodeError):
            return None
        return memory if memory.trail == trail.trail_arn else None

    def keep(self, trail: Trail, memory: Memory) -> None:
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
