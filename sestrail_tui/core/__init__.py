"""What a CloudTrail record of SES is, and what all packages stand on: errors, clock, safe text."""
