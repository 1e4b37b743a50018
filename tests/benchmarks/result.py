"""One figure of a benchmark, and how figures are written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured, and its ratio to what it is measured against in the same run."""

    case: str
    value: float | None
    """The median of the rounds; ``None`` where it could not be measured here."""
    unit: str
    spread: str = ""
    """The least and the most of the rounds, or where it is not a median, what it is."""
    ratio: float | None = None
    against: str = ""
    """What the ratio says of what: ``of json.loads``, ``times faster than lnav``."""
    goal: str = ""
    """``>= 3`` or ``<= 1.1``, of the ratio; empty where there is none."""

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; ``None`` where there is none, or nothing was measured."""
        if not self.goal or self.ratio is None:
            return None
        sign, _, bound = self.goal.partition(" ")
        return self.ratio >= float(bound) if sign == ">=" else self.ratio <= float(bound)


_WORDS = {True: "met", False: "**missed**", None: ""}


def table(results: Iterable[Result]) -> str:
    """Write results as a Markdown table."""
    lines = [
        "| case | median | least to most | ratio | goal | |",
        "| --- | ---: | --- | --- | --- | --- |",
    ]
    for one in results:
        value = "not measured" if one.value is None else f"{one.value:,.4g} {one.unit}"
        ratio = "" if one.ratio is None else f"{one.ratio:,.3g} {one.against}"
        cells = (one.case, value, one.spread, ratio, one.goal, _WORDS[one.met])
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return "\n".join(lines)


def line(one: Result) -> str:
    """Write a result for the terminal."""
    value = "not measured" if one.value is None else f"{one.value:,.4g} {one.unit}"
    ratio = "" if one.ratio is None else f"{one.ratio:8.3g} {one.against}"
    goal = f"  (goal {one.goal}: {'met' if one.met else 'missed'})" if one.met is not None else ""
    return f"{one.case:44} {value:>18}  {one.spread:24} {ratio}{goal}"
