"""Cancelling what runs beside a screen, and waiting until it has ended."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.worker import WorkerCancelled, WorkerError, WorkerFailed

if TYPE_CHECKING:
    from textual.screen import Screen


async def cancel_workers(screen: Screen[Any], group: str) -> None:
    """Cancel a screen's own workers of a group, and return once they have ended."""
    for worker in [worker for worker in screen.workers if worker.node is screen]:
        if worker.group == group:
            if not worker.is_cancelled:  # a second time would cut the cancelling short
                worker.cancel()
            with suppress(WorkerCancelled, WorkerFailed, WorkerError):
                await worker.wait()
