"""The filters that held one after the other, to go back to and forth again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sestrail_tui.filters.syntax.tree import Node

_KEPT: Final = 1_000


class FilterSteps:
    """Where one is among the filters of this session."""

    def __init__(self, first: Node) -> None:
        self._nodes = [first]
        self._at = 0

    def take(self, node: Node) -> None:
        """Note that ``node`` holds now; what was undone before is forgotten."""
        if node != self._nodes[self._at]:
            self._nodes = [*self._nodes[: self._at + 1], node][-_KEPT:]
            self._at = len(self._nodes) - 1

    def undo(self) -> Node | None:
        """Return the filter that held before, ``None`` where none did."""
        if not self._at:
            return None
        self._at -= 1
        return self._nodes[self._at]

    def redo(self) -> Node | None:
        """Return the filter that was undone last, ``None`` where none was."""
        if self._at == len(self._nodes) - 1:
            return None
        self._at += 1
        return self._nodes[self._at]
