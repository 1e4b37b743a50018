"""Rewrite what README, manual and man page take from the code: ``make manual``."""

from __future__ import annotations

from tests.manual.documents import DOCUMENTS
from tests.manual.man_page import MAN_PAGE, man_page
from tests.manual.tables import rewritten

for document in DOCUMENTS:
    document.write_text(rewritten(document.read_text()))
MAN_PAGE.write_text(man_page())
print(f"{len(DOCUMENTS)} documents and {MAN_PAGE.name} rewritten")
