"""CloudTrail's event history: management events."""
