"""CloudWatch Logs Live Tail, over polling."""
