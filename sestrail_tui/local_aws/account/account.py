"""What every service needs of an account, whatever else it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import random

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.local_aws.account.grants import Grants
    from sestrail_tui.local_aws.account.principals import CallingPrincipal
    from sestrail_tui.local_aws.account.settings import Settings
    from sestrail_tui.local_aws.wire.faults import Faults
    from sestrail_tui.local_aws.wire.quota import Quotas


class BaseAccount(Protocol):
    """An account as all services see it; each service's own protocol adds what it holds there."""

    @property
    def settings(self) -> Settings:
        """What was chosen for the embedded AWS."""

    @property
    def clock(self) -> Clock:
        """The time that it shows."""

    @property
    def chance(self) -> random.Random:
        """The source of random choices, the same ones for the same seed."""

    @property
    def people(self) -> dict[str, CallingPrincipal]:
        """Callers by access key."""

    @property
    def faults(self) -> Faults:
        """The faults that are still to happen."""

    @property
    def quotas(self) -> Quotas:
        """The request rates."""

    @property
    def grants(self) -> Grants:
        """Who may do what."""

    def principal(self, access_key: str) -> CallingPrincipal:
        """Return who calls by the access key."""

    def event_id(self) -> str:
        """Make an ``eventID``; the same ones for the same seed."""
