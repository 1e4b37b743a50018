"""CloudTrail Lake: event data stores, and queries on them."""
