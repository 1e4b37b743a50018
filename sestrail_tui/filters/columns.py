"""The columns of a table of sends, on the screen, in text and in Markdown: fields, and three more.

Which fields have one, and how wide it is, their rows of the table of fields say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sestrail_tui.filters.fields.column_layout import ColumnLayout
from sestrail_tui.filters.fields.registry import FIELDS


@dataclass(frozen=True)
class Column:
    """One column of the table."""

    id: str
    """Its name in the settings."""
    title: str
    layout: ColumnLayout
    field: str = ""
    """The filter field of its values: what ``x`` excludes."""
    attribute: str = ""
    """The attribute of `Record` it shows as it is; empty where the table makes the text."""


TIME: Final = Column(
    "time", "Time", ColumnLayout(place=0, keep=0, least=8, good=8, best=8, in_text=20)
)
LAG: Final = Column(
    "lag",
    "Lag",
    ColumnLayout(place=60, keep=70, least=6, good=6, best=6, in_text=6, is_number=True),
)
FLAGS: Final = Column(
    "flags",
    "Flags",
    ColumnLayout(place=100, keep=30, least=11, good=18, best=36, in_text=0),
    "error",
    "error",
)
"""The refusal, and whatever else is out of the ordinary."""
_ALL: Final = (
    TIME,
    LAG,
    FLAGS,
    *(
        Column(field.name, field.title, field.column_layout, field.name, field.column)
        for field in FIELDS.values()
        if field.column_layout is not None
    ),
)
COLUMNS: Final = {
    column.id: column for column in sorted(_ALL, key=lambda column: column.layout.place)
}
"""Every column by its id, from left to right."""
