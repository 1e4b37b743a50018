"""The flag of Live Tail, and what IAM has to allow for it."""

from __future__ import annotations

from typing import Final

from sestrail_tui.account.iam.permissions import LOG_GROUP, Permission
from sestrail_tui.account.prices import CLOUDWATCH_PRICES, LIVE_TAIL_FREE_MINUTES
from sestrail_tui.places.place import Access, PlaceFlag

NAME: Final = "live"
TITLE: Final = "Live Tail"
FLAG: Final = PlaceFlag(
    "--live",
    "live",
    "Read through CloudWatch Live Tail too, which pushes new records within a second; AWS bills it "
    "by the minute.",
    cost="AWS bills Live Tail by the minute that a session is open (free: "
    f"{LIVE_TAIL_FREE_MINUTES:,} minutes a month); up to 10 log groups of a region share one. "
    f"See {CLOUDWATCH_PRICES}.",  # AWS: CloudWatch pricing; CloudWatch Logs quotas
    unfit={"--no-follow": "--live pushes new records: leave it out with --no-follow."},
)
ACCESS: Final = Access(
    (Permission(NAME, "logs:StartLiveTail", LOG_GROUP, "lets Live Tail push what is new"),),
    {NAME: "LiveTail"},
    also=("log-group", "find log-group"),
)
