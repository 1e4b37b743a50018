"""A pane of sections: labels and values, wrapped to its width, scrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.base.overview_page import overview_page
from sestrail_tui.tui.base.pane import Pane, StyledText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.core.details.section import Section
    from sestrail_tui.tui.base.page import Page


class SectionPane(Pane):
    """Shows what it is told, under a title."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._title = ""
        self._page: Page | None = None

    def show(self, title: str, sections: Sequence[Section]) -> None:
        """Show sections; under the same title it stays where it was scrolled to."""
        if title != self._title:
            self.top = 0
        self._title = title
        self._page = overview_page(sections)
        self._wrap()

    def on_resize(self) -> None:
        """Wrap to the new width."""
        self._wrap()

    def _wrap(self) -> None:
        if self._page is not None:
            self._page.wrap(self.inner_width)
            self.scroll_rows_to(self.top)
        self.refresh()

    def head(self) -> Sequence[StyledText]:
        """Give the title."""
        return (StyledText(safe(self._title), "title"),)

    def row_count(self) -> int:
        """Give the rows at this width."""
        return 0 if self._page is None else self._page.row_count

    def row(self, index: int) -> Sequence[StyledText]:
        """Give one row."""
        return () if self._page is None else self._page.row(index)
