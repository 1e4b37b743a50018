"""Athena tables over a trail's log files, asked for older records."""
