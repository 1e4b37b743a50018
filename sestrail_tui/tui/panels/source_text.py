"""What the sources panel says of each source: one line in the list, and all of it below. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sestrail_tui.account.prices import TRANSFER
from sestrail_tui.core.details.section import DetailLine, Section, Tone
from sestrail_tui.core.units import dollars_text, duration_text, size_text
from sestrail_tui.tui.base.cells import fit
from sestrail_tui.tui.base.numbers import count_text
from sestrail_tui.tui.base.times import clock_time
from sestrail_tui.tui.feed.health import LOOK, TROUBLE
from sestrail_tui.tui.panes.styled_text import StyledText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.follow.health import Health, Usage
    from sestrail_tui.tui.base.cells import Align
    from sestrail_tui.tui.base.times import TimeMode

NEVER: Final = "Sends over SMTP, recipients, subjects and content: CloudTrail records none of them."
"""What no source can show."""
_TONES: Final[dict[str, Tone]] = {"good": "plain", "plain": "dim", "warn": "warn", "bad": "bad"}
_RATE_FROM_S: Final = 60.0
_DAY_S: Final = 86_400
_ROOMY: Final = 92
"""Cells from which lag and quota have their columns."""


class SourceColumn(NamedTuple):
    """One column of the list."""

    title: str
    width: int
    """Its cells; 0: what is left."""
    align: Align = "left"
    needs_room: bool = False
    """Whether only a wide list has it."""


_COLUMNS: Final = (
    SourceColumn("Source", 0),
    SourceColumn("State", 11),
    SourceColumn("Through", 8, "right"),
    SourceColumn("Lag", 7, "right", needs_room=True),
    SourceColumn("Calls", 7, "right"),
    SourceColumn("Quota", 6, "right", needs_room=True),
    SourceColumn("Records", 9, "right"),
    SourceColumn("Errors", 6, "right"),
)


def titles(width: int) -> list[StyledText]:
    """Write the titles of the columns on a line of ``width`` cells."""
    return _line([StyledText(column.title, "dim") for column in _COLUMNS], width)


def line(health: Health, mode: TimeMode, now_ms: int, width: int) -> list[StyledText]:
    """Write a source on a line of ``width`` cells."""
    glyph, tone = LOOK[health.state]
    return _line(
        [
            StyledText(f"{glyph} {health.source}", _TONES[tone]),
            StyledText(health.state.value, _TONES[tone]),
            StyledText(through(health, mode, now_ms)),
            StyledText(duration_text(health.lag_ms) or "-", "dim"),
            StyledText(count_text(health.calls)),
            StyledText(percent(health.usage) if health.usage else "-", "dim"),
            StyledText(count_text(health.records)),
            StyledText(count_text(health.errors), "warn" if health.errors else "dim"),
        ],
        width,
    )


def _line(texts: list[StyledText], width: int) -> list[StyledText]:
    cells = [
        (column, text)
        for column, text in zip(_COLUMNS, texts, strict=True)
        if width >= _ROOMY or not column.needs_room
    ]
    rest = width - sum(column.width + 1 for column, _ in cells if column.width)
    return [
        StyledText((" " if number else "") + fit(text, column.width or rest, column.align), tone)
        for number, (column, (text, tone)) in enumerate(cells)
    ]


def through(health: Health, mode: TimeMode, now_ms: int) -> str:
    """Write up to when it is read; ``-`` where nothing is known."""
    if health.read_through_ms is None:
        return "-"
    return clock_time(health.read_through_ms, mode, now_ms)


def _gone_until(health: Health, mode: TimeMode, now_ms: int) -> str:
    return f"{clock_time(health.gone_until_ms, mode, now_ms)}: it was gone then."


def percent(usage: Usage) -> str:
    """Write the share of a quota."""
    return f"{usage.per_s / usage.quota_per_s:.0%}"


def sections(health: Health, mode: TimeMode, now_ms: int) -> list[Section]:
    """Return everything that is known of a source; only the sentence of trouble is in colour."""
    found = [
        Section("State", tuple(_state(health, now_ms))),
        Section("Reading", tuple(_reading(health, mode, now_ms))),
        Section("Calls", tuple(_calls(health))),
        Section("Records", tuple(_records(health))),
        Section("Errors", tuple(_errors(health, mode, now_ms))),
        Section(
            "Never shows",
            tuple(DetailLine("", text) for text in (health.never_shows, NEVER) if text),
        ),
    ]
    return [section for section in found if section.lines]


def _state(health: Health, now_ms: int) -> Iterator[DetailLine]:
    glyph, tone = LOOK[health.state]
    yield DetailLine("", f"{glyph} {health.state.value}", _TONES[tone])
    if health.sentence:
        yield DetailLine("", health.sentence, _TONES[tone] if health.state in TROUBLE else "plain")
    if health.retry_at_ms is not None:
        left = max(0, -(-(health.retry_at_ms - now_ms) // 1000))
        yield DetailLine(
            "", f"Tried again in {left}s, from where it stopped." if left else "Trying again…"
        )


def _reading(health: Health, mode: TimeMode, now_ms: int) -> Iterator[DetailLine]:
    if not health.holds_sends:
        yield DetailLine("", "It never holds a send.", "warn")
    yield DetailLine("Read through", through(health, mode, now_ms))
    if health.gone_until_ms is not None and health.read_through_ms is not None:
        yield DetailLine(
            "", f"Not all of what came before {_gone_until(health, mode, now_ms)}", "warn"
        )
    if health.progress is not None:
        yield DetailLine("Catching up", f"{health.progress:.0%} read")
    lag = duration_text(health.lag_ms)
    yield DetailLine("Lag", f"{lag} from call to delivery, lately" if lag else "not known")


def _calls(health: Health) -> Iterator[DetailLine]:
    yield DetailLine("Made", count_text(health.calls))
    if health.read_bytes:
        yield DetailLine("Read so far", read_so_far(health))
        yield DetailLine("", TRANSFER, "dim")
    if health.scanned_bytes is not None:
        price = (
            f", {dollars_text(health.cost_usd)} at list price"
            if health.cost_usd is not None
            else ""
        )
        yield DetailLine(
            "Scanned", f"{size_text(health.scanned_bytes)} by AWS, which bills for it{price}"
        )
    if health.live_tail_ms is not None:
        minutes = count_text(-(-health.live_tail_ms // 60_000))
        yield DetailLine(
            "Live Tail", f"{minutes} min of sessions, billed by AWS; shared ones count once"
        )
    if (usage := health.usage) is not None:
        yield DetailLine(
            "Quota",
            f"{percent(usage)}: {usage.per_s:.1f} of {usage.quota_per_s:g} calls a second, by all "
            "sources of this account and region",
        )


def read_so_far(health: Health) -> str:
    """Write the bytes that were read, how often what was new, and what that makes in a day."""
    text = size_text(health.read_bytes)
    if health.new_bytes:
        times = health.read_bytes / health.new_bytes
        text += f" ({times:,.{0 if times >= 10 else 1}f} times what was new)"
    if health.reading_s >= _RATE_FROM_S:
        day = size_text(round(health.read_bytes / health.reading_s * _DAY_S))
        text += f", at this rate {day} a day"
    return text


def _records(health: Health) -> Iterator[DetailLine]:
    yield DetailLine("Read", count_text(health.records))
    if health.others:
        yield DetailLine("Left out", f"{count_text(health.others)} of other services")
    for sentence in health.left_out:
        yield DetailLine("No records", sentence)
    if health.unreadable:
        yield DetailLine("Unreadable", count_text(health.unreadable), "warn")
    if health.reads:
        yield DetailLine("Left out", f"{count_text(health.reads)} read-only calls (Get, List)")


def _errors(health: Health, mode: TimeMode, now_ms: int) -> Iterator[DetailLine]:
    yield DetailLine("So far", count_text(health.errors))
    if health.last_error:
        at = clock_time(health.last_error_ms, mode, now_ms)
        same = health.last_error == health.sentence
        yield DetailLine("Last", f"{at}  {'as above' if same else health.last_error}")
