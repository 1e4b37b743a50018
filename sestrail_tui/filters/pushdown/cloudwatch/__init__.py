"""Filters as CloudWatch Logs filter patterns."""
