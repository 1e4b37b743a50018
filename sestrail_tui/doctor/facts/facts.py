"""What AWS answered, before anything is made of it: each answer, or why there is none. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import msgspec

from sestrail_tui.account.errors.denials import may_be_allowed
from sestrail_tui.core.errors import AccessDenied, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sestrail_tui.account.aws_cli import AwsCli
    from sestrail_tui.account.discovery.buckets import TrailBucket
    from sestrail_tui.account.discovery.log_groups import LogGroup
    from sestrail_tui.account.discovery.trails import Trail
    from sestrail_tui.account.recording.stack.logging_stack import LoggingStack
    from sestrail_tui.account.report import Finding
    from sestrail_tui.account.selectors.event_selectors import EventSelectors
    from sestrail_tui.doctor.facts.answer import Answer
    from sestrail_tui.doctor.facts.log_group_uses import LogGroupUse


class TrailStatus(msgspec.Struct, frozen=True, rename="pascal"):
    """What GetTrailStatus tells; times are in seconds since the epoch (UTC)."""

    is_logging: bool = False
    latest_delivery_error: str = ""
    latest_delivery_time: float | None = None
    latest_cloud_watch_logs_delivery_error: str = ""
    latest_cloud_watch_logs_delivery_time: float | None = None
    start_logging_time: float | None = None


class GroupDescription(msgspec.Struct, frozen=True, rename="camel"):
    """What DescribeLogGroups tells of one log group."""

    log_group_name: str
    arn: str = ""
    log_group_class: str = "STANDARD"
    data_protection_status: str = ""
    retention_in_days: int | None = None
    """`None`: for ever."""
    retention_policy_name: str = ""
    """The account's retention policy that applies to it, where AWS's answer names one."""


class SendQuota(msgspec.Struct, frozen=True, rename="pascal"):
    """How much may be sent, and was, in 24 hours."""

    max24_hour_send: float = msgspec.field(default=0, name="Max24HourSend")
    sent_last24_hours: float = msgspec.field(default=0, name="SentLast24Hours")


class SesAccount(msgspec.Struct, frozen=True, rename="pascal"):
    """What SES v2's GetAccount tells."""

    sending_enabled: bool = True
    production_access_enabled: bool = True
    enforcement_status: str = ""
    send_quota: SendQuota = SendQuota()


class SesIdentity(msgspec.Struct, frozen=True, rename="pascal"):
    """One address or domain of ListEmailIdentities."""

    identity_name: str = ""
    sending_enabled: bool = False


@dataclass(frozen=True, slots=True)
class CallerFacts:
    """Who calls."""

    account: str
    arn: str


@dataclass(frozen=True, slots=True)
class Sample:
    """The newest messages of a log group that speak of SES."""

    messages: tuple[str, ...] = ()
    newest_ms: int | None = None
    """The log timestamp of the newest message (ms UTC)."""


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """One log group, and what may be done with it."""

    group: LogGroup
    described: Answer[GroupDescription | None]
    """`None`: there is no such log group."""
    read: Answer[Sample]
    uses: tuple[LogGroupUse, ...] = ()
    """What else may be done with it, by the kinds of places that read it in another way."""


@dataclass(frozen=True, slots=True)
class BucketFacts:
    """A trail's bucket: whether it can be listed, and an object of it read."""

    bucket: TrailBucket
    key: Answer[str]
    """An object found there; empty where there is none yet."""
    read: Answer[bool] | None = None
    """`None`: nothing was tried."""


@dataclass(frozen=True, slots=True)
class TrailFacts:
    """One trail and where it leads."""

    trail: Trail
    status: Answer[TrailStatus]
    selectors: Answer[EventSelectors]
    group: GroupFacts | None = None
    """`None`: it delivers to no log group (of this account)."""
    bucket: BucketFacts | None = None


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """CloudTrail delivering into CloudWatch Logs without a trail."""

    name: str
    selectors: Answer[EventSelectors]


class PlaceFacts(Protocol):
    """What AWS answered about the places of one kind in a region. Pure."""

    @property
    def records_sends(self) -> bool:
        """Whether such places record sends beside trails."""

    @property
    def takes_sends(self) -> bool:
        """Whether one of them is known to take in sends, or may well."""

    @property
    def unknown(self) -> str:
        """What may record sends though it could not be looked at: ``X does``; else empty."""

    def answers(self) -> Iterable[object]:
        """Return every answer, the answers within answers too."""

    def on_the_way(self, facts: Facts, aws: AwsCli) -> Iterator[Finding]:
        """Judge what a record passes on its way to the reader."""

    def besides(self, facts: Facts, aws: AwsCli) -> Iterator[Finding]:
        """Judge what may be used besides following."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything about one account in one region."""

    region: str
    profile: str
    caller: Answer[CallerFacts]
    now_ms: int
    ahead_ms: int | None = None
    """How far the clock here is ahead of AWS's; `None` where no answer had a date."""
    regions: tuple[str, ...] = ()
    """Those where SES is known to be; empty where that is not known."""
    ses: Answer[SesAccount] | None = None
    identities: Answer[tuple[SesIdentity, ...]] | None = None
    trails: Answer[tuple[TrailFacts, ...]] = ()
    channels: Answer[tuple[ChannelFacts, ...]] = ()
    direct: Answer[GroupFacts | None] = None
    """The log group of CloudTrail without a trail."""
    named: tuple[GroupFacts, ...] = ()
    """The log groups of ``--log-group``."""
    stack: Answer[LoggingStack | None] = None
    """That of `logging on --create`; `None`: there is none."""
    places: tuple[PlaceFacts, ...] = ()
    """What the kinds of places asked."""
    elsewhere: tuple[TrailFacts, ...] = ()
    """The trails that fill other log groups than those of ``--log-group``."""
    endpoint_variable: str = ""
    """The environment variable that leads calls to another place than AWS, where one does."""
    credentials_method: str = ""
    """Where botocore found the credentials: ``env``, ``shared-credentials-file``..."""
    looked: bool = True
    """Whether anything but the caller was asked about."""

    @property
    def account(self) -> str:
        """The account's number, ``""`` where unknown."""
        return self.caller.account if isinstance(self.caller, CallerFacts) else ""

    @property
    def refusals(self) -> int:
        """How many of the questions AWS refused for want of an Allow in an IAM policy."""
        return sum(isinstance(one, AccessDenied) and may_be_allowed(one) for one in _answers(self))

    @property
    def caller_arn(self) -> str:
        """Who calls, ``""`` where unknown."""
        return self.caller.arn if isinstance(self.caller, CallerFacts) else ""


def _answers(facts: Facts) -> Iterator[object]:
    """Return every answer, the answers within answers too."""
    yield from (facts.caller, facts.ses, facts.identities)
    for several in (facts.trails, facts.channels):
        yield from (several,) if isinstance(several, SourceError) else several
    yield from (facts.direct, facts.stack)
    trails = () if isinstance(facts.trails, SourceError) else facts.trails
    groups = [*facts.named, *(one.group for one in trails)]
    groups += [] if isinstance(facts.direct, SourceError) else [facts.direct]
    for trail in trails:
        yield from (trail.status, trail.selectors)
        if trail.bucket is not None:
            yield from (trail.bucket.key, trail.bucket.read)
    for group in groups:
        if group is not None:
            yield from (group.described, group.read, *(use.answer for use in group.uses))
    for place in facts.places:
        yield from place.answers()
    for channel in () if isinstance(facts.channels, SourceError) else facts.channels:
        yield channel.selectors
