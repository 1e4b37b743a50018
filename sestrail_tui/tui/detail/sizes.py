"""Sizes as people say them."""

from __future__ import annotations


def size_text(size: int) -> str:
    """Write a number of bytes, rounded down: ``312 B``, ``2.3 kB``, ``74 kB``, ``1.2 MB``."""
    if size < 1000:
        return f"{size} B"
    value, unit = (size / 1000, "kB") if size < 1_000_000 else (size / 1_000_000, "MB")
    return f"{int(value * 10) / 10:g} {unit}" if value < 10 else f"{int(value):,} {unit}"
