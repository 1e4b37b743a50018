"""What a person is told on stderr while records go to stdout."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, Self

from sestrail_tui.cli.standard_streams import say
from sestrail_tui.core.safe_text import safe
from sestrail_tui.follow.health import Health, State

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_NEEDS_PERSON: Final = frozenset(
    {State.REFUSED, State.MISSING, State.EXPIRED, State.GIVEN_UP, State.INCOMPLETE}
)

_KEEPS_ITS_PLACE: Final = frozenset(
    {
        State.RETRYING,
        State.STALLED,
        State.THROTTLED,
        State.REFUSED,
        State.EXPIRED,
        State.LIVE,
        State.CATCHING_UP,
    }
)
"""What a source comes back from to where it stood; from one that was missing it cannot."""


class Narrator:
    """Tells how each source is doing, once for each change of its state.

    On a terminal a source that knows how much is left has a progress bar, which goes when it is
    done, unless ``bars`` is false.
    """

    def __init__(self, *, bars: bool = True) -> None:
        self._may_draw = bars
        self._now: dict[str, Health] = {}
        self._worked: set[str] = set()
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bars is not None:
            self._bars.stop()

    def tell(self, health: Health) -> None:
        """Say what changed since the source's last health."""
        before = self._now.pop(health.source, None)
        if health.gone:
            if before and before.sentence:
                say(f"sestrail: {safe(health.source)}: open now.")
            return
        self._now[health.source] = health
        if health.state is State.LIVE or health.records:
            self._worked.add(health.source)
        self._draw(health)
        if before and (before.state, before.sentence) == (health.state, health.sentence):
            return
        name = safe(health.source)
        others = (one for one in self._now.values() if one is not health)
        if health.sentence and any(one.sentence == health.sentence for one in others):
            return  # two readings of one log group are refused in the same words
        if health.sentence:
            say(f"sestrail: {name}: {health.state}: {safe(health.sentence)}")
        elif health.state is State.LIVE and before and before.sentence:
            say(f"sestrail: {name}: live again{_from_where(before, health)}.")

    def _draw(self, health: Health) -> None:
        if self._bars is None:
            # With records on the same terminal a bar would be torn apart by them.
            terminal = self._may_draw and sys.stderr.isatty() and not sys.stdout.isatty()
            if health.progress is None or not terminal:
                return
            from rich.console import Console
            from rich.progress import Progress

            self._bars = Progress(console=Console(stderr=True), transient=True)
            self._bars.start()
        if health.source not in self._tasks and health.progress is not None:
            from rich.markup import escape

            name = escape(safe(health.source))
            self._tasks[health.source] = self._bars.add_task(name, total=1.0)
        if (task := self._tasks.get(health.source)) is not None:
            done = 1.0 if health.progress is None else health.progress
            self._bars.update(task, completed=done, visible=health.progress is not None)

    @property
    def in_trouble(self) -> bool:
        """Whether a source that may hold sends stands in a state that a person has to fix."""
        return any(health.state in _NEEDS_PERSON for health in self._senders())

    @property
    def hopeless(self) -> bool:
        """Whether no source that may hold sends ever worked and all wait for a person."""
        senders = self._senders()
        return bool(senders) and all(
            health.state in _NEEDS_PERSON and health.source not in self._worked
            for health in senders
        )

    def _senders(self) -> list[Health]:
        return [health for health in self._now.values() if health.holds_sends]


def _from_where(before: Health, now: Health) -> str:
    """Say that it goes on from where it stood, where the source vouches for what it shows.

    That nothing was lost nobody can say: who was not reached may have been deleted and made anew.
    """
    vouches = not (now.unseen or now.cannot_tell)
    keeps = vouches and before.state in _KEEPS_ITS_PLACE
    return ", reading on from where it stopped" if keeps else ""
