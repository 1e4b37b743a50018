"""Filters as conditions of CloudWatch Logs Insights queries."""
