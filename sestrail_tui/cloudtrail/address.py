"""The address in a From value."""

from __future__ import annotations

import re
from typing import Final

_IN_BRACKETS: Final = re.compile(r"<([^<>]+)>\s*\Z")


def address(sender: str) -> str:
    """Give the address of ``Name <address>``; any other text as it is."""
    found = _IN_BRACKETS.search(sender)
    return found[1] if found else sender
