"""What a Markdown reader makes of it: the texts that were there, and nothing that they ask for."""

from __future__ import annotations

import json
from typing import Final

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.safe_text import safe
from sestrail_tui.writers.markdown import MOST_JSON, cell, detail, header, row
from tests.writers.records import HOSTILE, SEND

READER: Final = MarkdownIt("js-default", {"html": True, "linkify": False})
TEMPTING: Final = st.text(
    st.sampled_from("|`\\*_<>[]()!#&;~@ax1 \u202e\n") | st.characters(), max_size=12
)
"""Short enough that nothing is cut off."""


def cells(line: str) -> list[str]:
    """Return what a reader of the table's one row reads in each cell."""
    tokens = READER.parse(f"{header()}\n{line}\n")
    body = tokens[[token.type for token in tokens].index("tbody_open") :]
    assert sum(token.type == "tr_open" for token in body) == 1
    found = []
    for token in body:
        if token.type != "inline":
            continue
        kinds = {child.type for child in token.children or ()}
        assert kinds <= {"text", "code_inline", "html_inline", "text_special"}
        tags = [c.content for c in token.children or () if c.type == "html_inline"]
        assert tags in ([], ["<code>", "</code>"])
        parts = [c.content for c in token.children or () if c.type != "html_inline"]
        found.append("".join(parts))
    return found


@given(TEMPTING, TEMPTING)
@example("", "_`_")
def test_a_cell_reads_as_the_text_it_is(principal: str, sender: str) -> None:
    record = msgspec.structs.replace(SEND, principal=principal, sender=sender)
    read = cells(row(record))
    assert len(read) == 8
    for text, shown in ((principal, read[2]), (sender, read[3])):
        assert shown.strip() == safe(text).strip()


def test_plain_values_stay_readable_as_they_are() -> None:
    assert cell("hoge-iwasa") == "`hoge-iwasa`"
    assert cell("a|b`c") == "<code>a&#124;b&#96;c</code>"
    assert cell("") == cell("  ") == ""
    assert row(SEND).startswith("| `2025-04-14T20:02:52Z` | `SendEmail v2` | `hoge-iwasa` | ")


@given(st.text(st.sampled_from("`~\\ \nx\u202e"), max_size=30))
def test_the_json_cannot_leave_its_fence(agent: str) -> None:
    raw = json.dumps({"eventSource": "ses.amazonaws.com", "userAgent": agent}, ensure_ascii=False)
    tokens = READER.parse(detail(decode(raw.encode())))
    fences = [token for token in tokens if token.type == "fence"]
    assert len(fences) == 1
    assert tokens[-1] is fences[0]
    assert "\u202e" not in detail(decode(raw.encode()))


@pytest.mark.parametrize("raw", [b"\xff{", b"", b"[" * 2000])
def test_what_is_no_record_is_told_too(raw: bytes) -> None:
    assert detail(decode(raw)).rstrip().endswith("```")


def test_a_record_too_large_for_a_ticket_is_cut_and_says_so() -> None:
    raw = json.dumps({"eventSource": "ses.amazonaws.com", "requestID": "x" * 50_000}).encode()
    told = detail(decode(raw))
    assert " characters more\n" in told
    assert len(told) < MOST_JSON + 2_000


def test_hostile_text_is_printable() -> None:
    record = msgspec.structs.replace(SEND, error=HOSTILE, error_message=HOSTILE)
    assert row(record).isprintable()
