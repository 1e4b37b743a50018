"""CloudWatch Logs Insights, asked about the past."""
