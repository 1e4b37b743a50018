"""CloudWatch Logs Insights, asked for older records."""
