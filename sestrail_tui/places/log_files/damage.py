"""Log files that could not be read to their end, and what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from sestrail_tui.places.log_files.log_file_reader import Outcome

NEVER: Final = (
    "Sends from before SES data events were switched on for the trail; log files that the bucket "
    "no longer keeps, or keeps in an archive; digests and insights, which hold no sends."
)
"""What log files never show."""


class Damages:
    """Counts damaged files and remembers the last."""

    def __init__(self) -> None:
        self._count = 0
        self._last: Outcome | None = None

    def __bool__(self) -> bool:
        return self._last is not None

    def note(self, outcome: Outcome) -> None:
        """Take note of a file if it is damaged."""
        if outcome.contents.damage:
            self._count += 1
            self._last = outcome

    def sentence(self) -> tuple[str, ...]:
        """Return a sentence, or none."""
        if self._last is None:
            return ()
        file, contents = self._last.file, self._last.contents
        url = safe(f"s3://{file.bucket}/{file.key}")
        before = f" ({self._count} files by now)" if self._count > 1 else ""
        kept = len(contents.records)
        records = "1 SES record" if kept == 1 else f"{kept:,} SES records"
        return (
            f"{url} could not be read to its end, twice ({safe(contents.damage)}): {records} "
            f"before that are shown{before}. Get it with `aws s3 cp` to see what is left.",
        )
