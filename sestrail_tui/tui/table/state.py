"""What the controllers of a screen share: the rows, the clock, and how times are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.tui.base.times import TimeMode
    from sestrail_tui.tui.table.listing import Listing


@dataclass(slots=True)
class ScreenState:
    """The state of one screen; what only one controller needs is that controller's own."""

    clock: Clock
    time_mode: TimeMode
    listing: Listing | None = None
    """The rows; ``None`` until the store has been imported."""
    match_note: str = ""
    """Which match of a search the cursor is on."""
    compare_note: str = ""
    """That a record is marked for comparing."""
