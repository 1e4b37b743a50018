"""What a main screen is for: to follow an account, or to show an answer of its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sestrail_tui.filters.syntax.tree import All, to_text

if TYPE_CHECKING:
    from textual.widget import Widget

    from sestrail_tui.filters.syntax.tree import Node
    from sestrail_tui.tui.base.key_line import Hint
    from sestrail_tui.tui.base.times import TimeMode
    from sestrail_tui.tui.history.engines import Engines
    from sestrail_tui.tui.history.question import QuestionText
    from sestrail_tui.tui.table.listing import Listing


class Role(Protocol):
    """Where the two kinds of main screen differ."""

    @property
    def is_above(self) -> bool:
        """Whether another main screen lies below, to go back to."""

    @property
    def shared(self) -> Engines | None:
        """The engines of that screen."""

    @property
    def is_query(self) -> bool:
        """Whether what is read is a query, which leaving cancels."""

    @property
    def engine_names(self) -> tuple[str, ...]:
        """The engines that are suggested to be asked."""

    @property
    def banner(self) -> Widget | None:
        """What stands below the header."""

    @property
    def filter(self) -> Node:
        """The filter to which clearing goes back."""

    @property
    def cleared_note(self) -> str:
        """What is said once it was cleared."""

    @property
    def hints(self) -> tuple[Hint, ...]:
        """Hints that stand first in the footer while the rows have the focus."""

    def question(self, listing: Listing | None, first: Node) -> QuestionText:
        """Return the question to the history to begin with."""

    def show(self, listing: Listing | None, time_mode: TimeMode, now_ms: int) -> None:
        """Bring the banner up to date."""


class FollowRole:
    """The role of the screen that follows an account, or shows a file."""

    is_above = False
    is_query = False
    engine_names: tuple[str, ...] = ()
    shared = None
    banner = None
    filter = All()
    cleared_note = "The filter is cleared; u brings it back."
    hints: tuple[Hint, ...] = ()

    def question(self, listing: Listing | None, first: Node) -> QuestionText:
        """Return the day up to the oldest record, with the filter in force."""
        from sestrail_tui.tui.history.question import before

        if listing is None:
            return before(None, to_text(first))
        return before(listing.oldest_ms, listing.filter_text)

    def show(self, listing: Listing | None, time_mode: TimeMode, now_ms: int) -> None:
        """Show nothing: there is no banner."""
