"""A line on the terminal that says how waiting goes; nothing where stderr is no terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress, TaskID


class WaitProgress:
    """Shows a text, how long it has been, and how long it may take (``timeout``, as text)."""

    def __init__(self, timeout: str) -> None:
        self._bars: Progress | None = None
        self._task: TaskID | None = None
        self._timeout = timeout

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

            self._bars = Progress(
                SpinnerColumn(),
                TextColumn("{task.description} ·", markup=False),
                TimeElapsedColumn(),
                TextColumn(f"of {self._timeout}"),
                console=Console(stderr=True),
                transient=True,
                refresh_per_second=4,
            )
            self._task = self._bars.add_task("opening", total=None)
            self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bars is not None:
            self._bars.stop()

    def show(self, text: str) -> None:
        """Say how it goes now."""
        if self._bars is not None and self._task is not None:
            self._bars.update(self._task, description=text)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the line away while stdout writes to the same terminal."""
        if self._bars is None or not sys.stdout.isatty():
            yield
            return
        self._bars.stop()
        yield
        self._bars.start()
