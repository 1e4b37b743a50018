"""An account as CloudTrail sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sestrail_tui.local_aws.account.account import BaseAccount

if TYPE_CHECKING:
    from sestrail_tui.local_aws.cloudtrail.channels import Channel
    from sestrail_tui.local_aws.cloudtrail.event_history import EventHistory
    from sestrail_tui.local_aws.cloudtrail.lake.stores import Lake
    from sestrail_tui.local_aws.cloudtrail.trails import OwnTrail
    from sestrail_tui.local_aws.logs.log_group import StoredLogGroup


class CloudTrailAccount(BaseAccount, Protocol):
    """An account as CloudTrail sees it."""

    @property
    def groups(self) -> dict[tuple[str, str], StoredLogGroup]:
        """Log groups by Region and name."""

    @property
    def trails(self) -> list[OwnTrail]:
        """All trails there are, oldest first."""

    @property
    def channels(self) -> list[Channel]:
        """Channels without a trail."""

    @property
    def history(self) -> EventHistory:
        """The management events of the last days."""

    @property
    def lake(self) -> Lake:
        """Event data stores and their queries."""

    def group_of(self, trail: OwnTrail) -> StoredLogGroup | None:
        """Return the log group that a trail names, ``None`` where it names none that there is."""
