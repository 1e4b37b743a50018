"""SQS queues that are told of a bucket's new log files."""
