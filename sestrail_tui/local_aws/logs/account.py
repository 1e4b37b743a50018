"""An account as CloudWatch Logs sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sestrail_tui.local_aws.account.account import BaseAccount

if TYPE_CHECKING:
    from sestrail_tui.local_aws.logs.live_tail_session import LiveTailSession
    from sestrail_tui.local_aws.logs.log_group import StoredLogGroup


class LogsAccount(BaseAccount, Protocol):
    """An account as CloudWatch Logs sees it."""

    @property
    def groups(self) -> dict[tuple[str, str], StoredLogGroup]:
        """Log groups by Region and name."""

    @property
    def sessions(self) -> list[LiveTailSession]:
        """Live Tail sessions that are open."""
