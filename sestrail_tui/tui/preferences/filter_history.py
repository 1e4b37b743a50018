"""The filters used before, newest last, in a small file that only its owner can read."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.process.private_file import locked_folder, write_private

if TYPE_CHECKING:
    from pathlib import Path

_KEPT: Final = 200


class FilterHistory:
    """Filters to go back to; ``path`` None keeps them for this run only."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._texts = _read(path)
        self._at = len(self._texts)
        self._draft = ""
        self._writing = threading.Lock()
        self._used: list[str] = []
        """What was used here since the last writing: other screens add to the same file."""

    @property
    def last(self) -> str:
        """The filter used last, ``""`` where there is none."""
        return self._texts[-1] if self._texts else ""

    def add(self, text: str) -> None:
        """Remember a filter that was used; `save` puts it into the file."""
        if text:
            self._texts, self._used = _with(self._texts, text), _with(self._used, text)
        self.rewind()

    def save(self) -> None:
        """Write what is new into the file, where it can be written; from any thread."""
        if self._path is None:
            return
        with self._writing:  # so that none puts an older list in the place of a newer one
            used, self._used = self._used, []
            if not used:
                return
            # A filter that cannot be remembered is no reason to disturb anyone.
            with contextlib.suppress(OSError), locked_folder(self._path.parent):
                texts = _read(self._path)
                for text in used:
                    texts = _with(texts, text)
                lines = "".join(f"{text}\n" for text in texts)
                write_private(self._path, lines.encode("utf-8", "replace"))

    def rewind(self) -> None:
        """Start again behind the newest."""
        self._at = len(self._texts)
        self._draft = ""

    def older(self, current: str) -> str:
        """Go one back; ``current`` is kept as the draft to come back to."""
        if self._at == len(self._texts):
            self._draft = current
        self._at = max(0, self._at - 1)
        return self._texts[self._at] if self._texts else current

    def newer(self) -> str | None:
        """Go one forward, at last to the draft; ``None`` where one is there already."""
        if self._at >= len(self._texts):
            return None
        self._at += 1
        return self._draft if self._at == len(self._texts) else self._texts[self._at]


def _with(texts: list[str], text: str) -> list[str]:
    """Put a text at the end, each once."""
    return [*[other for other in texts if other != text][1 - _KEPT :], text]


def _read(path: Path | None) -> list[str]:
    if path is None:
        return []
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return [line for line in text.splitlines() if line][-_KEPT:]
