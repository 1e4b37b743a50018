"""The flag of event data stores, and what IAM has to allow for them."""

from __future__ import annotations

from typing import Final

from sestrail_tui.account.iam.permissions import ANY, Permission, Resource
from sestrail_tui.places.place import Access, PlaceFlag

NAME: Final = "lake"
TITLE: Final = "CloudTrail Lake"
FLAG: Final = PlaceFlag(
    "--event-data-store",
    "event_data_stores",
    "A CloudTrail Lake event data store (repeatable), queried every minute; AWS bills each query. "
    "Discovered where there is no log group.",
    metavar="ID|ARN",
)
STORE_ARN: Final = "arn:{partition}:cloudtrail:{region}:{account}:eventdatastore/"
STORE: Final = Resource("event data store", f"{STORE_ARN}STORE-ID")
_ANY_STORE: Final = Resource(
    "any event data store", "arn:{partition}:cloudtrail:*:{account}:eventdatastore/*"
)
ACCESS: Final = Access(
    (
        Permission(NAME, "cloudtrail:StartQuery", STORE, "asks for sends, in SQL"),
        Permission(NAME, "cloudtrail:DescribeQuery", STORE, "how a query does"),
        Permission(NAME, "cloudtrail:GetQueryResults", STORE, "reads what it found"),
        Permission(NAME, "cloudtrail:CancelQuery", STORE, "stops one that is not needed"),
        Permission(
            "find lake", "cloudtrail:ListEventDataStores", ANY, "finds the event data stores"
        ),
        Permission("find lake", "cloudtrail:GetEventDataStore", _ANY_STORE, "what they record"),
        Permission("doctor", "cloudtrail:ListEventDataStores", ANY, "which event data stores"),
        Permission("doctor", "cloudtrail:GetEventDataStore", _ANY_STORE, "their state"),
    ),
    {NAME: "AskCloudTrailLake", "find lake": "FindTheEventDataStore"},
)
