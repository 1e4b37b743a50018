"""The documents that a user reads: README, and the pages of the manual."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from sestrail_tui import manual
from tests.paths import ROOT

README: Final = ROOT / "README.md"
MANUAL: Final = Path(manual.__file__).parent
"""Of the package that is imported: where the wheel is tried, the installed one."""
PAGES: Final = tuple(sorted(MANUAL.glob("*.md")))
DOCUMENTS: Final = (README, *PAGES)
_EXAMPLE: Final = re.compile(r"<!-- example: (\w+) -->\n```\w*\n(.*?)```", re.DOTALL)


def marked(name: str) -> str:
    """Return what stands between ``<!-- name -->`` and ``<!-- /name -->`` in one document."""
    found = [
        text.partition(f"<!-- {name} -->\n")[2].partition(f"<!-- /{name} -->")[0]
        for text in map(_text, DOCUMENTS)
        if f"<!-- {name} -->" in text
    ]
    assert len(found) == 1, name
    return found[0]


def code(name: str) -> str:
    """Return the code of the one fenced block between the markers of ``name``."""
    return marked(name).partition("\n")[2].rpartition("```")[0]


def examples() -> dict[str, str]:
    """Return the text of each example that a test runs, by its name."""
    return {name: text for page in DOCUMENTS for name, text in _EXAMPLE.findall(_text(page))}


def _text(path: object) -> str:
    assert hasattr(path, "read_text")
    return str(path.read_text())
