"""Conditions of CloudWatch Logs filter patterns."""
