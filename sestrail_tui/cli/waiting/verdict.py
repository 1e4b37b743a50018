"""What waiting may say at its end, from the evidence: whether it came, did not, or cannot be told.

That something did *not* come is said only where every source that may hold it vouches for what it
did not show, where it is known that sends were recorded, and where the clock is known to be right.
Pure: no I/O.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from sestrail_tui.core.safe_text import safe
from sestrail_tui.core.units import time_text
from sestrail_tui.follow.health import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.cli.waiting.call_counter import Awaited
    from sestrail_tui.follow.health import Health
    from sestrail_tui.follow.protocol import Recording

CAME, DID_NOT, CANNOT_TELL = 0, 1, 3
"""Exit codes."""
_STALE_MS: Final = 180_000
"""What a source that is followed may lag behind: Lake is asked each minute, log files are known
by the minute."""
_OFTEN_LATE_S: Final = 900.0
"""A timeout below it may be too short for CloudTrail."""
_MOST: Final = 3
"""Reasons that are told."""


class WaitVerdict(NamedTuple):
    """How waiting ended."""

    code: int
    sentence: str


@dataclass(frozen=True, slots=True)
class WaitEvidence:
    """What is known when it is to be said that something did not come."""

    awaited: Awaited
    label: str
    """What was read, as the feed names it."""
    sources: tuple[Health, ...]
    """The last word of each source."""
    now_ms: int
    """By AWS's clock (ms UTC)."""
    clock_is_known: bool
    """Whether AWS's time was known when it was settled from when on to read."""
    sends: int
    """Sends that were read, whether they match or not."""
    unreadable: int
    """Messages about SES that are no record."""
    uncertain: int
    """Calls whose records do not say whether they are waited for."""
    recording: Recording
    """Whether sends were recorded at all."""

    @property
    def needed(self) -> list[Health]:
        """The sources that may hold what is waited for: for changes, event history too."""
        every = self.awaited.every_kind
        return [one for one in self.sources if one.holds_sends or every]

    @property
    def through_ms(self) -> int | None:
        """Everything delivered up to here was read of every needed source (ms UTC)."""
        marks = [
            one.read_through_ms
            for one in self.needed
            if one.state is not State.ENDED or one.read_through_ms is not None
        ]
        known = [mark for mark in marks if mark is not None]
        return min(known) if known and len(known) == len(marks) else None

    @property
    def is_refused(self) -> bool:
        """Whether a source that was read can never tell that something did not come."""
        return any(one.cannot_tell for one in self.needed) and all(
            one.read_through_ms is not None or one.unseen or one.state is State.ENDED
            for one in self.needed
        )


def none_came(evidence: WaitEvidence, sure: str) -> WaitVerdict:
    """Judge whether there was none, once all was read to its end; ``sure`` is until when."""
    if reasons := list(dict.fromkeys(_doubts(evidence))):
        return WaitVerdict(CANNOT_TELL, f"It cannot be told that none came. {_joined(reasons)}")
    said = f"None came: everything that was delivered until {sure} has been read."
    return WaitVerdict(CAME, " ".join((said, *evidence.recording.unknown)))


def too_late(evidence: WaitEvidence, came: str) -> WaitVerdict:
    """Judge that not all came in time; ``came`` says how many did."""
    awaited = evidence.awaited
    reasons = list(dict.fromkeys((*_doubts(evidence), *_stale(evidence))))
    said = f"{came} came within {awaited.timeout}"
    if reasons:
        more = f"{said}, and it cannot be told whether more did. {_joined(reasons)}"
        return WaitVerdict(CANNOT_TELL, more)
    told = [f"{said}; {through_text(evidence.label, evidence.through_ms)}."]
    if not sum(one.records for one in evidence.needed):
        told.append(
            "Nothing that could match was delivered at all: see that the trail selects SES "
            "data events, and that your app calls SES's API in this region, not SMTP."
        )
    if awaited.timeout_s < _OFTEN_LATE_S:
        told.append(
            "CloudTrail delivers about five minutes after the call, or later: a longer "
            "--timeout may see it."
        )
    return WaitVerdict(DID_NOT, " ".join((*told, *evidence.recording.unknown)))


def through_text(label: str, through_ms: int | None) -> str:
    """Say how far was read."""
    if through_ms is None:
        return "nothing was read to its end yet"
    return f"{safe(label)} was read through {time_text(through_ms)}"


def _doubts(evidence: WaitEvidence) -> Iterator[str]:
    """Yield why what was not shown may have come all the same."""
    if not evidence.clock_is_known:
        yield "AWS's time was not known: no answer of AWS bore it before reading began."
    for one in evidence.needed:
        name = safe(one.source)
        if one.cannot_tell:
            yield one.cannot_tell
        if one.state not in (State.LIVE, State.ENDED):
            yield " ".join((f"{name} is {one.state}.", safe(one.sentence))).rstrip()
    for one in evidence.sources:
        yield from one.unseen
    if number := evidence.unreadable:
        many = "1 message about SES is" if number == 1 else f"{number:,} messages about SES are"
        yield f"{many} no readable record, and might have been such a {evidence.awaited.noun}."
    if number := evidence.uncertain:
        noun = evidence.awaited.noun
        many = f"1 {noun} does" if number == 1 else f"{number:,} {noun}s do"
        yield (
            f"{many} not say whether it is such: its request was too large for the record, or its "
            "message's headers, which CloudTrail masks, may say it."
        )
    if not evidence.awaited.every_kind:
        yield from evidence.recording.lacks
        if not evidence.sends:  # one that was read shows that they are recorded
            yield from evidence.recording.unknown


def _stale(evidence: WaitEvidence) -> Iterator[str]:
    if evidence.needed and all(one.state is State.ENDED for one in evidence.needed):
        return
    through_ms = evidence.through_ms
    if through_ms is None or through_ms < evidence.now_ms - _STALE_MS:
        yield f"{through_text(evidence.label, through_ms)}.".replace("nothing was", "Nothing was")


def _joined(reasons: list[str]) -> str:
    more = f" ({len(reasons) - _MOST} more reasons.)" if len(reasons) > _MOST else ""
    return " ".join(reasons[:_MOST]) + more
