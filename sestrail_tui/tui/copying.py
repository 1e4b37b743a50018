"""Copying a text from a screen, with a word on what became of it."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

from sestrail_tui.tui import clipboard

if TYPE_CHECKING:
    from textual.screen import Screen


async def copy_text(screen: Screen[Any], text: str, what: str) -> None:
    """Copy ``text`` and say so; ``what`` names it: ``1 record``."""

    def write(sequence: str) -> None:
        if (driver := screen.app._driver) is not None:
            driver.write(sequence)

    outcome = await clipboard.copy(text, what, write=write, env=os.environ, which=shutil.which)
    screen.notify(
        outcome.sentence, severity="information" if outcome.ok else "warning", markup=False
    )
