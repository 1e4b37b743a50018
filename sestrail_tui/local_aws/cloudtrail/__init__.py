"""CloudTrail: trails, selectors, records, delivery, event history."""
