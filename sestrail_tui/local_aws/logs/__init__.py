"""CloudWatch Logs: log groups, filter patterns, Live Tail."""
