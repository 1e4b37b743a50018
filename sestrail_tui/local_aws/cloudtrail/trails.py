"""The account's trails: where each delivers, what it selects, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.cloudtrail import selectors

if TYPE_CHECKING:
    from sestrail_tui.local_aws.account.settings import Settings

SES_TYPES: Final = {
    "identities": "AWS::SES::EmailIdentity",
    "configuration sets": "AWS::SES::ConfigurationSet",
    "templates": "AWS::SES::Template",
}


def every_send() -> list[selectors.Selector]:
    """Return the selectors that let management events and every SES send through."""
    data = [
        {
            "Name": f"SES {name}",
            "FieldSelectors": [
                {"Field": "eventCategory", "Equals": ["Data"]},
                {"Field": "resources.type", "Equals": [kind]},
            ],
        }
        for name, kind in SES_TYPES.items()
    ]
    management = {
        "Name": "Management events",
        "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}],
    }
    return [management, *data]


def default_selectors() -> list[selectors.Selector]:
    """Return the basic selectors of a trail that nobody set any for, as GetEventSelectors says."""
    return [
        {
            "ReadWriteType": "All",
            "IncludeManagementEvents": True,
            "DataResources": [],
            "ExcludeManagementEventSources": [],
        }
    ]


@dataclass(slots=True)
class OwnTrail:
    """One trail; its log group is in its home Region.

    What is left out of name, Region, account, bucket, log group and role is as in the settings.
    """

    settings: Settings
    started: int
    """When logging was last switched on, ms UTC; 0 never."""
    stopped: int | None = None
    """When it was switched off; ``None``: it is on."""
    advanced: list[selectors.Selector] = field(default_factory=every_send)
    basic: list[selectors.Selector] = field(default_factory=list)
    before: tuple[list[selectors.Selector], list[selectors.Selector]] | None = None
    """Advanced and basic selectors before they were last put, for readers that are behind."""
    name: str = ""
    region: str = ""
    account: str = ""
    """Whose trail it is; of an organization trail another account than the caller's."""
    multi_region: bool = True
    organization: bool = False
    bucket: str = ""
    prefix: str = ""
    log_group: str | None = None
    """A name; ``""`` for none."""
    role: str = ""
    validated: bool = True
    tags: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        one = self.settings
        self.name = self.name or one.trail
        self.region = self.region or one.region
        self.account = self.account or one.account
        self.bucket = self.bucket or one.bucket
        self.role = self.role or f"arn:aws:iam::{self.account}:role/cloudtrail-to-logs"
        if self.log_group is None:
            self.log_group = "" if one.log_file_s else one.log_group

    @property
    def arn(self) -> str:
        """Return the trail's ARN."""
        return f"arn:aws:cloudtrail:{self.region}:{self.account}:trail/{self.name}"

    @property
    def is_logging(self) -> bool:
        """Return whether calls are recorded at present."""
        return self.stopped is None

    @property
    def stream(self) -> str:
        """Return the log stream (AWS: "Log group and log stream naming for CloudTrail")."""
        return f"{self.account}_CloudTrail_{self.region}"

    def delivers(self, record: dict[str, Any]) -> bool:
        """Return whether a record passes the selectors, in a Region that the trail looks at."""
        return (
            self.is_logging
            and (self.multi_region or record.get("awsRegion") == self.region)
            and selectors.lets_through(self.advanced, self.basic, record)
        )

    def description(self) -> dict[str, Any]:
        """Return what DescribeTrails says; the log group's ARN ends with ``:*`` as on AWS."""
        described = self.place | {
            "LogFileValidationEnabled": self.validated,
            "HomeRegion": self.region,
            "HasCustomEventSelectors": bool(self.advanced) or self.basic != default_selectors(),
            "HasInsightSelectors": False,
        }
        return described | ({"S3KeyPrefix": self.prefix} if self.prefix else {})

    @property
    def place(self) -> dict[str, Any]:
        """Return what CreateTrail and UpdateTrail answer too."""
        described: dict[str, Any] = {
            "Name": self.name,
            "S3BucketName": self.bucket,
            "IncludeGlobalServiceEvents": True,
            "IsMultiRegionTrail": self.multi_region,
            "TrailARN": self.arn,
            "LogFileValidationEnabled": self.validated,
            "IsOrganizationTrail": self.organization,
        }
        if self.log_group:
            group = f"arn:aws:logs:{self.region}:{self.account}:log-group:{self.log_group}:*"
            described |= {"CloudWatchLogsLogGroupArn": group, "CloudWatchLogsRoleArn": self.role}
        return described
