"""The embedded AWS: SES sends become CloudTrail records, delivered late to a log group."""
