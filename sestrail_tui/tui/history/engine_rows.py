"""The list of query engines: the name of each, and whether it can be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.base.cells import fit
from sestrail_tui.tui.panes.list_rows import ListCounts, ListRows, RowState
from sestrail_tui.tui.panes.styled_text import StyledText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.follow.history.engine import Engine

_SIGN_CELLS = 2
_STATE_CELLS = 20
LOOKING = "Looking for engines…"


class EngineRows(ListRows["Engine"]):
    """One line an engine; those that lack something say so."""

    title = "History: query engines for older records"
    empty = LOOKING

    def __init__(self) -> None:
        self.name_cells = 0
        """Cells of the longest name."""

    def measure(self, engines: Sequence[Engine]) -> None:
        """Note how much room the names take."""
        self.name_cells = max((cell_len(safe(engine.name)) for engine in engines), default=0)

    def key(self, item: Engine) -> str:
        """Return the engine's name."""
        return item.name

    def note(self, counts: ListCounts) -> str:
        """Return how many are ticked."""
        return f"{counts.ticked} ticked" if counts.ticked else ""

    def row(self, item: Engine, state: RowState) -> Sequence[StyledText]:
        """Return one engine."""
        room = max(1, min(self.name_cells + _SIGN_CELLS, state.width - _STATE_CELLS))
        if item.lack:
            status = "to be set up first" if item.setup else "cannot be asked"
            return (
                StyledText(fit(f"○ {item.name}", room), "dim"),
                StyledText(f"  {status}", "warn"),
            )
        sign = "✓" if state.ticked else "●"
        return StyledText(fit(f"{sign} {item.name}", room)), StyledText("  ready", "dim")
