"""CloudTrail Lake."""
