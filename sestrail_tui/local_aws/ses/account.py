"""An account as SES sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sestrail_tui.local_aws.account.account import BaseAccount

if TYPE_CHECKING:
    from sestrail_tui.local_aws.cloudtrail.delivery import Delivery


class SendingAccount(BaseAccount, Protocol):
    """An account as SES sees it."""

    @property
    def delivery(self) -> Delivery:
        """Where the record of a call goes."""

    @property
    def paused(self) -> set[str]:
        """Regions where sending is paused."""

    @property
    def sent(self) -> dict[str, int]:
        """Recipients of accepted sends by Region, which is what AWS counts."""

    def count_sent(self, region: str, recipients: int) -> None:
        """Count an accepted send."""
