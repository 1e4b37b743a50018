"""How many examples a property is tried with: a share of what the run asks for."""

from __future__ import annotations

from hypothesis import settings


def examples(percent: int, least: int = 3) -> int:
    """Return ``percent`` of the profile's number, ``least`` at least; see `tests/conftest.py`."""
    return max(least, settings().max_examples * percent // 100)
