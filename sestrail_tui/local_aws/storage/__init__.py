"""Buckets, log files and the queue that is told of them."""
