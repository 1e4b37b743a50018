"""What the first frame and the screen that takes its place both say while it opens."""

from __future__ import annotations

from typing import Final

NAME: Final = "sestrail"
OPENING: Final = "◌ opening"
OPENING_SENTENCE: Final = "Settling AWS settings and finding what to read…"
