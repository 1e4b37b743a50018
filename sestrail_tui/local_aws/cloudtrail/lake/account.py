"""An account as CloudTrail Lake sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sestrail_tui.local_aws.account.account import BaseAccount

if TYPE_CHECKING:
    from sestrail_tui.local_aws.cloudtrail.lake.stores import Lake


class LakeAccount(BaseAccount, Protocol):
    """An account as CloudTrail Lake sees it."""

    @property
    def lake(self) -> Lake:
        """Event data stores and their queries."""
