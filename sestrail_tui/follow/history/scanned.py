"""How much AWS scanned and what it charges for that, in words."""

from __future__ import annotations

from typing import Final

_UNITS: Final = ("bytes", "kB", "MB", "GB", "TB")


def size(count: int) -> str:
    """Write a number of bytes in powers of 1000, as AWS bills: ``1.2 GB``."""
    number, unit = float(count), 0
    while number >= 999.5 and unit < len(_UNITS) - 1:
        number, unit = number / 1000, unit + 1
    return f"{number:.0f} bytes" if unit == 0 else f"{number:.3g} {_UNITS[unit]}"


def dollars(usd: float) -> str:
    """Write a price so that a small one is no zero: ``$1,204.50``, ``$0.0061``."""
    if usd >= 0.0995:
        return f"${usd:,.2f}"
    if 0 < usd < 0.0001:
        return "under $0.0001"
    return f"${usd:.2g}" if usd else "$0"


def bill(scanned_bytes: int | None, usd: float | None) -> str:
    """Write both, as far as they are known: ``1.2 GB scanned, $0.006``; else ``""``."""
    parts = [] if scanned_bytes is None else [f"{size(scanned_bytes)} scanned"]
    return ", ".join([*parts, *([] if usd is None else [dollars(usd)])])
