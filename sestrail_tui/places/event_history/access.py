"""What IAM has to allow for event history."""

from __future__ import annotations

from typing import Final

from sestrail_tui.account.iam.permissions import ANY, Permission
from sestrail_tui.places.place import Access

NAME: Final = "event-history"
TITLE: Final = "Event history"
ACCESS: Final = Access(
    (Permission(NAME, "cloudtrail:LookupEvents", ANY, "shows changes between the sends"),),
    {NAME: "ShowChangesBetweenSends"},
    commands=("tail",),
)
