"""What README, manual and man page take from the code is what the code says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.manual.documents import DOCUMENTS, MANUAL
from tests.manual.man_page import MAN_PAGE, man_page
from tests.manual.tables import TABLES, rewritten

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_tables_are_true_to_the_code(document: Path) -> None:
    text = document.read_text()
    assert rewritten(text) == text, "run: make manual"


def test_each_table_stands_in_one_document() -> None:
    texts = [document.read_text() for document in DOCUMENTS]
    for name in TABLES:
        assert sum(text.count(f"<!-- {name} -->") for text in texts) == 1, name


def test_the_man_page_is_true_to_the_code() -> None:
    assert MAN_PAGE.read_text() == man_page(), "run: make manual"
    assert MAN_PAGE.parent == MANUAL
