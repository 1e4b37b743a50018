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


def with_recording(summed: Summary, recording: Recording) -> Summary:
    """Say what is not recorded, unless there is trouble with what is read."""
    if not recording.lacks or summed.glyph in _TROUBLED:
        return summed
    says = recording.lacks[0]
    if recording.command:
        says = f"{says} Run: {recording.command}"
    if recording.nothing:
        return replace(summed, glyph="▲", word="not recording", tone="warn", sentence=says)
    return replace(summed, tone="warn", sentence=f"{says} {summed.sentence}".rstrip())


OPENING: Final = Summary("◌", "opening", "plain")


def summary(healths: Iterable[Health]) -> Summary:
    """Sum up the sources; with none yet it is still opening."""
    healths = list(healths)
    if not healths:
        return OPENING
    worst = min(healths, key=lambda health: (_WORST_FIRST.index(health.state), not health.sentence))
    glyph, tone = LOOK[worst.state]
    alike = sum(health.state is worst.state for health in healths)
    word = worst.state.value
    if len(healths) > 1 and alike < len(healths):
        word = f"{word} {alike} of {len(healths)}"
    shares = [health.progress for health in healths if health.progress is not None]
    if worst.state is State.CATCHING_UP and shares:
        word = f"{word} {progress_bar(min(shares))}"
    trouble = worst.state in TROUBLE
    # Live, but not as it was asked to be: polled, where Live Tail was wanted.
    degraded = worst.state is State.LIVE and bool(worst.sentence)
    if degraded:
        tone = "warn"
    sentence = worst.sentence
    if (trouble or degraded) and len(healths) > 1 and worst.source not in sentence:
        sentence = f"{worst.source}: {sentence}"
    if not worst.holds_sends and trouble:
        sentence = f"{sentence} (sends are read elsewhere)"
    sources = [health for health in healths if health.holds_sends]
    through = [health.read_through_ms for health in sources if health.read_through_ms is not None]
    gone = [health.gone_until_ms for health in sources if health.gone_until_ms is not None]
    return Summary(
        glyph,
        word,
        tone,
        sentence if trouble or degraded else "",
        worst.retry_at_ms if trouble else None,
        min(through) if through and len(through) == len(sources) else None,
        max(gone) if gone else None,
        any(health.state is State.LIVE for health in healths),
    )
