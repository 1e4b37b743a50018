"""A pane that shows a page of text, wrapped to its width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.tui.base.cells import fit
from sestrail_tui.tui.panes.pane import Pane
from sestrail_tui.tui.panes.styled_text import StyledText

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sestrail_tui.tui.panes.page import Page


class PagePane(Pane):
    """Shows a page under a title, which ``cut`` shortens where it has no room."""

    def __init__(
        self,
        *,
        cut: Callable[[str, int], str] = fit,
        id: str | None = None,  # noqa: A002  Textual's name
    ) -> None:
        super().__init__(id=id)
        self._cut = cut
        self._title = ""
        self._page: Page | None = None

    def show(self, title: str, page: Page | None) -> None:
        """Show a page; under the same title it stays where it was scrolled to."""
        if title != self._title:
            self.top = 0
        self._title, self._page = title, page
        self.on_resize()

    def on_resize(self) -> None:
        """Wrap to the width there is now."""
        if self._page is not None:
            self._page.wrap(self.inner_width)
            self.scroll_rows_to(self.top)
        self.refresh()

    def action_go_last(self) -> None:
        """Scroll to the end."""
        if self._page is not None:
            self._page.wrap_all()
        super().action_go_last()

    def head(self) -> Sequence[StyledText]:
        """Return the title."""
        return (StyledText(self._cut(self._title, self.head_width).rstrip(), "title"),)

    def row_count(self) -> int:
        """Return how many rows the page has at this width."""
        return 0 if self._page is None else self._page.row_count

    def row(self, index: int) -> Sequence[StyledText]:
        """Return one row of the page."""
        return () if self._page is None else self._page.row(index)
