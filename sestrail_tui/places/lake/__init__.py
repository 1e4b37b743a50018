"""CloudTrail Lake event data stores, followed and asked."""
