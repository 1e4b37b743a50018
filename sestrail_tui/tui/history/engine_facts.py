"""What the form says of a query engine before it is asked. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sestrail_tui.core.details.section import DetailLine, Section
from sestrail_tui.core.units import bill_text
from sestrail_tui.tui.history.question import total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sestrail_tui.follow.history.engine import Engine, Estimate


@dataclass(frozen=True, slots=True)
class EngineForecast:
    """Where the estimate of what is typed has got to."""

    stage: Literal["mistake", "making", "made", "failed"]
    estimate: Estimate | None = None
    sentence: str = ""
    """Why there is none."""


def sections(engine: Engine, forecast: EngineForecast, notes: Iterable[str]) -> list[Section]:
    """Return everything that is known of an engine and of the question."""
    if engine.lack:
        found = [
            Section("Lacks", (DetailLine("", engine.lack, "warn"),)),
            Section("Set-up", tuple(_text(engine.setup))),
        ]
    else:
        estimate = forecast.estimate
        found = [
            Section("Estimate", tuple(_estimate(forecast))),
            Section("Query", tuple(_text("" if estimate is None else estimate.query))),
        ]
    found.append(Section("Reads", tuple(_text(engine.covers))))
    return [section for section in (*found, unseen(notes)) if section.lines]


def together(estimates: Mapping[str, Estimate]) -> list[Section]:
    """Return what several engines would cost that are asked at once; of one alone, nothing."""
    whole = total(estimates.values())
    if len(estimates) < 2 or whole is None:
        return []
    price = bill_text(whole.scanned_bytes, whole.cost_usd)
    text = (
        f"about {price} by all {len(estimates)}"
        if price
        else "not known: one of them does not tell"
    )
    return [Section("Together", (DetailLine("", text),))]


def unseen(notes: Iterable[str]) -> Section:
    """Return what could not be looked at."""
    return Section("Not seen", tuple(DetailLine("", note, "warn") for note in notes))


def none_found(sentence: str, notes: Sequence[str] = ()) -> list[Section]:
    """Say that there is no engine, and why."""
    found = [Section("No engine", (DetailLine("", sentence, "warn"),)), unseen(notes)]
    return [section for section in found if section.lines]


def _estimate(forecast: EngineForecast) -> Iterator[DetailLine]:
    match forecast.stage, forecast.estimate:
        case "mistake", _:
            yield DetailLine("", "As soon as what is typed above can be read.", "dim")
        case "making", _:
            yield DetailLine("", "Estimating…", "dim")
        case "made", estimate if estimate is not None:
            if price := bill_text(estimate.scanned_bytes, estimate.cost_usd):
                yield DetailLine("", f"about {price}")
            if estimate.sentence:
                yield DetailLine("", estimate.sentence, "dim" if price else "plain")
        case _:
            yield DetailLine("", forecast.sentence, "warn")


def _text(text: str) -> Iterator[DetailLine]:
    for part in text.splitlines():
        yield DetailLine("", part)
