"""Fuzzy matching for pick lists: the letters typed, in order, best matches first.

Textual's own matcher tries every way to place the letters, which takes seconds on repetitive text.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

WORD_START: Final = 3
"""Worth of a letter that begins a word, against 1 for any other."""

RUN: Final = 2
"""Worth added to a letter that follows the one before it."""

SUBSTRING: Final = 1000
"""Worth of all letters standing together: more than any scattered match can reach."""

_SLICE: Final = 2_000
"""Texts looked at in one step: some milliseconds."""


def fuzzy_match(query: str, candidate: str) -> tuple[int, ...] | None:
    """Return where ``query``'s letters stand in ``candidate``; ``None``: they are not all there.

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


class FuzzySearch:
    """Finds those of ``count`` texts that match what is typed; ``text`` returns each by number."""

    def __init__(self, count: int, text: Callable[[int], str]) -> None:
        self._text = text
        self._count = count
        self._folded: list[str] = []
        self._matching: Sequence[int] = range(count)
        """The numbers of the texts that match, in their order."""
        self.query = ""
        self.found: Sequence[int] = self._matching
        """The same, the best first."""

    def folded(self, number: int) -> str:
        """Return a text in the case in which it is matched."""
        while len(self._folded) <= number:
            self._folded.append(self._text(len(self._folded)).lower())
        return self._folded[number]

    def narrow(self, query: str) -> Iterator[None]:
        """Search in steps of some milliseconds; ``found`` changes with the last one."""
        query = query.strip().lower()
        everything = range(self._count)
        among = self._matching if query.startswith(self.query) else everything
        by_score: dict[int, list[int]] = {}
        matching: list[int] = []
        for at, number in enumerate(among if query else ()):
            if at % _SLICE == 0:
                yield
            text = self.folded(number)
            if (positions := fuzzy_match(query, text)) is not None:
                by_score.setdefault(fuzzy_score(text, positions), []).append(number)
                matching.append(number)
        self.query = query
        self._matching = matching if query else everything
        best_first = (by_score[score] for score in sorted(by_score, reverse=True))
        self.found = list(chain.from_iterable(best_first)) if query else everything
