"""What a list says of its items: how it draws one, by what it knows it again. Knows no widget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from sestrail_tui.tui.panes.styled_text import StyledText

T = TypeVar("T")


class RowState(NamedTuple):
    """What a list knows of a row that it draws."""

    width: int
    """Cells there are for it."""
    ticked: bool = False
    query: str = ""
    """What was typed to find it."""


class ListCounts(NamedTuple):
    """How many items a list has."""

    shown: int
    """Those that match what was typed."""
    total: int
    ticked: int


class ListRows(Generic[T]):
    """How the items of a `ListPane` are drawn; most lists need only some of this."""

    title = ""
    """What stands on the top border."""
    title_note = ""
    """What stands behind it, dim."""
    footnote = ""
    """What stands on the bottom border."""
    empty = ""
    """What stands in place of the rows where there are none; not there where this is empty."""
    has_titles = False
    """Whether `titles` stand above the rows."""
    headings: type | tuple[type, ...] = ()
    """The types of the items over which the cursor passes."""

    def row(self, item: T, state: RowState) -> Sequence[StyledText]:
        """Return the pieces of an item's row."""
        raise NotImplementedError

    def key(self, item: T) -> Hashable:
        """Return what stays the same of an item that comes again with other facts."""
        return item

    def search_text(self, item: T) -> str:
        """Return the text in which is searched what one types."""
        return str(item)

    def titles(self, width: int) -> Sequence[StyledText]:
        """Return the titles of the columns."""
        raise NotImplementedError

    def head(self, first: T | None) -> str:  # noqa: ARG002 - for those whose title changes
        """Return what stands on the top border where ``first`` is the first visible item."""
        return self.title

    def note(self, counts: ListCounts) -> str:  # noqa: ARG002 - for those that count
        """Return what stands on the bottom border."""
        return self.footnote
