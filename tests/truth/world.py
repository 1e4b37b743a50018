"""AWS as it truly is in one simulation: what was called, what records it, where it can be read.

The embedded AWS's parts hold trails, selectors, log groups, event data stores and event history;
bucket, queue, delivery and the changes that others make are here. Nothing of it is the program's.
"""

from __future__ import annotations

import gzip
import heapq
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from itertools import count, product
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sestrail_tui.local_aws.account.settings import Notify, Settings
from sestrail_tui.local_aws.cloudtrail import selectors
from sestrail_tui.local_aws.cloudtrail.channels import Channel
from sestrail_tui.local_aws.logs.log_group import StoredLogGroup
from sestrail_tui.local_aws.server.aws_account import AwsAccount, open_account
from sestrail_tui.local_aws.storage.notifications import NewFile, Notifier
from tests.truth.calls import ACCOUNT, CALLS, REGION, SENDERS, SETS, Made, Sort, made
from tests.truth.queue_world import QueueWorld
from tests.truth.timeline import EPOCH_MS, AwsClock, Timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sestrail_tui.local_aws.cloudtrail.lake.stores import StoredEventDataStore
    from sestrail_tui.local_aws.cloudtrail.trails import OwnTrail

GROUP: Final = "CloudTrail/logs"
DIRECT: Final = "aws/cloudtrail/dataevents"
QUEUE_URL: Final = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/ses-sends-files"
SORTS: Final = tuple(
    Sort(name, sender, config, refused, caller)
    for name, sender, config, refused, caller in product(
        CALLS, SENDERS, SETS, (False, True), ("orders", "deploy")
    )
)
"""Every kind of send, to ask of each place whether it would come there."""


@cache
def record_of(sort: Sort) -> dict[str, Any]:
    """Give the record of such a call, made whenever: selectors do not look at the time."""
    return made(-1, sort, EPOCH_MS).record


class Place(NamedTuple):
    """Where records can be read."""

    kind: str
    """``group``, ``bucket``, ``queue``, ``lake`` or ``history``."""
    name: str = ""


@dataclass
class Copy:
    """One delivery of a call's record, legible or not; times are ms UTC of AWS."""

    made: Made
    place: Place
    readable_ms: int
    legible: bool = True
    gone_ms: int | None = None
    """When it was deleted with all there was beside it."""


@dataclass(frozen=True)
class Stored:
    """An object of the bucket."""

    body: bytes
    readable_ms: int
    etag: str


@dataclass(frozen=True)
class Delivery:
    """How one call's records come to where they can be read."""

    delay_s: float = 5.0
    """From the call to the delivery, which stamps a log event and names a log file."""
    hidden_s: float = 0.0
    """How much later it can be read."""
    times: int = 1
    cut: bool = False
    """Whether the text of it is broken off."""
    stamped_at_call: bool = False
    """Whether its log event bears the time of the call (AWS does not say which)."""


@dataclass
class World:
    """One account in one region."""

    timeline: Timeline = field(default_factory=Timeline)
    notify: Notify = "s3"
    seed: int = 0
    checks_dates: bool = False
    """Whether it refuses what is signed with a clock that is far off, as AWS does and emulators
    do not."""
    calls: list[Made] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)
    objects: dict[str, Stored] = field(default_factory=dict)
    queue: QueueWorld = field(default_factory=QueueWorld)
    mistakes: list[str] = field(default_factory=list)
    """Of this simulation: calls that it does not know."""
    _due: list[tuple[int, int, Callable[[], None]]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        settings = Settings(quotas=False, seed=self.seed, notify=self.notify, query_s=2.0)
        self.account: AwsAccount = open_account(settings, AwsClock(self.timeline))
        self.chance = random.Random(self.seed)

    @property
    def trail(self) -> OwnTrail:
        return self.account.trail

    @property
    def bucket(self) -> str:
        return self.account.settings.bucket

    # What happens, and when.

    def later(self, in_s: float, action: Callable[[], None]) -> None:
        """Let something happen ``in_s`` from now."""
        self._at(self.timeline.aws_ms() + round(in_s * 1000), action)

    def _at(self, at_ms: int, action: Callable[[], None]) -> None:
        heapq.heappush(self._due, (at_ms, next(self._order), action))

    def catch_up(self) -> None:
        """Let everything happen that is due by now."""
        while self._due and self._due[0][0] <= self.timeline.aws_ms():
            self.happening_ms, _, action = heapq.heappop(self._due)
            action()

    happening_ms: int = 0
    """When that happens which happens (ms UTC)."""

    def call(self, sort: Sort, delivery: Delivery, in_s: float = 0.0) -> None:
        """Let somebody call SES ``in_s`` from now."""
        self.later(in_s, lambda: self._record(sort, delivery))
        self.catch_up()

    def _record(self, sort: Sort, how: Delivery) -> None:
        one = made(len(self.calls), sort, self.happening_ms)
        self.calls.append(one)
        delivered_ms = one.called_ms + round(how.delay_s * 1000)
        for place in self.takers(one.record):
            for _ in range(how.times):
                self._at(delivered_ms, lambda place=place: self._deliver(one, place, how))  # type: ignore[misc]

    def takers(self, record: dict[str, Any]) -> list[Place]:
        """Give the places that take in a record of a call that is made now."""
        account = self.account
        found = [Place("history")] if record["managementEvent"] else []
        for trail in account.trails:
            if trail.delivers(record):
                found += [Place("group", trail.log_group)] if trail.log_group else []
                found += [Place("bucket", trail.bucket), Place("queue", trail.bucket)]
        found += [
            Place("group", DIRECT)
            for channel in account.channels
            if selectors.lets_through(channel.advanced, (), record)
        ]
        found += [
            Place("lake", one.id) for one in account.lake.stores.values() if one.takes(record)
        ]
        return list(dict.fromkeys(found))

    def _deliver(self, one: Made, place: Place, how: Delivery) -> None:
        now_ms = self.happening_ms
        readable_ms = now_ms + round(how.hidden_s * 1000)
        text = one.message[: len(one.message) * 2 // 3] if how.cut else one.message
        match place.kind:
            case "group":
                group = self.account.groups.get((REGION, place.name))
                if group is None:
                    return
                stamp_ms = one.called_ms if how.stamped_at_call else now_ms
                group.put("123456789012_CloudTrail_us-east-1", stamp_ms, readable_ms, text)
            case "bucket":
                self._write_file(one, text, now_ms, readable_ms)
            case "queue":
                pass  # it is told of the file
            case "lake":
                self.account.lake.stores[place.name].put(one.message, readable_ms)
            case "history":
                self.account.history.add(one.record, one.called_ms, readable_ms)
        self.copies.append(Copy(one, place, readable_ms, not how.cut or place.kind == "lake"))

    def _write_file(self, one: Made, text: str, minute_ms: int, readable_ms: int) -> None:
        at = datetime.fromtimestamp(minute_ms / 1000, UTC)
        unique = "".join(self.chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=16))
        key = (
            f"AWSLogs/{ACCOUNT}/CloudTrail/{REGION}/{at:%Y/%m/%d}/"
            f"{ACCOUNT}_CloudTrail_{REGION}_{at:%Y%m%dT%H%M}Z_{unique}.json.gz"
        )
        body = gzip.compress(f'{{"Records":[{text}]}}'.encode(), 1, mtime=0)
        self.objects[key] = Stored(body, readable_ms, f"etag-{unique}")
        told = Notifier(self.account.settings, self.chance).of(
            NewFile(key, len(body), f"etag-{unique}", readable_ms)
        )
        self.queue.send(told, readable_ms, one.number)

    # What others change.

    def delete_group(self, name: str = GROUP) -> None:
        """Delete a log group and all it holds."""
        if self.account.groups.pop((REGION, name), None) is not None:
            for one in self.copies:
                if one.place == Place("group", name) and one.gone_ms is None:
                    one.gone_ms = self.timeline.aws_ms()

    def make_group(self, name: str = GROUP) -> None:
        """Make a log group, empty, where there is none."""
        self.account.groups.setdefault(
            (REGION, name), StoredLogGroup(name, self.timeline.aws_ms(), {"a"})
        )

    def pause(self) -> None:
        """Stop the trail."""
        self.trail.stopped = self.timeline.aws_ms()

    def resume(self) -> None:
        """Start the trail."""
        if self.trail.stopped is not None:
            self.trail.stopped, self.trail.started = None, self.timeline.aws_ms()

    def make_store(self, advanced: list[selectors.Selector]) -> StoredEventDataStore:
        """Make an event data store of CloudTrail Lake."""
        account = self.account
        store = account.lake.add(account.settings, "sends", self.timeline.aws_ms() - 86_400_000)
        store.advanced = advanced
        return store

    def make_channel(self, advanced: list[selectors.Selector]) -> None:
        """Let CloudTrail deliver into CloudWatch Logs without a trail."""
        self.account.channels.append(Channel(REGION, ACCOUNT, advanced=advanced))
        self.make_group(DIRECT)

    def read_by_another(self, most: int, hidden_s: float, *, deletes: bool) -> None:
        """Let another reader of the queue take messages; killed before it deletes them, or not."""
        now_ms = self.timeline.aws_ms()
        for one in self.queue.receive(now_ms, most, round(hidden_s * 1000)):
            if deletes:
                one.deleted_ms, one.lost = now_ms, True

    # What is true.

    def takes(self, place: Place, sort: Sort) -> bool:
        """Tell whether the record of such a send, made now, would be delivered to a place."""
        if place.kind == "group" and (REGION, place.name) not in self.account.groups:
            return False
        return place in self.takers(record_of(sort))

    def delivered(self, place: Place, by_ms: int) -> list[Copy]:
        """Give what could be read in a place at ``by_ms`` or before, be it gone since or not."""
        return [
            one
            for one in self.copies
            if one.place == place
            and one.readable_ms <= by_ms
            and (one.gone_ms is None or one.gone_ms > one.readable_ms)
        ]
