"""Text for a number of terminal cells: made safe, cut with an ellipsis, padded."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from rich.cells import cell_len, set_cell_size

from sestrail_tui.core.safe_text import safe

Align = Literal["left", "right"]


@lru_cache(maxsize=8192)
def fit(text: str, width: int, align: Align = "left") -> str:
    """Return a text safe and exactly ``width`` cells wide; an ellipsis stands for the rest."""
    text = safe(text)
    length = len(text) if text.isascii() else cell_len(text)
    if length > width:
        return set_cell_size(text, width - 1) + "…" if width > 0 else ""
    padding = " " * (width - length)
    return padding + text if align == "right" else text + padding


@lru_cache(maxsize=8192)
def fit_end(text: str, width: int) -> str:
    """Return a text as `fit` does, but keep its end: of a path that says most."""
    text = safe(text)
    if cell_len(text) <= width:
        return fit(text, width)
    kept = text[-(width - 1) :] if width > 1 else ""
    while cell_len(kept) > width - 1:
        kept = kept[1:]
    return fit(f"…{kept}", width)
