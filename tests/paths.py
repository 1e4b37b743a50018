"""Where the repository and the tests' records are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).parent
ROOT: Final = TESTS.parent
DATA: Final = TESTS / "data"
