"""What CloudTrail answers about event data stores."""

from __future__ import annotations

from typing import Any

ID = "EXAMPLE0-0000-0000-0000-000000000000".replace("EXAMPLE0", "0a1b2c3d")

ARN = f"arn:aws:cloudtrail:eu-west-1:123456789012:eventdatastore/{ID}"

LISTED = {"EventDataStores": [{"EventDataStoreArn": ARN, "Name": "all-sends"}]}


def selector(**equals: str) -> dict[str, Any]:
    names = {"category": "eventCategory", "kind": "resources.type", "source": "eventSource"}
    fields = [{"Field": names.get(name, name), "Equals": [one]} for name, one in equals.items()]
    return {"FieldSelectors": fields}


SENDS = selector(category="Data", kind="AWS::SES::EmailIdentity")


def told(*selectors: Any, status: str = "ENABLED") -> dict[str, Any]:
    return {
        "EventDataStoreArn": ARN,
        "Name": "all-sends",
        "Status": status,
        "AdvancedEventSelectors": list(selectors),
    }
