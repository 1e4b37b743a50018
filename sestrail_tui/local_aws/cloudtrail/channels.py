"""CloudTrail's channels: those that deliver into CloudWatch Logs without a trail.

AWS: CloudTrail API reference, ListChannels and GetChannel.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.cloudtrail.trails import every_send
from sestrail_tui.local_aws.server.answer import AwsError

if TYPE_CHECKING:
    from sestrail_tui.local_aws.account.account import AwsAccount
    from sestrail_tui.local_aws.cloudtrail import selectors
    from sestrail_tui.local_aws.server.answer import ApiCall

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
        """Give its ARN, whose id follows from its name."""
        number = uuid.uuid5(uuid.NAMESPACE_DNS, f"{self.name}.{self.region}.{self.account}")
        return f"arn:aws:cloudtrail:{self.region}:{self.account}:channel/{number}"


def list_channels(account: AwsAccount, call: ApiCall) -> dict[str, Any]:
    """Name the channels of a Region."""
    return {
        "Channels": [
            {"ChannelArn": one.arn, "Name": one.name}
            for one in account.channels
            if one.region == call.region
        ]
    }


def get_channel(account: AwsAccount, call: ApiCall) -> dict[str, Any]:
    """Tell where a channel delivers, and what it selects."""
    named = call.params["Channel"]
    for one in account.channels:
        if one.region == call.region and named in (one.arn, one.arn.rpartition("/")[2]):
            return {
                "ChannelArn": one.arn,
                "Name": one.name,
                "Source": "CloudTrail",
                "SourceConfig": {
                    "ApplyToAllRegions": False,
                    "AdvancedEventSelectors": one.advanced,
                },
                "Destinations": [{"Type": "AWS_SERVICE", "Location": "cloudwatch.amazonaws.com"}],
            }
    raise AwsError("ChannelNotFoundException", "The specified channel was not found.")


OPERATIONS: Final = {"ListChannels": list_channels, "GetChannel": get_channel}
