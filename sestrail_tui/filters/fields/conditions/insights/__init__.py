"""Conditions of CloudWatch Logs Insights, on the raw message."""
