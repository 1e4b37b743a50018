"""Athena tables over a trail's log files, asked about the past."""
