"""The line under the filter: where it cannot be read, and why."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from sestrail_tui.core.errors import FilterError
from sestrail_tui.core.safe_text import safe
from sestrail_tui.filters.syntax.parse import parse


class FilterMistake(Static):
    """``^^^^^^^^^ There is no such field.``; not there at all while there is no mistake."""

    DEFAULT_CSS: ClassVar[str] = """
    FilterMistake {
        height: auto; max-height: 3; padding: 0 1; color: $text-error; display: none;
        &.-hint { color: $text-warning; }
    }
    """

    def __init__(self) -> None:
        super().__init__("", id="filter-error", markup=False)

    def hint(self, sentence: str) -> None:
        """Say what is read otherwise than it looks; nothing is wrong with it."""
        self.display = bool(sentence)
        self.set_class(True, "-hint")
        self.update(Content(sentence))

    def say(self, mistake: FilterError | None, indent: int, width: int) -> None:
        """Explain it in lines of ``width`` cells under a filter that is ``indent`` cells in."""
        self.display = mistake is not None
        self.set_class(False, "-hint")
        if mistake is not None:
            self.update(Content(caret_line(mistake, indent, width)))


def mistake_in(text: str) -> FilterError | None:
    """Return what keeps the filter from being read."""
    try:
        parse(text)
    except FilterError as error:
        return error
    return None


def caret_line(mistake: FilterError, indent: int, width: int) -> str:
    """Write carets under the mistake and the sentence beside them, or below where it is long."""
    start = max(0, cell_len(safe(mistake.text[: mistake.start])) + indent)
    room = max(1, width - start)
    carets = "^" * min(room, max(1, cell_len(safe(mistake.text[mistake.start : mistake.end]))))
    sentence = safe(mistake.message)
    beside = f"{' ' * start}{carets} {sentence}"
    return beside if cell_len(beside) <= width else f"{' ' * start}{carets}\n{sentence}"
