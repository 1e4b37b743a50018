"""One AWS account, with what every service holds of it."""

from __future__ import annotations

import asyncio
import random
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sestrail_tui.local_aws.account.grants import Grants
from sestrail_tui.local_aws.account.principals import UNKNOWN_USER, CallingPrincipal, roster, user
from sestrail_tui.local_aws.athena.queries import Athena, open_athena
from sestrail_tui.local_aws.cloudformation.stacks import Stacks
from sestrail_tui.local_aws.cloudtrail.delivery import Delivery
from sestrail_tui.local_aws.cloudtrail.event_history import EventHistory
from sestrail_tui.local_aws.cloudtrail.lake.stores import Lake, open_lake
from sestrail_tui.local_aws.cloudtrail.trails import OwnTrail, default_selectors
from sestrail_tui.local_aws.logs.insights.queries import Insights
from sestrail_tui.local_aws.logs.log_group import INFREQUENT_ACCESS, StoredLogGroup
from sestrail_tui.local_aws.storage.log_files import LogFiles
from sestrail_tui.local_aws.wire.faults import Faults
from sestrail_tui.local_aws.wire.quota import Quotas

if TYPE_CHECKING:
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.local_aws.account.settings import Settings
    from sestrail_tui.local_aws.cloudtrail.channels import Channel
    from sestrail_tui.local_aws.logs.live_tail_session import LiveTailSession


@dataclass(frozen=True, slots=True)
class AwsAccount:
    """What the APIs act on."""

    settings: Settings
    clock: Clock
    chance: random.Random
    people: dict[str, CallingPrincipal]
    """By access key."""
    groups: dict[tuple[str, str], StoredLogGroup]
    """By Region and name."""
    trail: OwnTrail
    """The one of the settings, whether it was deleted meanwhile or not."""
    trails: list[OwnTrail]
    """All there are, oldest first; none where the records go to CloudTrail Lake."""
    history: EventHistory
    faults: Faults
    quotas: Quotas
    delivery: Delivery
    lake: Lake
    athena: Athena
    opened_ms: int
    """When the account was made, ms UTC."""
    insights: Insights = field(default_factory=Insights)
    """The queries that CloudWatch Logs Insights was asked."""
    stacks: Stacks = field(default_factory=Stacks)
    """Of CloudFormation."""
    sessions: list[LiveTailSession] = field(default_factory=list)
    """Live Tail sessions that are open."""
    grants: Grants = field(default_factory=Grants)
    channels: list[Channel] = field(default_factory=list)
    """Of CloudTrail without a trail."""
    paused: set[str] = field(default_factory=set)
    """Regions where sending is paused."""
    sent: dict[str, int] = field(default_factory=dict)
    """Recipients of accepted sends by Region, which is what AWS counts."""
    furnished: asyncio.Event = field(default_factory=asyncio.Event)
    """Whether moto knows the account's bucket, users and roles."""

    @property
    def files(self) -> LogFiles | None:
        """The log files of a trail that delivers to its bucket."""
        return self.delivery.files

    @property
    def delivery_role(self) -> str:
        """The ARN of the role that the trail writes to its log group with."""
        return self.trail.role

    def group_of(self, trail: OwnTrail) -> StoredLogGroup | None:
        """Return the log group that a trail names, ``None`` where it names none that there is."""
        return self.delivery.group_of(trail)

    def principal(self, access_key: str) -> CallingPrincipal:
        """Tell who calls by the access key."""
        found = self.people.get(access_key)
        return found or user(self.settings.account, UNKNOWN_USER, access_key)

    def count_sent(self, region: str, recipients: int) -> None:
        """Count an accepted send."""
        self.sent[region] = self.sent.get(region, 0) + recipients

    def event_id(self) -> str:
        """Make an ``eventID``; the same ones for the same seed."""
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))


def open_account(settings: Settings, clock: Clock) -> AwsAccount:
    """Make an account with a trail that delivers to its log group: every SES send, or none yet."""
    now = clock.now_ms()
    chance = random.Random(settings.seed)
    trail = OwnTrail(settings, started=now - 86_400_000, stopped=now if settings.lake else None)
    if settings.logging_off:
        trail.advanced, trail.basic = [], default_selectors()
    trails = [] if settings.lake else [trail]
    lake = open_lake(settings, now - 86_400_000)
    group = StoredLogGroup(settings.log_group, created=now - 86_400_000)
    if settings.infrequent:
        group.log_class = INFREQUENT_ACCESS
    history, faults = EventHistory(), Faults()
    group.streams.add(trail.stream)
    files = LogFiles(settings, chance) if settings.log_file_s else None
    groups = {(settings.region, settings.log_group): group}
    return AwsAccount(
        settings=settings,
        clock=clock,
        chance=chance,
        people={one.access_key: one for one in roster(settings.account, now).values()},
        groups=groups,
        trail=trail,
        trails=trails,
        history=history,
        faults=faults,
        quotas=Quotas(clock),
        delivery=Delivery(
            settings, chance, trail, group, history, faults, lake, files, trails, groups
        ),
        lake=lake,
        athena=open_athena(settings),
        opened_ms=now - 86_400_000,
    )
