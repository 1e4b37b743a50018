"""How the sources are doing, as one state: the worst wins, and the count is told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from sestrail_tui.follow.health import Health, State
from sestrail_tui.tui.base.numbers import progress_bar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sestrail_tui.follow.protocol import Recording

Tone = Literal["good", "plain", "warn", "bad"]

_WORST_FIRST: Final = (
    State.EXPIRED,
    State.REFUSED,
    State.MISSING,
    State.GIVEN_UP,
    State.INCOMPLETE,
    State.THROTTLED,
    State.RETRYING,
    State.STALLED,
    State.STARTING,
    State.CATCHING_UP,
    State.LIVE,
    State.ENDED,
)
LOOK: Final[dict[State, tuple[str, Tone]]] = {
    State.EXPIRED: ("✗", "bad"),
    State.REFUSED: ("✗", "bad"),
    State.MISSING: ("✗", "bad"),
    State.GIVEN_UP: ("✗", "bad"),
    State.INCOMPLETE: ("▲", "warn"),
    State.THROTTLED: ("▲", "warn"),
    State.RETRYING: ("▲", "warn"),
    State.STALLED: ("▲", "warn"),
    State.STARTING: ("◌", "plain"),
    State.CATCHING_UP: ("◍", "plain"),
    State.LIVE: ("●", "good"),
    State.ENDED: ("■", "plain"),
}
"""The sign of each state, and how it is coloured."""
TROUBLE: Final = frozenset(_WORST_FIRST[:8])
_TROUBLED: Final = frozenset(LOOK[state][0] for state in TROUBLE)


@dataclass(frozen=True, slots=True)
class Summary:
    """What the header says of all sources together."""

    glyph: str
    word: str
    tone: Tone
    sentence: str = ""
    """The worst source's trouble, or what it does without; empty while all is well."""
    retry_at_ms: int | None = None
    read_through_ms: int | None = None
    """Read through by every source that can hold sends."""
    read_from_ms: int | None = None
    """What came before may not all have been read, for a source was gone; ``None``: none was."""
    live: bool = False


def with_recording(known: Summary, recording: Recording) -> Summary:
    """Say what is not recorded, unless there is trouble with what is read."""
    if not recording.lacks or known.glyph in _TROUBLED:
        return known
    says = recording.lacks[0]
    if recording.command:
        says = f"{says} Run: {recording.command}"
    if recording.nothing:
        return replace(known, glyph="▲", word="not recording", tone="warn", sentence=says)
    return replace(known, tone="warn", sentence=f"{says} {known.sentence}".rstrip())


OPENING: Final = Summary("◌", "opening", "plain")


def summary(healths: Iterable[Health]) -> Summary:
    """Sum up the sources; with none yet it is still opening."""
    known = list(healths)
    if not known:
        return OPENING
    worst = min(known, key=lambda health: (_WORST_FIRST.index(health.state), not health.sentence))
    glyph, tone = LOOK[worst.state]
    alike = sum(health.state is worst.state for health in known)
    word = worst.state.value
    if len(known) > 1 and alike < len(known):
        word = f"{word} {alike} of {len(known)}"
    shares = [health.progress for health in known if health.progress is not None]
    if worst.state is State.CATCHING_UP and shares:
        word = f"{word} {progress_bar(min(shares))}"
    trouble = worst.state in TROUBLE
    # Live, but not as it was asked to be: polled, where Live Tail was wanted.
    degraded = worst.state is State.LIVE and bool(worst.sentence)
    if degraded:
        tone = "warn"
    sentence = worst.sentence
    if (trouble or degraded) and len(known) > 1 and worst.source not in sentence:
        sentence = f"{worst.source}: {sentence}"
    if not worst.holds_sends and trouble:
        sentence = f"{sentence} (sends are read elsewhere)"
    sources = [health for health in known if health.holds_sends]
    through = [one.read_through_ms for one in sources if one.read_through_ms is not None]
    gone = [one.gone_until_ms for one in sources if one.gone_until_ms is not None]
    return Summary(
        glyph,
        word,
        tone,
        sentence if trouble or degraded else "",
        worst.retry_at_ms if trouble else None,
        min(through) if through and len(through) == len(sources) else None,
        max(gone) if gone else None,
        any(health.state is State.LIVE for health in known),
    )
