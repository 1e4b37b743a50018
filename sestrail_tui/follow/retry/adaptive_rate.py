"""How many calls a second AWS takes, found out from those that it refuses. Pure: no I/O.

A quota is the account's, and others draw on it too: calls are refused now and then although we keep
to our share, and calling more slowly would change nothing. Or the quota is lower than thought, and
then it would. Which of the two it is shows when it is tried: where one in five of the
latest calls was refused, the rate becomes that at which calls were *answered* (as in botocore's
adaptive mode, ``botocore.retries.adaptive``). If that helps, it is kept for a while, longer each
time in a row, and then rises to the full rate within seconds. If four reductions do not help, the
full rate is back at once. Single refusals change nothing: such a call is made again a moment later.
"""

from __future__ import annotations

from collections import deque
from typing import Final

_LATEST: Final = 40
"""Calls that are judged together."""
_LATEST_S: Final = 60.0
_REFUSED: Final = 8
"""So many of the latest refused: a lower rate is tried."""
_TRIAL: Final = 20
"""Calls at a lower rate that tell whether it helps, or those of `_TRIAL_S`."""
_TRIAL_S: Final = 6.0
_CHANCE: Final = 1
"""So many of them may be refused, or a quarter of the share before: it helps."""
_MEASURED: Final = 20
"""Calls that tell how many are answered: before them the rate was lower."""
_TRIES: Final = 4
_BELOW: Final = 0.95
"""Of what was answered: a quota that is used up fills a little."""
_STEP: Final = 0.7
"""Of the rate before, at least, from the second reduction on: so few calls tell little."""
_LEAST: Final = 1 / 16
"""Of the full rate."""
_RISE_S: Final = 4.0
"""From nothing to the full rate."""
_KEPT_S: Final = (1.0, 2.0, 4.0, 8.0, 16.0)
"""How long a lower rate is kept before it rises: longer each time in a row."""
_CALM_S: Final = 30.0
"""For so long the full rate stays where a lower one did not help; what is reduced after so long is
the first in a row."""


class AdaptiveRate:
    """Calls a second, at most ``full``; every method takes the monotonic time in seconds."""

    def __init__(self, full: float) -> None:
        self._full = full
        self._reduced = full
        self._reduced_at_s = self._rises_at_s = self._full_until_s = float("-inf")
        self._in_a_row = 0
        self._tries = 0
        """Reductions of the trial that is under way; 0 where none is."""
        self._share_before = 0.0
        """The share of calls that was refused before it."""
        self._latest: deque[tuple[float, bool]] = deque(maxlen=_LATEST)

    def at(self, now_s: float) -> float:
        """Return the rate to call at."""
        rising_s = max(0.0, now_s - self._rises_at_s)
        return min(self._full, self._reduced + self._full * rising_s / _RISE_S)

    def answered(self, now_s: float) -> None:
        """Take note of a call that was answered."""
        self._note(now_s, answered=True)

    def refused(self, now_s: float) -> None:
        """Take note of a call that was throttled; the rate may be another from now on."""
        self._note(now_s, answered=False)

    def _note(self, now_s: float, *, answered: bool) -> None:
        self._latest.append((now_s, answered))
        while now_s - self._latest[0][0] > _LATEST_S:
            self._latest.popleft()
        refused = sum(not answered for _, answered in self._latest)
        if self._tries:
            self._judge(now_s, refused)
        elif refused >= _REFUSED and now_s >= self._full_until_s:
            self._in_a_row = self._in_a_row + 1 if now_s < self._reduced_at_s + _CALM_S else 1
            self._share_before = refused / len(self._latest)
            self._reduce(now_s)

    def _judge(self, now_s: float, refused: int) -> None:
        """Tell whether the lower rate helps, as soon as it can be told."""
        made = len(self._latest)
        ended = made >= _TRIAL or now_s >= self._reduced_at_s + _TRIAL_S
        if refused > max(_CHANCE, self._share_before / 4 * (made if ended else _TRIAL)):
            if self._tries < _TRIES:
                self._reduce(now_s)
                return
            self._reduced, self._in_a_row = self._full, 0
            self._full_until_s = now_s + _CALM_S
        elif not ended:
            return
        else:
            kept_s = _KEPT_S[min(self._in_a_row, len(_KEPT_S)) - 1]
            self._rises_at_s = now_s + kept_s
        self._tries = 0
        self._latest.clear()

    def _reduce(self, now_s: float) -> None:
        now = self.at(now_s)
        last = list(self._latest)[-_MEASURED:]
        answered_per_s = sum(answered for _, answered in last) / max(now_s - last[0][0], 1e-3)
        least = max(_STEP * now if self._tries else 0.0, _LEAST * self._full)
        self._reduced = min(now, max(_BELOW * answered_per_s, least))
        self._reduced_at_s, self._tries = now_s, self._tries + 1
        self._rises_at_s = now_s + _TRIAL_S  # also where no more calls come to judge by
        self._latest.clear()
