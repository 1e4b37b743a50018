"""The account's trail: where it delivers, what it selects, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from . import selectors

if TYPE_CHECKING:
    from .settings import Settings

SES_TYPES: Final = {
    "identities": "AWS::SES::EmailIdentity",
    "configuration sets": "AWS::SES::ConfigurationSet",
    "templates": "AWS::SES::Template",
}


def every_send() -> list[selectors.Selector]:
    """Give the selectors that let management events and every SES send through."""
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


@dataclass(slots=True)
class Trail:
    """One multi-Region trail; its log group is in its home Region."""

    settings: Settings
    started: int
    """When logging was last switched on, ms UTC."""
    stopped: int | None = None
    advanced: list[selectors.Selector] = field(default_factory=every_send)
    basic: list[selectors.Selector] = field(default_factory=list)

    @property
    def arn(self) -> str:
        """Give the trail's ARN."""
        one = self.settings
        return f"arn:aws:cloudtrail:{one.region}:{one.account}:trail/{one.trail}"

    @property
    def is_logging(self) -> bool:
        """Tell whether calls are recorded at present."""
        return self.stopped is None

    @property
    def stream(self) -> str:
        """Give the log stream (AWS: "Log group and log stream naming for CloudTrail")."""
        return f"{self.settings.account}_CloudTrail_{self.settings.region}"

    def delivers(self, record: dict[str, Any]) -> bool:
        """Tell whether a record passes the selectors."""
        return self.is_logging and selectors.lets_through(self.advanced, self.basic, record)

    def description(self) -> dict[str, Any]:
        """Give what DescribeTrails says; the log group's ARN ends with ``:*`` as on AWS."""
        one = self.settings
        if one.log_file_s:
            return self.place
        return self.place | {
            "CloudWatchLogsLogGroupArn": (
                f"arn:aws:logs:{one.region}:{one.account}:log-group:{one.log_group}:*"
            ),
            "CloudWatchLogsRoleArn": f"arn:aws:iam::{one.account}:role/cloudtrail-to-logs",
        }

    @property
    def place(self) -> dict[str, Any]:
        """Give the part that every trail has."""
        one = self.settings
        return {
            "Name": one.trail,
            "S3BucketName": one.bucket,
            "IncludeGlobalServiceEvents": True,
            "IsMultiRegionTrail": True,
            "HomeRegion": one.region,
            "TrailARN": self.arn,
            "LogFileValidationEnabled": True,
            "HasCustomEventSelectors": True,
            "HasInsightSelectors": False,
            "IsOrganizationTrail": False,
        }
