"""What may be done with a log group besides reading it, as kinds of places ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sestrail_tui.account.discovery.log_groups import LogGroup
    from sestrail_tui.account.iam.permissions import Permission
    from sestrail_tui.doctor.facts.answer import Answer
    from sestrail_tui.doctor.facts.asker import Asker


@dataclass(frozen=True, slots=True)
class LogGroupCheck:
    """Whether a log group may be used in another way than by reading it."""

    name: str
    """The use of its permissions, and the check's id."""
    title: str
    means: str
    """What is lost without it."""
    permissions: tuple[Permission, ...]
    ask: Callable[[Asker, LogGroup, str, int], Awaitable[Answer[bool] | None]]
    """Asks by what AWS cannot read: asker, log group, account, now (ms UTC); ``None``: AWS has it
    not in the region."""
    follows: bool = False
    """Whether it is asked only of a log group whose class can be followed."""
    absent: str = ""
    """What is said where AWS has it not in ``{region}``."""


@dataclass(frozen=True, slots=True)
class LogGroupUse:
    """A check of a log group, answered; ``None``: it was not asked, or AWS has it not there."""

    check: LogGroupCheck
    answer: Answer[bool] | None
    is_absent: bool = False
