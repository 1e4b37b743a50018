"""An account as CloudWatch Logs Insights sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sestrail_tui.local_aws.logs.account import LogsAccount

if TYPE_CHECKING:
    from sestrail_tui.local_aws.logs.insights.queries import Insights


class InsightsAccount(LogsAccount, Protocol):
    """An account as CloudWatch Logs Insights sees it."""

    @property
    def insights(self) -> Insights:
        """The queries that were started."""
