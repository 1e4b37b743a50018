"""Scrolling a widget whose height may change ten times a second without anything being written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region, Size
from textual.scrollbar import ScrollBar
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.scroll_view import ScrollView


class LazyScroll:
    """Scrolls a `ScrollView` that lays nothing out when its number of lines changes.

    Textual's own way lays the screen out anew and repaints the scrollbar on every change of
    ``virtual_size``; here the bar is repainted only when its thumb moves by an eighth of a cell.
    """

    def __init__(self, widget: ScrollView) -> None:
        self._widget = widget
        self._thumb = (0, 0)

    @property
    def top(self) -> int:
        """The first visible line of the scrolled part."""
        return round(self._widget.scroll_y)

    def resize_lines(self, lines: int) -> None:
        """Say how many lines there are; nothing is repainted but, perhaps, the thumb."""
        widget = self._widget
        size = Size(widget.scrollable_content_region.width, lines)
        if size != widget.virtual_size:
            widget.set_reactive(Widget.virtual_size, size)

    def jump(self, top: float, *, moves_bar: bool = True) -> None:
        """Scroll so that line ``top`` is the first, without repainting (the caller knows why).

        With ``moves_bar`` off the bar knows of it, but is painted another time.
        """
        top = max(0.0, min(float(top), float(self._widget.max_scroll_y)))
        self._widget.set_reactive(Widget.scroll_y, top)
        self._widget.set_reactive(Widget.scroll_target_y, top)
        self._update_thumb(paint=moves_bar)

    def _update_thumb(self, *, paint: bool = True) -> None:
        widget = self._widget
        window, virtual = widget.scrollable_content_region.height, widget.virtual_size.height
        if not widget.show_vertical_scrollbar or window <= 0:
            return
        bar = widget.vertical_scrollbar
        bar.set_reactive(ScrollBar.window_virtual_size, virtual)
        bar.set_reactive(ScrollBar.window_size, window)
        bar.set_reactive(ScrollBar.position, widget.scroll_y)
        eighths = window * 8 / max(virtual, 1)
        thumb = (round(widget.scroll_y * eighths), round(min(window, virtual) * eighths))
        if paint and thumb != self._thumb:
            bar.refresh(*_moved(self._thumb, thumb, window))
            self._thumb = thumb


def _moved(old: tuple[int, int], new: tuple[int, int], height: int) -> Iterator[Region]:
    """Return the cells of the bar where either end of the thumb was or is (eighths of a cell)."""
    for ends in ((old[0], new[0]), (sum(old), sum(new))):
        first = max(0, min(ends) // 8 - 1)
        last = min(height - 1, max(ends) // 8 + 1)
        if first <= last:
            yield Region(0, first, 1, last - first + 1)
