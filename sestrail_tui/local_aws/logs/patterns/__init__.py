"""Filter patterns of CloudWatch Logs: terms, JSON, values."""
