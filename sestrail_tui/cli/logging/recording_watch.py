"""Whether a trail still records sends while `logging on --for` waits: somebody else may stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.account.recording.observed import called, capitalized, observe
from sestrail_tui.account.selectors.coverage import coverage
from sestrail_tui.cli.logging.options import moment
from sestrail_tui.cli.standard_streams import say
from sestrail_tui.core.errors import LogGroupMissing, SourceError

if TYPE_CHECKING:
    from sestrail_tui.account.discovery.trails import Trail
    from sestrail_tui.account.recording.aws_context import AwsContext
    from sestrail_tui.account.recording.observed import Observed
    from sestrail_tui.core.clock import Clock

_LOOKS: Final = 2
"""So many in a row: for some seconds AWS may show what was there before a change."""


class RecordingWatch:
    """Looks at one trail now and then, and says when it stops recording sends, and when it is back.

    Nothing is changed back: what somebody else wrote meanwhile is theirs.
    """

    def __init__(self, trail: Trail, reached: AwsContext, clock: Clock) -> None:
        self.held = True
        """Whether it recorded sends at every look."""
        self._trail = trail
        self._reached = reached
        self._clock = clock
        self._last_on_ms = clock.now_ms()
        self._looks_off = 0
        self._cannot_tell = False

    async def look(self) -> bool:
        """Look once; False where there is no trail to wait for any more."""
        try:
            seen = await observe(self._reached, self._trail)
        except LogGroupMissing:
            self.held = False
            say(f"{capitalized(self._trail)} does not exist any more, so it records nothing.")
            return False
        except SourceError as error:
            if not self._cannot_tell:
                say(f"Whether sends are still recorded cannot be told at present: {error.message}")
            self._cannot_tell = True
            return True
        self._cannot_tell = False
        if records_all(seen):
            if self._looks_off >= _LOOKS:
                say(f"SES sends are recorded again by {called(self._trail)}.")
            self._looks_off, self._last_on_ms = 0, self._clock.now_ms()
            return True
        self._looks_off += 1
        if self._looks_off == _LOOKS:
            self.held = False
            say(
                f"SES sends are NOT recorded any more by {called(self._trail)}: "
                f"{'its selectors were changed' if seen.is_logging else 'it was stopped'} after "
                f"{moment(self._last_on_ms)}, and not by this process. Nothing was changed back: "
                "look with `sestrail logging status`, and end this with Ctrl-C."
            )
        return True


def records_all(seen: Observed) -> bool:
    """Return whether a trail records every SES send."""
    return seen.is_logging and coverage(seen.selectors).takes == "all"
