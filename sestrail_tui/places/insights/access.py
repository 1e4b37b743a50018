"""What IAM has to allow for Logs Insights."""

from __future__ import annotations

from typing import Final

from sestrail_tui.account.iam.permissions import ANY, LOG_GROUP, Permission
from sestrail_tui.places.place import Access

NAME: Final = "insights"
TITLE: Final = "Logs Insights"
ACCESS: Final = Access(
    (
        Permission(NAME, "logs:StartQuery", LOG_GROUP, "searches the past"),
        Permission(NAME, "logs:GetQueryResults", LOG_GROUP, "reads what was found"),
        Permission(NAME, "logs:DescribeQueries", ANY, "what a search scanned"),
        Permission(NAME, "logs:StopQuery", ANY, "stops a search that is not needed"),
    ),
    {NAME: "SearchThePast"},
    also=("find log-group",),
    commands=("history",),
)
