"""An account as Athena sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sestrail_tui.local_aws.account.account import BaseAccount

if TYPE_CHECKING:
    from sestrail_tui.local_aws.athena.queries import Athena


class AthenaAccount(BaseAccount, Protocol):
    """An account as Athena sees it."""

    @property
    def athena(self) -> Athena:
        """Tables, a workgroup and queries."""

    @property
    def opened_ms(self) -> int:
        """When the account was made, ms UTC."""
