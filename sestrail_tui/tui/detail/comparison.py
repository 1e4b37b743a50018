"""Two records side by side: what is said of each in words, and every leaf of their JSON. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sestrail_tui.core.details.json_paths import leaves
from sestrail_tui.core.details.overview import overview

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.core.record import Record


@dataclass(frozen=True, slots=True)
class Pair:
    """One field in both records; ``None`` where a record has no such field. Not safe yet."""

    name: str
    left: str | None
    right: str | None

    @property
    def same(self) -> bool:
        """Whether both have it alike."""
        return self.left == self.right

    @property
    def sign(self) -> str:
        """Tell how they differ: ``≠``, only the left one has it ``<``, only the right one ``>``."""
        if self.same:
            return " "
        if self.left is None or self.right is None:
            return ">" if self.left is None else "<"
        return "≠"


@dataclass(frozen=True, slots=True)
class Comparison:
    """All fields of two records, aligned; in words first, then as the JSON has them."""

    words: tuple[Pair, ...]
    json: tuple[Pair, ...]

    def shown(self, *, differing: bool) -> tuple[Pair | str, ...]:
        """Return the fields under their headings, all or the differing ones only."""
        rows: list[Pair | str] = []
        for heading, pairs in (("In words", self.words), ("JSON", self.json)):
            listed = [pair for pair in pairs if not (differing and pair.same)]
            rows += [heading, *listed] if listed else []
        return tuple(rows)

    @property
    def differing(self) -> int:
        """How many fields of the JSON differ."""
        return sum(not pair.same for pair in self.json)


def compare(left: Record, right: Record) -> Comparison:
    """Align two records, of any size; tens of thousands of fields take some hundredths of a s."""
    return Comparison(
        aligned(_words(left), _words(right)), aligned(leaves(left.raw), leaves(right.raw))
    )


def aligned(left: Mapping[str, str], right: Mapping[str, str]) -> tuple[Pair, ...]:
    """Pair by name, in the order of the left; what only the right has stands where it has it."""
    after: dict[str | None, list[str]] = {}
    last: str | None = None
    for name in right:
        if name in left:
            last = name
        else:
            after.setdefault(last, []).append(name)
    names = list(after.get(None, ()))
    for name in left:
        names += [name, *after.get(name, ())]
    return tuple(Pair(name, left.get(name), right.get(name)) for name in names)


def _words(record: Record) -> dict[str, str]:
    """Return the overview's lines by section and label, numbered where that is not enough."""
    often: Counter[str] = Counter()
    found = {}
    for section in overview(record):
        for line in section.lines:
            name = " · ".join(filter(None, (section.title, line.label)))
            often[name] += 1
            found[name if often[name] == 1 else f"{name} {often[name]}"] = line.value
    return found
