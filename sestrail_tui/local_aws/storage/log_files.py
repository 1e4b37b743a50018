"""The log files of a trail that delivers to its bucket: what is in them, and what they are called.

AWS: CloudTrail user guide, "CloudTrail log file name format". Among SES records each file holds one
of another service, as any account's do; and digest files lie in a folder beside.
"""

from __future__ import annotations

import gzip
import string
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    import random

    from sestrail_tui.local_aws.account.settings import Settings

MINUTE_MS: Final = 60_000
UNIQUE: Final = string.ascii_letters + string.digits
DIGEST_EVERY: Final = 5
"""Log files to a digest (AWS: one an hour, whatever the files)."""


@dataclass(frozen=True, slots=True)
class Written:
    """An object to put into the bucket."""

    key: str
    body: bytes
    minute: int
    """When it is written, ms UTC; of a backlog long ago."""


@dataclass(slots=True)
class LogFiles:
    """Records on their way into log files."""

    settings: Settings
    chance: random.Random
    waiting: list[tuple[int, str, str]] = field(default_factory=list)
    """Each record's time of delivery (ms UTC), Region and text."""
    count: int = 0

    def put(self, readable: int, region: str, message: str) -> None:
        """Let a record be in a file that is written at ``readable`` or soon after."""
        self.waiting.append((readable, region, message))

    def due(self, now: int) -> list[Written]:
        """Return the files with what is to be delivered by now (ms UTC)."""
        files: dict[tuple[str, int], list[str]] = defaultdict(list)
        still: list[tuple[int, str, str]] = []
        for one in self.waiting:
            readable, region, message = one
            if readable > now:
                still.append(one)
            else:
                files[region, readable // MINUTE_MS].append(message)
        self.waiting = still
        return [
            written
            for (region, minute), messages in sorted(files.items())
            for written in self.written(region, minute * MINUTE_MS, messages)
        ]

    def written(self, region: str, minute: int, messages: list[str]) -> list[Written]:
        """Write one log file, and now and then a digest."""
        records = ",".join([self.other_service(region, minute), *messages])
        unique = "".join(self.chance.choices(UNIQUE, k=16))
        log = Written(
            self.key("CloudTrail", region, minute, f"{stamp(minute)}Z_{unique}"),
            packed(records),
            minute,
        )
        self.count += 1
        if self.count % DIGEST_EVERY:
            return [log]
        name = f"{self.settings.trail}_{region}_{stamp(minute)}00Z"
        digest = self.key("CloudTrail-Digest", region, minute, name)
        return [Written(digest, packed(""), minute), log]

    def key(self, kind: str, region: str, minute: int, name: str) -> str:
        """Name an object as AWS does."""
        account = self.settings.account
        day = datetime.fromtimestamp(minute / 1000, UTC).strftime("%Y/%m/%d")
        return f"AWSLogs/{account}/{kind}/{region}/{day}/{account}_{kind}_{region}_{name}.json.gz"

    def other_service(self, region: str, minute: int) -> str:
        """Make a record that no reader of SES is after."""
        record = {
            "eventVersion": "1.11",
            "eventTime": datetime.fromtimestamp(minute / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "eventSource": "sts.amazonaws.com",
            "eventName": "GetCallerIdentity",
            "awsRegion": region,
            "eventID": f"{self.chance.getrandbits(128):032x}",
            "eventType": "AwsApiCall",
            "managementEvent": True,
            "recipientAccountId": self.settings.account,
            "eventCategory": "Management",
        }
        return msgspec.json.encode(record).decode()


def packed(records: str) -> bytes:
    """Wrap and compress."""
    return gzip.compress(f'{{"Records":[{records}]}}'.encode())


def stamp(minute: int) -> str:
    """Return the minute as it is in a name."""
    return datetime.fromtimestamp(minute / 1000, UTC).strftime("%Y%m%dT%H%M")
