from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.core.details.section import DetailLine, Section
from sestrail_tui.tui.panes.overview_page import overview_page
from tests.tui.hosting import HOSTILE

if TYPE_CHECKING:
    from sestrail_tui.tui.panes.page import Page


def rows(page: Page, width: int = 60) -> list[str]:
    page.wrap(width)
    return ["".join(piece.text for piece in page.row(at)) for at in range(page.row_count)]


def test_sections_are_aligned_and_labels_hang() -> None:
    page = overview_page(
        (
            Section(
                "Outcome",
                (DetailLine("Refused", "MessageRejected", "bad"), DetailLine("", "No mail.")),
            ),
            Section(
                "TLS", (DetailLine("Version", "TLSv1.3"), DetailLine("Host", "email.example " * 4))
            ),
        )
    )
    assert rows(page) == [
        "Outcome  Refused  MessageRejected",
        "         No mail.",
        "TLS      Version  TLSv1.3",
        "         Host     email.example email.example email.example ",
        "                  email.example ",
    ]
    assert [piece.tone for piece in page.row(0)] == [
        "title", "plain", "dim", "plain", "bad"
    ]  # fmt: skip


def test_hostile_titles_labels_and_values_stay_text() -> None:
    page = overview_page(
        (Section(HOSTILE, (DetailLine(HOSTILE, HOSTILE), DetailLine("", HOSTILE))),)
    )
    shown = "".join(rows(page, 80))
    assert shown.isprintable()
    assert "[/][bold]" in shown


def test_nothing_is_a_page_too() -> None:
    assert rows(overview_page(())) == []
    assert rows(overview_page((Section("Empty", ()),))) == []
