"""What is said of a new log file, in the words of each service that may say it to a queue. Pure.

AWS: S3 user guide, "Event message structure" and "EventBridge event message structure"; SNS
developer guide, "HTTP/HTTPS notification JSON format" (its envelope in a queue is the same) and
"Raw message delivery"; CloudTrail user guide, "Configuring Amazon SNS notifications".
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote_plus

import msgspec

if TYPE_CHECKING:
    import random

    from sestrail_tui.local_aws.account.settings import Settings

SUBJECT: Final = "Amazon S3 Notification"
SNS_HOST: Final = "https://sns.{region}.amazonaws.com"


@dataclass(frozen=True, slots=True)
class NewFile:
    """An object that was written."""

    key: str
    size: int
    """Bytes."""
    etag: str
    at: int
    """ms UTC."""


@dataclass(frozen=True, slots=True)
class Notifier:
    """Words what ``settings.notify`` names; ``chance`` makes the ids."""

    settings: Settings
    chance: random.Random

    def of(self, file: NewFile) -> str:
        """Return the body of the queue's message about a file."""
        if self.settings.notify == "eventbridge":
            return text(self.event_bridge(file))
        if self.settings.notify.startswith("cloudtrail"):
            content = {"s3Bucket": self.settings.bucket, "s3ObjectKey": [file.key]}
            return self.through_topic(text(content), file.at)
        return self.through_topic(text(self.s3(file)), file.at, SUBJECT)

    def first(self, at: int) -> str | None:
        """Return what comes once, when the notification is set up (``at``: ms UTC)."""
        if self.settings.notify == "eventbridge":
            return None
        if self.settings.notify.startswith("cloudtrail"):
            return self.through_topic("CloudTrail validation message.", at)
        tested = {
            "Service": "Amazon S3",
            "Event": "s3:TestEvent",
            "Time": stamp(at, "milliseconds"),
            "Bucket": self.settings.bucket,
            "RequestId": self.word(),
            "HostId": self.word(),
        }
        return self.through_topic(text(tested), at, SUBJECT)

    def through_topic(self, message: str, at: int, subject: str = "") -> str:
        """Wrap a message as SNS does, unless its subscription is for raw delivery."""
        if self.settings.notify.endswith("-raw"):
            return message
        settings = self.settings
        host = SNS_HOST.format(region=settings.region)
        topic = f"arn:aws:sns:{settings.region}:{settings.account}:{settings.trail}"
        envelope = {
            "Type": "Notification",
            "MessageId": self.guid(),
            "TopicArn": topic,
            **({"Subject": subject} if subject else {}),
            "Message": message,
            "Timestamp": stamp(at, "milliseconds"),
            "SignatureVersion": "1",
            "Signature": "bm8gc2lnbmF0dXJlIGlzIGNoZWNrZWQgaGVyZQ==",
            "SigningCertURL": f"{host}/SimpleNotificationService-0.pem",
            "UnsubscribeURL": f"{host}/?Action=Unsubscribe&SubscriptionArn={topic}:{self.guid()}",
        }
        return text(envelope)

    def s3(self, file: NewFile) -> dict[str, Any]:
        """Say it as S3 does; the key is encoded as in a form."""
        settings = self.settings
        record = {
            "eventVersion": "2.1",
            "eventSource": "aws:s3",
            "awsRegion": settings.region,
            "eventTime": stamp(file.at, "milliseconds"),
            "eventName": "ObjectCreated:Put",
            "userIdentity": {"principalId": "AWS:AIDAEXAMPLE"},
            "requestParameters": {"sourceIPAddress": "192.0.2.10"},
            "responseElements": {"x-amz-request-id": self.word(), "x-amz-id-2": self.word()},
            "s3": {
                "s3SchemaVersion": "1.0",
                "configurationId": "log-files",
                "bucket": {
                    "name": settings.bucket,
                    "ownerIdentity": {"principalId": "A1EXAMPLE"},
                    "arn": f"arn:aws:s3:::{settings.bucket}",
                },
                "object": {
                    "key": quote_plus(file.key, safe="/"),
                    "size": file.size,
                    "eTag": file.etag,
                    "sequencer": self.word(),
                },
            },
        }
        return {"Records": [record]}

    def event_bridge(self, file: NewFile) -> dict[str, Any]:
        """Say it as EventBridge does; the key as it is."""
        settings = self.settings
        return {
            "version": "0",
            "id": self.guid(),
            "detail-type": "Object Created",
            "source": "aws.s3",
            "account": settings.account,
            "time": stamp(file.at, "seconds"),
            "region": settings.region,
            "resources": [f"arn:aws:s3:::{settings.bucket}"],
            "detail": {
                "version": "0",
                "bucket": {"name": settings.bucket},
                "object": {
                    "key": file.key,
                    "size": file.size,
                    "etag": file.etag,
                    "sequencer": self.word(),
                },
                "request-id": self.word(),
                "requester": "cloudtrail.amazonaws.com",
                "source-ip-address": "192.0.2.10",
                "reason": "PutObject",
            },
        }

    def guid(self) -> str:
        """Make an id."""
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))

    def word(self) -> str:
        """Make a short id."""
        return f"{self.chance.getrandbits(64):016X}"


def text(value: dict[str, Any]) -> str:
    """Write JSON."""
    return msgspec.json.encode(value).decode()


def stamp(at: int, to: str) -> str:
    """Write a time."""
    moment = datetime.fromtimestamp(at / 1000, UTC)
    return moment.isoformat(timespec=to).replace("+00:00", "Z")
