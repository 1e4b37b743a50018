"""Filters as SQL conditions for CloudTrail Lake and Athena."""
