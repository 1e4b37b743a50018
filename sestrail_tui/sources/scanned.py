"""How much AWS scanned, in words."""

from __future__ import annotations

from typing import Final

_UNITS: Final = ("bytes", "kB", "MB", "GB", "TB")


def size(count: int) -> str:
    """Write a number of bytes in powers of 1000, as AWS bills: ``1.2 GB``."""
    number, unit = float(count), 0
    while number >= 999.5 and unit < len(_UNITS) - 1:
        number, unit = number / 1000, unit + 1
    return f"{number:.0f} bytes" if unit == 0 else f"{number:.3g} {_UNITS[unit]}"
