"""Records as Markdown for a ticket: a table of them, and one in full; nothing in it is markup.

A value is a code span, in which neither links nor mentions nor HTML work (CommonMark, GFM).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from sestrail_tui.core.details.overview import overview
from sestrail_tui.core.safe_text import safe
from sestrail_tui.writers.lines import WIDEST_CELL, WRITTEN, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.core.record import Record

LONGEST: Final = 1_000
"""Characters of a value where a record is told in full; its JSON has the rest."""
MOST_JSON: Final = 30_000
"""Characters of a record's JSON: a ticket takes some 65,000 in all (GitHub)."""
_SPECIAL: Final = re.compile(r"[^\w .,:;/@()-]|_")
_BREAKS_A_CELL: Final = re.compile(r"[|`\\]")


def header() -> str:
    """Return the head of the table, two lines."""
    titles = [column.title for column in WRITTEN]
    return f"{_line(titles)}\n{_line(['---'] * len(titles))}"


def row(record: Record) -> str:
    """Return a record as a line of the table."""
    return _line([cell(text) for _, text in columns_of(record)])


def cell(text: str, most: int = WIDEST_CELL) -> str:
    """Return a text, of ``most`` characters, as a cell; it is read as the very characters it is.

    They are made safe. What would end a cell or a code span early is written by its number.
    """
    text = safe(text)
    if not text.strip():
        return ""
    if len(text) > most:
        text = f"{text[:most]}…"
    if not _BREAKS_A_CELL.search(text):
        return f"`{text}`"
    return f"<code>{_SPECIAL.sub(lambda found: f'&#{ord(found[0])};', text)}</code>"


def detail(record: Record) -> str:
    """Return one record in full: its overview as a table, and its JSON laid out."""
    name = record.call or record.name or record.kind
    lines = ["", f"### {cell(name)} {cell(record.event_id)}".rstrip(), ""]
    lines += [_line(("", "", "")), _line(["---"] * 3)]
    for section in overview(record):
        title = section.title
        for line in section.lines:
            lines.append(_line((title, line.label, cell(line.value, LONGEST))))
            title = ""
    code = _json(record.raw)
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", code)), default=0))
    return "\n".join([*lines, "", f"{fence}json", code, fence])


def _json(raw: bytes) -> str:
    try:
        laid_out = msgspec.json.format(raw, indent=2)
    except (msgspec.DecodeError, RecursionError):
        laid_out = raw
    text = laid_out.decode("utf-8", "backslashreplace")
    more = len(text) - MOST_JSON
    code = "\n".join(map(safe, text[:MOST_JSON].split("\n")))
    return f"{code}\n… and {more:,} characters more" if more > 0 else code


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
