"""What a kind of place adds to the doctor: what is asked of AWS, and what is judged from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sestrail_tui.doctor.facts.asker import Asker
    from sestrail_tui.doctor.facts.facts import PlaceFacts
    from sestrail_tui.doctor.facts.log_group_uses import LogGroupCheck


@dataclass(frozen=True, slots=True)
class Checks:
    """The checks of one kind of place."""

    account: Callable[[Asker, str], Awaitable[PlaceFacts]] | None = None
    """Asks about a region."""
    log_group: LogGroupCheck | None = None
