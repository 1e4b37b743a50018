"""What stands in the place of a table without rows: what goes on, and what to do meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar, Final, Literal

from textual.content import Content
from textual.geometry import Region
from textual.reactive import reactive
from textual.widget import Widget

from sestrail_tui.core.safe_text import safe
from sestrail_tui.core.units import duration_text
from sestrail_tui.follow.protocol import Recording
from sestrail_tui.tui.base.numbers import count_text
from sestrail_tui.tui.base.opening import OPENING_SENTENCE
from sestrail_tui.tui.base.times import TimeMode, clock_time

_NOT_TOLD: Final = Recording()
Phase = Literal[
    "opening", "failed", "waiting", "settling", "paused", "searching", "hidden", "ended"
]
"""opening: no feed yet. failed: it could not be opened. waiting: open, nothing has come.
ended: everything was read and held nothing. The others are `listing.WhyEmpty`."""


@dataclass(frozen=True, slots=True)
class FirstFacts:
    """What is known while there is no row to show."""

    phase: Phase = "opening"
    label: str = ""
    region: str = ""
    account: str = ""
    sentence: str = ""
    """Why the feed could not be opened."""
    person: bool = False
    """Only a login can go on."""
    retry_at_ms: int | None = None
    since_ms: int | None = None
    """Reading since (ms UTC)."""
    now_ms: int = 0
    time_mode: TimeMode = "local"
    held: int = 0
    """Records that were looked at."""
    waiting: int = 0
    """Records that came and were not."""
    searched: float = 1.0
    """The share of the records' texts that was searched."""
    filter_text: str = ""
    holds_sends: bool = True
    follows: bool = True
    """More may come: it is no file read to its end."""
    note: str = ""
    """The demo's own lines."""
    proposal: str = ""
    """What filter would show some, and how it is taken."""
    recording: Recording = _NOT_TOLD
    """Whether sends are recorded into what is read, as far as AWS told."""
    instead: tuple[Line, ...] = ()
    """What stands in the place of the phase's lines."""


Line = tuple[str, str]
"""A style and a text; the style may be empty."""

TITLE: Final = "bold"
DIM: Final = "$foreground 60%"
BAD: Final = "bold $text-error"


class FirstScreen(Widget):
    """Draws `FirstFacts` as a few sentences."""

    DEFAULT_CSS: ClassVar[str] = """
    FirstScreen { height: 1fr; padding: 1 3; overflow-y: auto; }
    """

    facts: reactive[FirstFacts] = reactive(FirstFacts(), repaint=False)

    def render(self) -> Content:
        """Write the sentences for the present phase."""
        return Content("\n").join(map(_styled, lines(self.facts)))

    def watch_facts(self, before: FirstFacts, after: FirstFacts) -> None:
        """Paint what another second changes, not the sentences around it."""
        was, now = lines(before), lines(after)
        width = self.content_size.width
        heights = [_height(line, width) for line in now]
        if heights != [_height(line, width) for line in was]:
            self.refresh()
            return
        starts = accumulate(heights, initial=0)
        changed = [
            Region(0, y, width, height)
            for y, height, old, new in zip(starts, heights, was, now, strict=False)
            if old != new
        ]
        if changed:
            self.refresh(*changed)


def _styled(line: Line) -> Content:
    style, text = line
    return Content.styled(text, style)


def _height(line: Line, width: int) -> int:
    return max(1, _styled(line).get_height({}, width)) if width else 1


def lines(facts: FirstFacts) -> list[Line]:
    """Return the lines of a phase, every text of it safe to draw."""
    if facts.instead:
        return [(style, safe(text)) for style, text in facts.instead]
    match facts.phase:
        case "opening":
            return [(TITLE, OPENING_SENTENCE)]
        case "failed":
            return _failed(facts)
        case "waiting":
            return _waiting(facts)
        case "ended":
            return [
                (TITLE, f"{_name(facts)} holds no record of SES."),
                (DIM, "Everything was read to its end. q leaves."),
            ]
        case _:
            return _none_shown(facts)


def _none_shown(facts: FirstFacts) -> list[Line]:
    """Say why none of the records that came is shown."""
    keys = ("", "esc  clear the filter     /  change it     u  undo the last change")
    match facts.phase:
        case "settling":
            return [
                (TITLE, f"Reading {_name(facts)}"),
                (DIM, f"{_records(facts.waiting)} so far."),
            ]
        case "paused":
            title = (TITLE, f"Paused: {_records(facts.waiting)} came and wait.")
            return [title, ("", ""), ("", "space  show them")]
        case "searching":
            title = (TITLE, f"Searching the text of {_records(facts.held)}: {facts.searched:.0%}")
            found = (DIM, f"{safe(facts.filter_text)}: none matches so far.")
            return [title, found, ("", ""), keys]
        case _:
            title = (TITLE, f"The filter hides all {_records(facts.held)}.")
            proposal = [("", ""), ("$text-accent", safe(facts.proposal))] if facts.proposal else []
            return [title, (DIM, safe(facts.filter_text)), *proposal, ("", ""), keys]


def _failed(facts: FirstFacts) -> list[Line]:
    texts: list[Line] = [(BAD, f"✗ {safe(facts.sentence)}"), ("", "")]
    if facts.retry_at_ms is not None:
        left = max(0, -(-(facts.retry_at_ms - facts.now_ms) // 1000))
        texts.append((DIM, f"Trying again by itself in {left}s." if left else "Trying again…"))
    texts.append(("", "D  what is missing, and the command that fixes it"))
    texts.append(("", "L  log in again, on the plain terminal     q  quit"))
    return texts


def _waiting(facts: FirstFacts) -> list[Line]:
    place = " · ".join(safe(part) for part in (facts.region, facts.account) if part)
    since = clock_time(facts.since_ms, facts.time_mode, facts.now_ms)
    elapsed = duration_text(max(0, facts.now_ms - (facts.since_ms or facts.now_ms)))
    texts: list[Line] = [
        (TITLE, f"Reading {_name(facts)}" + (f"  ({place})" if place else "")),
        (DIM, f"since {since}, {elapsed} so far; nothing has come yet."),
        ("", ""),
    ]
    if not facts.follows:
        return texts
    if not facts.holds_sends:
        return [
            *texts,
            ("", "This source holds changes to SES only: identities, configuration sets..."),
            ("", "Sends are data events; they are read from a trail's log group."),
        ]
    texts += _recording(facts)
    if facts.note:
        texts += [(TITLE, "To send your own mail to it, in another terminal:")]
        return [*texts, *(("", f"  {safe(line)}") for line in facts.note.splitlines())]
    return [
        *texts,
        (TITLE, "Meanwhile, check:"),
        ("", f"• your app sends in this region{': ' + safe(facts.region) if facts.region else ''}"),
        ("", "• your app calls the SES API: mail sent over SMTP is never recorded"),
    ]


def _recording(facts: FirstFacts) -> list[Line]:
    """Say what is known of whether a send would come, and what to do."""
    recording = facts.recording
    if recording.lacks:
        title = "No send will come:" if recording.nothing else "Some sends will not come:"
        texts: list[Line] = [(BAD, f"✗ {title}"), *(("", safe(lack)) for lack in recording.lacks)]
        if recording.command:
            texts += [("", ""), (TITLE, f"Run: {safe(recording.command)}   y copies")]
        return [*texts, (DIM, "D looks at everything else that a send passes."), ("", "")]
    return [
        ("", "CloudTrail delivers a send about five minutes after the call, on average;"),
        ("", "it may be sooner or much later, and not in order."),
        ("", ""),
        (TITLE, "Press D to see whether a send would be seen, and what to run next:"),
        ("", "SES data events are off by default."),
        ("", ""),
    ]


def _records(number: int) -> str:
    return f"{count_text(number)} {'record' if number == 1 else 'records'}"


def _name(facts: FirstFacts) -> str:
    return safe(facts.label) or "the source"
