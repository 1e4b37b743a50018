"""CloudWatch Logs Insights: its language, its queries."""
