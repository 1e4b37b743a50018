"""The page tokens of one answer that AWS gives in pages, and what is wrong with them.

AWS ends such an answer by a page without a token. A token that comes again, or pages that never
end, are a fault of AWS or of what stands between: what was read is then not known to be all.
"""

from __future__ import annotations

from typing import Final

from sestrail_tui.core.errors import SourceError
from sestrail_tui.core.safe_text import safe

MOST: Final = 20_000
"""Pages of one answer: a day of a large log group has some hundred, most of them may be empty."""


class EndlessPagesError(SourceError):
    """The pages of an answer do not end."""


class PageTokens:
    """The tokens of one answer, in their order; ``what`` names what is read, for the fault."""

    def __init__(self, what: str, most: int = MOST) -> None:
        self._what = what
        self._most = most
        self._seen: set[int] = set()

    def take(self, token: str | None) -> str | None:
        """Return the token of the next page; `None`: that was the last.

        Raises `EndlessPagesError`.
        """
        if not token:
            return None
        key = hash(token)
        if key in self._seen:
            raise EndlessPagesError(
                f"{safe(self._what)}: a page's token came again, so it is not known whether all "
                "was read. If it stays so, look at what stands between (proxy, "
                "endpoint)."
            )
        if len(self._seen) >= self._most:
            raise EndlessPagesError(
                f"{safe(self._what)}: {self._most:,} pages came without an end, so it is not known "
                "whether all was read. If it stays so, ask for a shorter time."
            )
        self._seen.add(key)
        return token
