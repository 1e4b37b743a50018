"""Fuzzy matching for pick lists: the letters typed, in order, best places first.

Textual's own matcher tries every way to place the letters, which takes seconds on repetitive text.
"""

from __future__ import annotations

from typing import Final

WORD_START: Final = 3
"""Worth of a letter that begins a word, against 1 for any other."""

RUN: Final = 2
"""Worth added to a letter that follows the one before it."""

SUBSTRING: Final = 1000
"""Worth of all letters standing together: more than any scattered match can reach."""


def fuzzy_match(query: str, candidate: str) -> tuple[int, ...] | None:
    """Give where ``query``'s letters stand in ``candidate``; ``None``: they are not all there.

    Both must be folded to one case by the caller. Takes time linear in ``candidate``.
    """
    if (at := candidate.find(query)) >= 0:
        return tuple(range(at, at + len(query)))
    positions = []
    at = -1
    for letter in query:
        if (at := candidate.find(letter, at + 1)) < 0:
            return None
        positions.append(at)
    return tuple(positions)


def fuzzy_score(candidate: str, positions: tuple[int, ...]) -> int:
    """Rate a match: together beats scattered, early and at word starts beats inside a word."""
    if not positions:
        return 0
    together = positions[-1] - positions[0] == len(positions) - 1
    score = SUBSTRING - min(positions[0], 100) if together else 0
    previous = -2
    for at in positions:
        score += RUN if at == previous + 1 else 0
        score += WORD_START if at == 0 or not candidate[at - 1].isalnum() else 1
        previous = at
    return score
