"""CloudWatch log groups, polled with FilterLogEvents."""
