"""How a sentence names a record, so that one can tell it from its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.base.cells import fit
from sestrail_tui.tui.base.times import TimeMode, clock_time, dates_for

if TYPE_CHECKING:
    from sestrail_tui.core.record import Record

_WIDEST: Final = 48
"""Cells of a principal that a sentence has room for."""


def record_name(record: Record, mode: TimeMode, now_ms: int) -> str:
    """Return the call, its time and its principal, safe to show: ``SendEmail 10:16:50 deploy``."""
    dates = dates_for(record.time_ms, now_ms, mode)
    time = clock_time(record.time_ms, mode, now_ms, dates)
    principal = fit(record.principal, _WIDEST).rstrip()
    return f"{safe(record.name or record.kind)} {time} {principal}".rstrip()
