"""What the embedded AWS is like: its account, its trail, and how late it delivers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Notify = Literal["s3", "sns", "sns-raw", "cloudtrail", "cloudtrail-raw", "eventbridge"]
"""Who tells the queue of new log files: S3 itself; S3 through an SNS topic; CloudTrail through one;
S3 through EventBridge. ``-raw``: the topic's subscription is for raw message delivery."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything one can choose about an embedded AWS."""

    region: str = "us-east-1"
    """The trail's home region, where its log group lives."""
    account: str = "123456789012"
    """moto's account too, so that both speak of the same ARNs."""
    trail: str = "ses-sends"
    log_group: str = "CloudTrail/logs"
    logging_off: bool = False
    """Whether the trail selects management events only at first, as new trails do: sends are not
    recorded until somebody says so."""
    lake: bool = False
    """Whether the account keeps its records in a CloudTrail Lake event data store, and has no trail
    that delivers anywhere."""
    query_s: float = 0.3
    """Seconds that a query of Lake, Logs Insights or Athena takes."""
    resource_s: float = 0.3
    """Seconds that CloudFormation takes to make or delete one resource of a stack."""
    athena_table: bool = True
    """Whether Athena has a table over the trail's bucket, where there is one."""
    infrequent: bool = False
    """Whether the trail's log group is of the class Infrequent Access."""
    insights_rows: int = 100_000
    """The most rows that a Logs Insights query may be limited to (AWS: 10,000 until 2026)."""
    log_file_s: float = 0.0
    """Seconds between two log files in the trail's bucket, which it then delivers to instead (AWS:
    about 300); 0: to its log group."""
    notify: Notify = "s3"
    access_key: str = "AKIAYOURAPPEXAMPLE00"
    """Offered to readers; any unknown key is the IAM user ``your-app``."""
    secret_key: str = "no-secret-is-checked-here"  # noqa: S105 - signatures are not checked
    delay_s: float = 0.0
    """Mean seconds from a call to its record (AWS: "an average of about 5 minutes")."""
    jitter: float = 0.5
    """How far a single delay strays from the mean, as a part of it: 0 never, 1 from 0 to twice."""
    late_chance: float = 0.05
    """How often a record is ingested a while after its log timestamp: out of order for a reader."""
    twice_chance: float = 0.02
    """How often a record is delivered twice (AWS: "you may receive ... duplicate events")."""
    any_sender: bool = False
    """Whether SES takes sends of senders that nobody verified."""
    refused_share: float = 0.0
    """The share of sends that SES refuses, 0 to 1."""
    sends_per_s: float = 0.0
    """Sends above this rate are throttled; 0: none (AWS: as the account's "maximum send rate")."""
    answer_s: float = 0.0
    """Seconds that SES takes to answer."""
    seed: int | None = None
    """Repeats event ids, delays and the sample app's choices; None makes every run another."""
    quotas: bool = True
    """Whether calls above AWS's rates are throttled."""

    @property
    def bucket(self) -> str:
        """The trail's bucket."""
        return f"{self.trail}-{self.account}"

    @property
    def queue(self) -> str:
        """The name of the SQS queue that is told of each object of the bucket."""
        return f"{self.trail}-files"
