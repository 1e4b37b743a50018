"""CloudTrail's channels: those that deliver into CloudWatch Logs without a trail."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sestrail_tui.local_aws.cloudtrail.trails import every_send

if TYPE_CHECKING:
    from sestrail_tui.local_aws.cloudtrail import selectors

NAME: Final = "aws-service-channel/cloudwatch/dataevents"


@dataclass(slots=True)
class Channel:
    """A service-linked channel."""

    region: str
    account: str
    name: str = NAME
    advanced: list[selectors.Selector] = field(default_factory=every_send)

    @property
    def arn(self) -> str:
        """Return its ARN, whose id follows from its name."""
        number = uuid.uuid5(uuid.NAMESPACE_DNS, f"{self.name}.{self.region}.{self.account}")
        return f"arn:aws:cloudtrail:{self.region}:{self.account}:channel/{number}"
